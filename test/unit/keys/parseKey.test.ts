import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as fc from 'fast-check';

import type { KeyInput } from '../../../src/core/keys/keyInput.ts';
import type { ParsedKey } from '../../../src/core/keys/parsedKey.ts';
import { parseKey } from '../../../src/core/keys/parseKey.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import type { KeyPairName } from '../../fixtures/keys/keyPairs.ts';

const asymmetric: readonly KeyPairName[] = [
  'rsa',
  'P-256',
  'P-384',
  'P-521',
  'secp256k1',
  'Ed25519',
  'Ed448',
  'X25519',
  'X448',
];

async function keysOf(input: KeyInput): Promise<readonly ParsedKey[]> {
  const parsed = await parseKey(input);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.problem);
  return parsed.keys;
}

async function keyOf(material: KeyInput['material'], rest: Omit<KeyInput, 'material'> = {}): Promise<ParsedKey> {
  const [key, ...others] = await keysOf({ material, ...rest });
  assert.ok(key);
  assert.equal(others.length, 0);
  return key;
}

async function problemOf(material: KeyInput['material'], rest: Omit<KeyInput, 'material'> = {}): Promise<string> {
  const parsed = await parseKey({ material, ...rest });
  assert.ok(!parsed.ok);
  return parsed.problem;
}

/** A line of a `.pub` file with these fields. */
const openSshLine = (type: string, ...fields: Uint8Array[]) => {
  const blob = [Buffer.from(type), ...fields].flatMap((field) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    return [length, field];
  });
  return `${type} ${Buffer.concat(blob).toString('base64')} someone@somewhere\n`;
};

