import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { calculateJwkThumbprint } from 'jose';

import type { KeyInput } from '../../../src/core/keys/keyInput.ts';
import type { ParsedKey } from '../../../src/core/keys/parsedKey.ts';
import { parseKey } from '../../../src/core/keys/parseKey.ts';
import { decrypt } from '../../../src/core/verify/decrypt.ts';
import { sign } from '../../../src/core/verify/sign.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { certificate } from '../../fixtures/keys/certificates.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { mlDsaExamples } from '../../fixtures/keys/mlDsaExamples.ts';
import { issue } from '../../support/jose.ts';

const { publicKey, privateKey } = keyPair('P-256');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const publicJwk = publicKey.export({ format: 'jwk' });

async function keysOf(material: KeyInput['material'], rest: Omit<KeyInput, 'material'> = {}) {
  const parsed = await parseKey({ material, ...rest });
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.problem);
  return parsed.keys;
}

async function keyOf(material: KeyInput['material'], rest: Omit<KeyInput, 'material'> = {}): Promise<ParsedKey> {
  const [key, ...others] = await keysOf(material, rest);
  assert.ok(key);
  assert.equal(others.length, 0);
  return key;
}

async function secretOf(material: string, rest: Omit<KeyInput, 'material'> = {}): Promise<string> {
  return Buffer.from((await keyOf(material, rest)).jwk.k ?? '', 'base64url').toString();
}

async function problemOf(material: KeyInput['material']): Promise<string> {
  const parsed = await parseKey({ material });
  assert.ok(!parsed.ok);
  return parsed.problem;
}

const element = (tag: number, contents: Buffer) => Buffer.concat([Buffer.of(tag, contents.length), contents]);
const sequence = (...parts: readonly Buffer[]) => element(0x30, Buffer.concat(parts));

const certificatePem = (name: 'P-256' | 'P-384') =>
  `-----BEGIN CERTIFICATE-----\n${certificate({ key: keyPair(name).publicKey })}\n-----END CERTIFICATE-----\n`;