describe('parseKey', () => {
  for (const name of asymmetric) {
    describe(`${name} keys of OpenSSL`, () => {
      const { publicKey, privateKey } = keyPair(name);
      const publicJwk = publicKey.export({ format: 'jwk' });
      const privateJwk = privateKey.export({ format: 'jwk' });

      it('reads SPKI from PEM, DER, and PEM without its first and last line', async () => {
        const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
        const der = publicKey.export({ type: 'spki', format: 'der' });
        for (const material of [
          pem,
          new Uint8Array(der),
          der.toString('base64'),
          pem.replaceAll('\n', '\\n'),
          pem.replaceAll('\n', '\r\n'),
        ])
          assert.deepEqual((await keyOf(material)).jwk, publicJwk);
      });

      it('reads PKCS#8', async () => {
        const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
        const key = await keyOf(pem);
        assert.deepEqual(key.jwk, privateJwk);
        assert.match(key.description, /private key$/);
      });

      it('reads the JWK', async () => {
        assert.deepEqual((await keyOf(JSON.stringify(publicJwk))).jwk, publicJwk);
        assert.deepEqual((await keyOf(privateJwk)).jwk, privateJwk);
      });

      it('finds no fault with it', async () => {
        assert.deepEqual((await keyOf(publicJwk)).faults, []);
      });
    });
  }

  it('reads PKCS#1 and SEC 1, with and without the public half', async () => {
    const rsa = keyPair('rsa');
    assert.deepEqual(
      (await keyOf(rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString())).jwk,
      rsa.publicKey.export({ format: 'jwk' }),
    );
    assert.deepEqual(
      (await keyOf(rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString())).jwk,
      rsa.privateKey.export({ format: 'jwk' }),
    );
    const { privateKey } = keyPair('P-256');
    const sec1 = privateKey.export({ type: 'sec1', format: 'der' });
    assert.deepEqual((await keyOf(new Uint8Array(sec1))).jwk, privateKey.export({ format: 'jwk' }));
    // 30 77 | 02 01 01 | 04 20 d | a0 0a curve | a1 44 public: without the last field 0x33 bytes remain.
    const withoutPublic = new Uint8Array([0x30, 0x31, ...sec1.subarray(2, 2 + 0x31)]);
    assert.deepEqual((await keyOf(withoutPublic)).jwk, privateKey.export({ format: 'jwk' }));
  });

  describe('with the openssl command', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jwt-inspector-keys-'));
    after(() => rmSync(folder, { recursive: true }));
    const openssl = (...parameters: string[]) =>
      execFileSync('openssl', parameters, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });

    for (const name of ['rsa', 'P-384', 'Ed25519'] as const) {
      it(`reads an X.509 certificate of a ${name} key and its thumbprint`, async () => {
        const { publicKey, privateKey } = keyPair(name);
        writeFileSync(join(folder, `${name}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
        const pem = openssl('req', '-x509', '-key', `${name}.pem`, '-subj', '/CN=test', '-days', '1').toString();
        writeFileSync(join(folder, `${name}.crt`), pem);
        const fingerprint = openssl('x509', '-in', `${name}.crt`, '-noout', '-fingerprint', '-sha256').toString();
        const hash = Buffer.from(fingerprint.replace(/^.*=/, '').replaceAll(':', '').trim(), 'hex');
        const { jwk } = await keyOf(pem);
        assert.deepEqual(jwk, { ...publicKey.export({ format: 'jwk' }), 'x5t#S256': hash.toString('base64url') });
      });
    }

    it('takes the first certificate of a chain only', async () => {
      const [first, second] = ['P-256', 'P-384'].map((name) => {
        writeFileSync(
          join(folder, 'k.pem'),
          keyPair(name as KeyPairName).privateKey.export({ type: 'pkcs8', format: 'pem' }),
        );
        return openssl('req', '-x509', '-key', 'k.pem', '-subj', '/CN=test', '-days', '1').toString();
      });
      assert.equal((await keyOf(`${first}${second}`)).jwk.crv, 'P-256');
    });

    it('says what to do with a certificate request, a PKCS#12 file and an OpenSSH private key', async () => {
      writeFileSync(join(folder, 'k.pem'), keyPair('P-256').privateKey.export({ type: 'pkcs8', format: 'pem' }));
      writeFileSync(join(folder, 'k.crt'), openssl('req', '-x509', '-key', 'k.pem', '-subj', '/CN=test', '-days', '1'));
      assert.match(
        await problemOf(openssl('req', '-new', '-key', 'k.pem', '-subj', '/CN=test').toString()),
        /certificate request/,
      );
      const pkcs12 = openssl('pkcs12', '-export', '-inkey', 'k.pem', '-in', 'k.crt', '-passout', 'pass:x');
      assert.match(await problemOf(new Uint8Array(pkcs12)), /PKCS#12.*openssl pkcs12/);
      assert.match(
        await problemOf('-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----'),
        /\.pub/,
      );
    });

    it('asks for the password of an encrypted key', async () => {
      writeFileSync(join(folder, 'k.pem'), keyPair('P-256').privateKey.export({ type: 'pkcs8', format: 'pem' }));
      assert.match(
        await problemOf(openssl('pkcs8', '-topk8', '-in', 'k.pem', '-passout', 'pass:x').toString()),
        /password/,
      );
    });

    it('decrypts PKCS#8 with its password', async () => {
      const { privateKey } = keyPair('P-256');
      writeFileSync(join(folder, 'k.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
      for (const cipher of ['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc']) {
        for (const prf of ['hmacWithSHA1', 'hmacWithSHA256', 'hmacWithSHA512']) {
          const pem = openssl(
            'pkcs8',
            '-topk8',
            '-in',
            'k.pem',
            '-passout',
            'pass:pässwörd',
            '-v2',
            cipher,
            '-v2prf',
            prf,
          ).toString();
          assert.deepEqual((await keyOf(pem, { password: 'pässwörd' })).jwk, privateKey.export({ format: 'jwk' }));
          assert.match(await problemOf(pem, { password: 'other' }), /password.*wrong/);
        }
      }
      const scrypt = openssl('pkcs8', '-topk8', '-in', 'k.pem', '-passout', 'pass:x', '-scrypt').toString();
      assert.match(await problemOf(scrypt, { password: 'x' }), /not supported here.*openssl pkcs8/);
      const legacy = openssl('ec', '-in', 'k.pem', '-aes128', '-passout', 'pass:x').toString();
      assert.match(await problemOf(legacy, { password: 'x' }), /openssl pkcs8/);
    });

    it('reads compressed points', async () => {
      for (const name of ['P-256', 'P-384', 'P-521', 'secp256k1'] as const) {
        const { publicKey } = keyPair(name);
        writeFileSync(join(folder, 'p.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
        const compressed = openssl('ec', '-pubin', '-in', 'p.pem', '-conv_form', 'compressed', '-outform', 'DER');
        assert.deepEqual((await keyOf(new Uint8Array(compressed))).jwk, publicKey.export({ format: 'jwk' }));
      }
    });
  });

  describe('secrets', () => {
    it('turns text into bytes by its encoding', async () => {
      const secret = 'a-string-secret-at-least-256-bits-long';
      const k = Buffer.from(secret).toString('base64url');
      assert.equal((await keyOf(secret)).jwk.k, k);
      for (const encoding of ['base64', 'base64url', 'hex'] as const)
        assert.equal((await keyOf(Buffer.from(secret).toString(encoding), { encoding })).jwk.k, k);
      assert.equal((await keyOf(new TextEncoder().encode(secret))).jwk.k, k);
    });

    it('keeps white space around a text secret, because it counts', async () => {
      assert.equal((await keyOf(' a\n')).description, '3-byte secret');
    });

    it('refuses an empty one, and digits of another encoding', async () => {
      assert.match(await problemOf(''), /empty/);
      assert.match(await problemOf(new Uint8Array()), /empty/);
      assert.match(await problemOf('', { encoding: 'hex' }), /empty/);
      assert.match(await problemOf({ kty: 'oct', k: '' }), /empty/);
      assert.match(await problemOf('xyz', { encoding: 'hex' }), /not hex/);
      assert.match(await problemOf('abc', { encoding: 'hex' }), /not hex/);
      assert.match(await problemOf('?', { encoding: 'base64' }), /not base64/);
      assert.match(await problemOf('a+b/', { encoding: 'base64url' }), /not base64url/);
    });

    it('is never the text of a key, in whatever encoding it comes', async () => {
      const { publicKey } = keyPair('rsa');
      const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const jwk = JSON.stringify(publicKey.export({ format: 'jwk' }));
      const texts = [
        pem,
        pem.slice(0, 100),
        `  ${pem}`,
        pem.replace('BEGIN PUBLIC', 'BEGIN  PUBLIC'),
        jwk,
        jwk.slice(0, -1),
        `{"keys":[${jwk}]}`,
      ];
      for (const text of texts) {
        for (const material of [text, new TextEncoder().encode(text), Buffer.from(text).toString('base64')]) {
          for (const encoding of ['utf8', 'base64', undefined] as const) {
            const parsed = await parseKey({ material, ...(encoding && { encoding }) });
            assert.ok(!parsed.ok || parsed.keys.every((key) => key.jwk.kty === 'RSA'));
          }
        }
      }
    });

    it('may begin like JSON', async () => {
      assert.equal((await keyOf('{[(brackets')).jwk.kty, 'oct');
      assert.equal((await keyOf('{"a":1}', { encoding: 'utf8' })).jwk.kty, 'oct');
      assert.match(await problemOf('{"a":1}'), /neither a JWK/);
    });
  });

  describe('JWK Sets', () => {
    it('reads the keys it knows and says which ones it skipped', async () => {
      const rsa = keyPair('rsa').publicKey.export({ format: 'jwk' });
      const parsed = await parseKey({
        material: JSON.stringify({ keys: [{ kty: 'XYZ' }, { ...rsa, kid: 'a' }, 7, { kty: 'RSA' }] }),
      });
      assert.ok(parsed.ok);
      assert.deepEqual(
        parsed.keys.map(({ jwk }) => jwk.kid),
        ['a'],
      );
      assert.equal(parsed.skipped.length, 3);
      assert.match(parsed.skipped[0] ?? '', /^Key 1 of 4 is skipped\. Its key type/);
    });

    it('refuses an empty set', async () => {
      assert.match(await problemOf('{"keys":[]}'), /no keys/);
    });
  });

  it('reads OpenSSH public keys', async () => {
    const ed25519 = keyPair('Ed25519').publicKey.export({ format: 'jwk' });
    assert.deepEqual((await keyOf(openSshLine('ssh-ed25519', Buffer.from(ed25519.x ?? '', 'base64url')))).jwk, ed25519);
    const rsa = keyPair('rsa').publicKey.export({ format: 'jwk' });
    const n = Buffer.concat([Buffer.from([0]), Buffer.from(rsa.n ?? '', 'base64url')]);
    assert.deepEqual((await keyOf(openSshLine('ssh-rsa', Buffer.from([1, 0, 1]), n))).jwk, rsa);
    const ec = keyPair('P-521').publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([
      Buffer.from([4]),
      Buffer.from(ec.x ?? '', 'base64url'),
      Buffer.from(ec.y ?? '', 'base64url'),
    ]);
    assert.deepEqual((await keyOf(openSshLine('ecdsa-sha2-nistp521', Buffer.from('nistp521'), point))).jwk, ec);
    assert.match(await problemOf('ssh-rsa AAAAB3Nza'), /OpenSSH key is damaged/);
  });

  it('pins the algorithms that both the user and the JWK allow', async () => {
    const jwk = keyPair('rsa').publicKey.export({ format: 'jwk' });
    assert.equal((await keyOf(jwk)).algorithms, undefined);
    assert.deepEqual((await keyOf({ ...jwk, alg: 'RS256' })).algorithms, ['RS256']);
    assert.deepEqual((await keyOf(jwk, { algorithms: ['RS256', 'PS256'] })).algorithms, ['RS256', 'PS256']);
    assert.deepEqual((await keyOf({ ...jwk, alg: 'PS256' }, { algorithms: ['RS256', 'PS256'] })).algorithms, ['PS256']);
    assert.deepEqual((await keyOf({ ...jwk, alg: 'PS256' }, { algorithms: ['RS256'] })).algorithms, []);
  });

  it('never throws and never shows the material', async () => {
    const { publicKey } = keyPair('P-256');
    const der = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((body) => `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----`),
      fc.base64String(),
      fc
        .record({
          kty: fc.constantFrom('RSA', 'EC', 'OKP', 'oct', 'AKP'),
          crv: fc.constantFrom('P-256', 'Ed25519', 7),
          n: fc.base64String(),
          e: fc.string(),
          x: fc.string(),
          y: fc.string(),
          k: fc.anything(),
        })
        .map((jwk) => JSON.stringify(jwk)),
    );
    const flipped = fc.tuple(fc.nat(der.length - 1), fc.nat(255)).map(([at, value]) => der.with(at, value));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(text, fc.uint8Array(), flipped),
        fc.constantFrom('utf8', 'base64', 'base64url', 'hex', undefined),
        async (material, encoding) => {
          const parsed = await parseKey({ material, ...(encoding && { encoding }) });
          if (!parsed.ok && typeof material === 'string' && material.length > 30)
            assert.ok(!parsed.problem.includes(material));
        },
      ),
      { numRuns: 500 },
    );
  });
});