describe('parseKey: a line of a .env file', () => {
  it('takes the value, with or without export, quotes and a comment', async () => {
    for (const line of [
      'JWT_SECRET=s3cret-of-mine',
      'export JWT_SECRET=s3cret-of-mine',
      'export jwtSecret="s3cret-of-mine"',
      "JWT_SECRET='s3cret-of-mine'",
      '  JWT_SECRET = "s3cret-of-mine"  # from the wiki',
      'JWT_SECRET=s3cret-of-mine # from the wiki',
      'SECRET=s3cret-of-mine\r\n',
    ])
      assert.equal(await secretOf(line), 's3cret-of-mine', line);
    assert.equal(await secretOf('JWT_SECRET=a=b#c=='), 'a=b#c==');
    assert.equal(await secretOf('JWT_SECRET="a\\nb\\"c"'), 'a\nb"c');
    assert.equal(await secretOf("JWT_SECRET='a\\nb'"), 'a\\nb');
    assert.equal((await keyOf(new TextEncoder().encode('JWT_SECRET=abc'))).description, '3-byte secret');
  });

  it('reads the value in the encoding that was chosen', async () => {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      const value = Buffer.from('s3cret-of-mine').toString(encoding);
      assert.equal(await secretOf(`JWT_SECRET=${value}`, { encoding }), 's3cret-of-mine');
    }
  });

  it('finds a key in it, whose line breaks are written as \\n', async () => {
    const line = pem.trim().replaceAll('\n', '\\n');
    for (const text of [
      `JWT_PUBLIC_KEY="${line}"`,
      `export JWT_PUBLIC_KEY='${line}'`,
      `JWT_PUBLIC_KEY=${line}`,
      `JWT_PUBLIC_KEY="${line.replaceAll('\\n', '\\\\n')}"`,
      `JWT_PUBLIC_KEY="${pem}"`,
      `JWT_PUBLIC_KEY=${Buffer.from(pem).toString('base64')}`,
      `JWT_PUBLIC_KEY=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
      `JWT_PUBLIC_KEY='${JSON.stringify(publicJwk)}'`,
    ])
      assert.deepEqual((await keyOf(text)).jwk, publicJwk, text.slice(0, 30));
  });

  it('says that the value stands elsewhere', async () => {
    for (const value of ['${OTHER}', '$OTHER', '$(pass show jwt)'])
      assert.match(await problemOf(`JWT_SECRET=${value}`), /The line makes JWT_SECRET refer to something else/);
  });

  it('leaves secrets alone that have an equals sign', async () => {
    for (const secret of [
      'QUJDREVGR0g=',
      'QUJDRA==',
      'ABCD=',
      'a=b',
      'pass_word=1',
      'Secret=1',
      'ABC=1',
      'A_B=',
      '=A_B=c',
    ])
      assert.equal(await secretOf(secret), secret);
    const twoLines = 'JWT_SECRET=a\nOTHER_SECRET=b';
    assert.equal(await secretOf(twoLines), twoLines);
  });
});

describe('parseKey: what is no key, but was meant to be one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jwt-inspector-material-'));
  after(() => rmSync(folder, { recursive: true }));
  const openssl = (...parameters: string[]) =>
    execFileSync('openssl', parameters, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  before(() => {
    writeFileSync(join(folder, 'k.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(join(folder, 'k.crt'), openssl('req', '-x509', '-key', 'k.pem', '-subj', '/CN=test', '-days', '1'));
  });

  it('knows PKCS#12 as every program writes it, as bytes and in base64', async () => {
    const pkcs12 = openssl('pkcs12', '-export', '-inkey', 'k.pem', '-in', 'k.crt', '-passout', 'pass:x');
    // The outer length left open, as BER allows.
    const ber = Buffer.concat([Buffer.of(0x30, 0x80), pkcs12.subarray(4), Buffer.of(0, 0)]);
    for (const material of [new Uint8Array(pkcs12), pkcs12.toString('base64'), new Uint8Array(ber)])
      assert.match(await problemOf(material), /PKCS#12.*openssl pkcs12/);
  });

  it('knows PKCS#7, Java keystores, OpenPGP, SSH2, PuTTY and OpenSSH certificates', async () => {
    const pkcs7 = openssl('crl2pkcs7', '-nocrl', '-certfile', 'k.crt').toString();
    const der = openssl('crl2pkcs7', '-nocrl', '-certfile', 'k.crt', '-outform', 'DER');
    for (const material of [pkcs7, new Uint8Array(der)])
      assert.match(await problemOf(material), /PKCS#7.*openssl pkcs7/);
    assert.match(await problemOf(Uint8Array.of(0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2)), /Java keystore.*keytool/);
    const pgp = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQEN\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----';
    assert.match(await problemOf(pgp), /OpenPGP/);
    const ssh2 = '---- BEGIN SSH2 PUBLIC KEY ----\nComment: x\nAAAAB3Nz\n---- END SSH2 PUBLIC KEY ----';
    assert.match(await problemOf(ssh2), /SSH2.*ssh-keygen -i/);
    assert.match(await problemOf('PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none'), /PuTTYgen/);
    assert.match(
      await problemOf('ssh-rsa-cert-v01@openssh.com AAAAHHNzaC1yc2EtY2VydA== me'),
      /OpenSSH certificate.*\.pub/,
    );
    const openSsh = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE=\n-----END OPENSSH PRIVATE KEY-----\n';
    assert.match(await problemOf(openSsh), /\.pub file.*ssh-keygen/);
  });

  it('says how to convert a private key that is encrypted in a way of old, before it asks for a password', async () => {
    const encrypt = (...how: string[]) =>
      openssl('pkcs8', '-topk8', '-in', 'k.pem', '-passout', 'pass:x', ...how).toString();
    for (const how of [['-v2', 'des3'], ['-v1', 'PBE-SHA1-3DES'], ['-scrypt']]) {
      const material = encrypt(...how);
      for (const password of [undefined, 'x']) {
        const parsed = await parseKey({ material, ...(password !== undefined && { password }) });
        assert.ok(!parsed.ok && parsed.passwordNeeded === undefined);
        assert.match(parsed.problem, /not supported here.*openssl pkcs8/);
      }
    }
    const usual = await parseKey({ material: encrypt('-v2', 'aes-256-cbc') });
    assert.ok(!usual.ok && usual.passwordNeeded === true);
  });

  it('never takes another structure of ASN.1 for a secret', async () => {
    const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey;
    // DSAPrivateKey: a version and five numbers.
    const traditional = sequence(...[0, 3, 5, 7, 9, 11].map((number) => Buffer.of(2, 1, number)));
    for (const material of [new Uint8Array(traditional)]) assert.match(await problemOf(material), /DER/);
    assert.match(await problemOf(dsa.export({ type: 'pkcs8', format: 'pem' }).toString()), /does not use/);
    assert.match(await problemOf(openssl('ecparam', '-name', 'prime256v1').toString()), /only parameters/);
    const algorithm = sequence(Buffer.from('06032b6570', 'hex'));
    const time = element(0x17, Buffer.from('260101000000Z'));
    const revoked = sequence(sequence(algorithm, sequence(), time), algorithm, element(3, Buffer.alloc(65)));
    assert.match(await problemOf(new Uint8Array(revoked)), /not contain a key/);
  });
});

describe('a refusal quotes nothing of key text', () => {
  const taken = 'AAAAC3NZAC1LZDI1NTE5AAAAICOEPYJ3KSDMD1ZL';
  const block = (label: string, body: string): string => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
  const jwk = { ...publicJwk, alg: taken };
  const foreign = (id: string): Buffer =>
    sequence(sequence(element(6, Buffer.from(id, 'hex'))), element(3, Buffer.of(0, 1, 2, 3)));
  const token = issue('ES256', privateKey, { sub: 'a' });

  const materials: Readonly<Record<string, KeyInput['material']>> = {
    'a label that no program writes': block(taken, 'AAAA'),
    'such a label with a broken body': block(taken, '?'),
    'such a label that ends like a known one': block(`${taken.slice(0, 30)} KEY`, 'AAAA'),
    'a label without its end': `-----BEGIN ${taken}-----`,
    'an algorithm that nobody registered': jwk,
    'such an algorithm in a set': { keys: [jwk, { ...jwk, kid: 'a' }] },
    'such an algorithm of ML-DSA': { kty: 'AKP', alg: taken, pub: 'AAAA' },
    'a curve that nobody has': { ...publicJwk, crv: taken },
    'a type that nobody has': { ...publicJwk, kty: taken },
    'an identifier that nobody assigned': foreign('2a8887868584838281'),
    'the name of a variable': `export ${taken}=\${OTHER}`,
  };
  for (const [what, material] of Object.entries(materials)) {
    it(what, async () => {
      const parsed = await parseKey({ material });
      const said = [
        ...(parsed.ok ? parsed.skipped : [parsed.problem]),
        ...(await verify(token, { keys: [{ material }] })).checks.map(({ detail }) => detail),
        ...(await verify(token, { keys: [{ material, algorithms: [taken] }] })).checks.map(({ detail }) => detail),
        await sign({}, { key: { material } }).catch(String),
        (await decrypt('e30.e30.e30.e30.e30', { keys: [{ material }] })).reason ?? '',
      ].join('\n');
      assert.ok(!said.includes(taken.slice(0, 8)), said);
      assert.doesNotMatch(said, /(?:\d+\.){4}/);
    });
  }

  it('but names what it knows', async () => {
    assert.match(await problemOf(block('PUBLIC KEY', 'AAAA')), /The PEM block "PUBLIC KEY" holds no key/);
    assert.match(await problemOf(block(taken, 'AAAA')), /The PEM block with an unknown label holds no key/);
    assert.match(await problemOf(foreign('2a8648ce380401')), /type of key \(DSA\)\.$/);
    const [check] = (await verify(token, { keys: [{ material: { ...publicJwk, alg: 'ES384' } }] })).checks;
    assert.match(check?.detail ?? '', /reserved for ES384/);
    const [other] = (await verify(token, { keys: [{ material: jwk }] })).checks;
    assert.match(other?.detail ?? '', /reserved for an unknown algorithm/);
  });
});

describe('parseKey: keys that something happened to', () => {
  it('reads files in UTF-16, as PowerShell writes them', async () => {
    for (const text of [pem, JSON.stringify(publicJwk)]) {
      const little = Buffer.from(`\ufeff${text}`, 'utf16le');
      assert.deepEqual((await keyOf(new Uint8Array(little))).jwk, publicJwk);
      assert.deepEqual((await keyOf(new Uint8Array(Buffer.from(little).swap16()))).jwk, publicJwk);
    }
    const binary = Uint8Array.of(0xff, 0xfe, 1, 2, 3);
    assert.equal((await keyOf(binary)).description, '5-byte secret');
  });

  it('reads keys in quotes, and keeps the quotes of a secret', async () => {
    const der = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    for (const text of [`"${der}"`, `'${der}',`, JSON.stringify(JSON.stringify(publicJwk)), JSON.stringify(pem)])
      assert.deepEqual((await keyOf(text)).jwk, publicJwk);
    assert.equal(await secretOf('"secret"'), '"secret"');
  });

  it('never takes the text of a key for a secret in hex, or in a JWK', async () => {
    const line = `ssh-ed25519 ${Buffer.from('\0\0\0\u000bssh-ed25519').toString('base64')}`;
    for (const text of [pem, JSON.stringify(publicJwk), JSON.stringify(publicJwk, null, 2), line]) {
      const parsed = await parseKey({ material: Buffer.from(text).toString('hex'), encoding: 'hex' });
      assert.match(parsed.ok ? '' : parsed.problem, /text of an? (?:key|JWK|PEM key|OpenSSH key)/);
      const k = Buffer.from(text).toString('base64url');
      assert.match(await problemOf({ kty: 'oct', k }), /text of an? (?:key|JWK|PEM key|OpenSSH key)/);
      assert.match(
        await problemOf(JSON.stringify({ keys: [{ kty: 'oct', k }] })),
        /text of an? (?:key|JWK|PEM key|OpenSSH key)/,
      );
    }
  });

  it('reads every line of OpenSSH', async () => {
    const line = (name: 'P-256' | 'P-384' | 'P-521', curve: string) => {
      const { x = '', y = '' } = keyPair(name).publicKey.export({ format: 'jwk' });
      const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
      const fields = [Buffer.from(`ecdsa-sha2-${curve}`), Buffer.from(curve), point].flatMap((field) => {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(field.length);
        return [length, field];
      });
      return `ecdsa-sha2-${curve} ${Buffer.concat(fields).toString('base64')} me`;
    };
    const keys = await keysOf(`${line('P-256', 'nistp256')}\r\n# another\n${line('P-521', 'nistp521')}\n`);
    assert.deepEqual(
      keys.map(({ jwk }) => jwk.crv),
      ['P-256', 'P-521'],
    );
  });

  it('reads PEM whose dashes a word processor has joined, and never takes it for a secret', async () => {
    for (const dashes of ['—–-', '——', '–––'])
      assert.deepEqual((await keyOf(pem.replaceAll('-----', dashes))).jwk, publicJwk);
    assert.match(await problemOf(pem.replaceAll('-----', '——').replaceAll('M', '*')), /damaged.*BEGIN line/);
  });
});

describe('parseKey: keys that say what they are for', () => {
  it('keeps a key of RSASSA-PSS to that, and to its hash', async () => {
    const any = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    assert.deepEqual((await keyOf(any.publicKey.export({ type: 'spki', format: 'pem' }).toString())).algorithms, [
      'PS256',
      'PS384',
      'PS512',
    ]);
    const options = { modulusLength: 2048, hashAlgorithm: 'sha384', mgf1HashAlgorithm: 'sha384' };
    const one = generateKeyPairSync('rsa-pss', options);
    const spki = one.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    for (const material of [spki, one.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()])
      assert.deepEqual((await keyOf(material)).algorithms, ['PS384']);

    const keys = [{ material: spki }];
    const profile = { issuer: null, audience: null };
    const token = issue('PS384', one.privateKey, { sub: '1' });
    assert.equal((await verify(token, { keys, profile })).verdict, 'verified');
    const other = await verify(token.replace(/^[^.]+/, Buffer.from('{"alg":"RS384"}').toString('base64url')), { keys });
    assert.deepEqual([other.signature, other.verdict], ['not-checked', 'rejected']);
    const sha1 = generateKeyPairSync('rsa-pss', {
      modulusLength: 2048,
      hashAlgorithm: 'sha1',
      mgf1HashAlgorithm: 'sha1',
    });
    assert.match(await problemOf(sha1.publicKey.export({ type: 'spki', format: 'pem' }).toString()), /hash/);
  });

  it('reads the certificates that Google publishes by their kid', async () => {
    const keys = await keysOf(JSON.stringify({ a: certificatePem('P-256'), b: certificatePem('P-384') }));
    assert.deepEqual(
      keys.map(({ jwk: { kid, crv } }) => [kid, crv]),
      [
        ['a', 'P-256'],
        ['b', 'P-384'],
      ],
    );
  });

  it('finds the private key in the file of a service account', async () => {
    const file = { type: 'service_account', private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
    assert.deepEqual((await keyOf(JSON.stringify(file, null, 2))).jwk, privateKey.export({ format: 'jwk' }));
  });

  it('reads a JWK that carries PEM as a JWK', async () => {
    const jwk = { ...publicJwk, kid: 'a', pem: keyPair('rsa').publicKey.export({ type: 'spki', format: 'pem' }) };
    assert.deepEqual((await keyOf(JSON.stringify(jwk))).jwk, jwk);
    assert.equal((await keyOf(JSON.stringify({ keys: [jwk] }))).jwk.kid, 'a');
  });

  it('refuses public keys of the wrong length', async () => {
    const short = Buffer.concat([
      Buffer.from([0, 0, 0, 11]),
      Buffer.from('ssh-ed25519'),
      Buffer.of(0, 0, 0, 3, 1, 2, 3),
    ]);
    assert.match(await problemOf(`ssh-ed25519 ${short.toString('base64')}`), /damaged/);
    const algorithm = sequence(Buffer.from('0609608648016503040311', 'hex'));
    const spki = sequence(algorithm, element(3, Buffer.of(0, 1, 2, 3)));
    assert.match(await problemOf(new Uint8Array(spki)), /3 bytes, but ML-DSA-44 needs 1312/);
  });
});

describe('parseKey: PKCS#8 of ML-DSA', () => {
  const oids: Readonly<Record<string, string>> = { 'ML-DSA-44': '11', 'ML-DSA-65': '12', 'ML-DSA-87': '13' };
  const pkcs8 = (alg: string, key: Buffer) =>
    new Uint8Array(
      sequence(Buffer.of(2, 1, 0), sequence(Buffer.from(`06096086480165030403${oids[alg]}`, 'hex')), element(4, key)),
    );

  for (const { alg, seed, thumbprint } of mlDsaExamples) {
    it(`reads the seed of ${alg}, and computes the public key that OpenSSL computes`, async () => {
      const bytes = Buffer.from(seed, 'base64url');
      for (const key of [element(0x80, bytes), sequence(element(4, bytes), element(4, Buffer.alloc(8)))]) {
        const { jwk, description } = await keyOf(pkcs8(alg, key));
        assert.equal(jwk.priv, seed);
        assert.equal(description, `${alg} private key`);
        assert.equal(await calculateJwkThumbprint(jwk), thumbprint);
      }
    });
  }

  it('says that the seed is missing, or too short', async () => {
    assert.match(await problemOf(pkcs8('ML-DSA-44', element(4, Buffer.alloc(100)))), /does not contain its seed/);
    assert.match(await problemOf(pkcs8('ML-DSA-44', element(0x80, Buffer.alloc(31)))), /wrong length/);
  });
});
