import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { inspectText } from '../../../src/core/api.ts';
import type { KeyInput } from '../../../src/core/keys/keyInput.ts';
import { parseKey } from '../../../src/core/keys/parseKey.ts';
import { sign } from '../../../src/core/verify/sign.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { certificate } from '../../fixtures/keys/certificates.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { hs256 } from '../../support/jose.ts';

type Form = readonly [what: string, material: string | Uint8Array];

const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
const hex = (text: string | Uint8Array): string => Buffer.from(text).toString('hex');
const fullWidth = (text: string): string =>
  text.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

const hmacToken = (secret: string | Uint8Array): string =>
  hs256({ iss: 'a', exp: 4_102_444_800 }, secret, { alg: 'HS256' });

/** A public key in every writing, those of DER first. */
function formsOf(name: 'rsa' | 'P-256' | 'Ed25519'): readonly Form[] {
  const { publicKey } = keyPair(name);
  const der = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const jwk = publicKey.export({ format: 'jwk' });
  const { kty = '', ...members } = jwk;
  const { x = '', y = '', n = '' } = jwk;
  const pairs = hex(der).match(/../g) ?? [];
  const utf16 = new Uint8Array(Buffer.from(pem, 'utf16le'));
  const json = JSON.stringify(jwk);
  const pkcs1 = name === 'rsa' ? new Uint8Array(publicKey.export({ type: 'pkcs1', format: 'der' })) : undefined;
  return [
    ['DER', der],
    ['DER and a line break', Buffer.concat([der, Buffer.from('\n')])],
    ['DER that was cut off', der.subarray(0, -4)],
    ['hex', hex(der)],
    ['hex in capitals', hex(der).toUpperCase()],
    ['hex with 0x', `0x${hex(der)}`],
    ['hex with colons', pairs.join(':')],
    ['hex with spaces', pairs.join(' ')],
    ['hex as C writes it', pairs.map((pair) => `0x${pair}`).join(', ')],
    ['hex as escapes', pairs.map((pair) => `\\x${pair}`).join('')],
    ['hex with a digit too many', `${hex(der)}0`],
    ['a list of numbers', JSON.stringify([...der])],
    ['a Buffer of Node in JSON', JSON.stringify(Buffer.from(der))],
    ['base64', base64(der)],
    ['base64url over lines', Buffer.from(der).toString('base64url').replaceAll(/.{50}/g, '$&\n')],
    ['base64 in lower case', base64(der).toLowerCase()],
    ['base64 that was cut off', base64(der).slice(0, -7)],
    ['base64 of hex', base64(hex(der))],
    ['base64 of PEM', base64(pem)],
    ['base64 of base64 of PEM', base64(base64(pem))],
    ['hex of base64 of PEM', hex(base64(pem))],
    ['UTF-16 without its mark', utf16],
    ['UTF-16 the other way round', new Uint8Array(Buffer.from(utf16).swap16())],
    ['UTF-16 in base64', base64(utf16)],
    ['UTF-16 read as UTF-8', Buffer.from(utf16).toString()],
    ['UTF-32', wide(pem, 4)],
    ['Latin-1', Buffer.from(der).toString('latin1')],
    ['percent signs', encodeURIComponent(pem)],
    ['a string of JSON', JSON.stringify(pem)],
    ['a string in a string', JSON.stringify(JSON.stringify(pem))],
    ['entities', pem.replaceAll('-', '&#45;')],
    ['a data URL', `data:application/x-pem-file;base64,${base64(pem)}`],
    ['PEM without line breaks', pem.replaceAll('\n', '')],
    ['PEM without spaces', pem.replaceAll(/\s/g, '')],
    ['PEM without dashes', pem.replaceAll('-', '')],
    ['PEM in lower case', pem.toLowerCase()],
    ['PEM with dashes of a word processor', pem.replaceAll('-', '–')],
    ['PEM with joined dashes', pem.replaceAll('-----', '——')],
    ['PEM in full-width letters', fullWidth(pem)],
    ['PEM with invisible characters', pem.replaceAll(/(?<=.)(?=.)/g, '\u200b')],
    ['PEM with hard spaces', pem.replaceAll(' ', '\u00a0')],
    ['PEM as it is cited', pem.replaceAll(/^/gm, '> ')],
    ['the beginning of PEM', pem.slice(0, 60)],
    ['JWK with kty at the end', JSON.stringify({ ...members, kty })],
    ['JWK in base64', base64(json)],
    ['JWKS in base64', base64(JSON.stringify({ keys: [jwk] }))],
    ['JWK as a string', JSON.stringify(json)],
    ['JWK of Python', json.replaceAll('"', "'")],
    ['JWK of JavaScript', json.replaceAll(/"(\w+)":/g, '$1: ')],
    ['JWK of Ruby', json.replaceAll(/"(\w+)":/g, ':$1 => ')],
    [
      'JWK in YAML',
      Object.entries(jwk)
        .map(([member, value]) => `${member}: ${String(value)}`)
        .join('\n'),
    ],
    ['JWK with comments', json.replace('{', '{ // mine\n')],
    ['JWK with a trailing comma', json.replace('}', ',}')],
    ['an oct JWK around DER', JSON.stringify({ kty: 'oct', k: Buffer.from(der).toString('base64url') })],
    [
      'an oct JWK around PEM, in a set',
      JSON.stringify({ keys: [{ kty: 'oct', k: Buffer.from(pem).toString('base64url') }] }),
    ],
    ['the value of a variable', `JWT_SECRET=${hex(der)}`],
    ...(pkcs1
      ? ([
          ['PKCS#1', pkcs1],
          ['PKCS#1 in hex', hex(pkcs1)],
          ['PKCS#1 in an oct JWK', JSON.stringify({ kty: 'oct', k: Buffer.from(pkcs1).toString('base64url') })],
          ['XML of .NET', xmlOf(n)],
          ['XML of .NET in UTF-16', wide(xmlOf(n), 2)],
          ['XML of .NET in base64', base64(xmlOf(n))],
          ['a JWK without kty', JSON.stringify({ n, e: 'AQAB' })],
        ] as const)
      : []),
    ...(name === 'P-256'
      ? ([
          ['a certificate in hex', hex(Buffer.from(certificate({ key: publicKey }), 'base64'))],
          ['a raw point', Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])],
          ['bare coordinates', Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])],
          [
            'a raw point in base64url',
            Buffer.from(`04${hex(Buffer.from(x, 'base64url'))}${hex(Buffer.from(y, 'base64url'))}`, 'hex').toString(
              'base64url',
            ),
          ],
        ] as const)
      : []),
  ];
}

const xmlOf = (n: string): string =>
  `<RSAKeyValue><Modulus>${Buffer.from(n, 'base64url').toString('base64')}</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>`;

function wide(text: string, width: number): Uint8Array {
  const bytes = new Uint8Array(text.length * width);
  for (let at = 0; at < text.length; at += 1) bytes[at * width] = text.charCodeAt(at);
  return bytes;
}

/** Text that is a key of another kind, or means to be. */
const others: readonly Form[] = [
  ['the address of a key set', 'https://idp.example/.well-known/jwks.json'],
  [
    'a key of OpenSSH in base64',
    base64(`ssh-ed25519 ${base64('\0\0\0\u000bssh-ed25519\0\0\0\u0020'.padEnd(51, 'k'))} me`),
  ],
  ['a key of OpenSSH as bytes', Buffer.from('\0\0\0\u000bssh-ed25519\0\0\0\u0020'.padEnd(51, 'k'))],
  ['SSH2 (RFC 4716) without spaces', '----BEGINSSH2PUBLICKEY----AAAAB3NzaC1yc2E----ENDSSH2PUBLICKEY----'],
  ['PuTTY in base64', base64('PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none')],
  ['OpenPGP in hex', hex('-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQEN\n-----END PGP PUBLIC KEY BLOCK-----')],
  [
    'an XML signature',
    '<ds:KeyInfo><ds:X509Data><ds:X509Certificate>MIIB</ds:X509Certificate></ds:X509Data></ds:KeyInfo>',
  ],
  ['a private key in hex of PEM', hex(keyPair('P-256').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())],
  [
    'an encrypted key in hex',
    hex(keyPair('P-256').privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'x' })),
  ],
];

describe('a public key never becomes an HMAC secret, in no encoding', () => {
  for (const name of ['rsa', 'P-256', 'Ed25519'] as const) {
    for (const [what, material] of formsOf(name)) {
      it(`${name}: ${what}`, async () => {
        await judge(material);
        // Where a public key that is configured gives such text, the forgery is called that.
        const pem = keyPair(name).publicKey.export({ type: 'spki', format: 'pem' }).toString();
        const forged = await verify(hmacToken(material), { keys: [{ material: pem }] });
        assert.notEqual(forged.signature, 'valid');
      });
    }
  }

  for (const [what, material] of others) it(what, async () => judge(material));

  async function judge(material: string | Uint8Array): Promise<void> {
    const encodings = typeof material === 'string' ? (['utf8', 'hex', 'base64', 'base64url'] as const) : [];
    const inputs: readonly KeyInput[] = [{ material }, ...encodings.map((encoding) => ({ material, encoding }))];
    for (const input of inputs) {
      const parsed = await parseKey(input);
      assert.ok(!parsed.ok || parsed.keys.every(({ jwk }) => jwk.kty !== 'oct'), input.encoding);
      if (!parsed.ok) assert.doesNotMatch(parsed.problem, /[\w+/]{30}/, 'a refusal quotes nothing of the key');
      await assert.rejects(sign({}, { key: { ...input }, header: { alg: 'HS256' } }));
    }
    // The text of the key itself was used: whether it is read or refused, that is a forgery.
    const verification = await verify(hmacToken(material), { keys: [{ material }] });
    assert.notEqual(verification.signature, 'valid');
    assert.notEqual(verification.verdict, 'verified');
    assert.ok(verification.explanations.some(({ id }) => id === 'key-confusion-hmac'));
    assert.ok(verification.findings.some(({ ruleId }) => ruleId === 'key-confusion-hmac'));
  }

  it('and the forgery is called that, where the configured key is the plain one', async () => {
    for (const name of ['rsa', 'P-256', 'Ed25519'] as const) {
      const pem = keyPair(name).publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const said = await Promise.all(
        formsOf(name).map(async ([what, material]) => {
          const { explanations } = await verify(hmacToken(material), { keys: [{ material: pem }] });
          return explanations.some(({ id }) => id === 'key-confusion-hmac') ? [] : [what];
        }),
      );
      for (const what of [
        'hex',
        'base64 of PEM',
        'UTF-16 without its mark',
        'PEM without line breaks',
        'PEM in lower case',
        'JWK of Python',
        'DER',
      ])
        assert.ok(!said.flat().includes(what), `${name}: ${what}`);
    }
  });

  it('is said of a variable in a .env file, too', () => {
    const der = keyPair('P-256').publicKey.export({ type: 'spki', format: 'der' });
    for (const value of [hex(der), base64(der), base64(base64(der)), `0x${hex(der)}`]) {
      const rules = inspectText(`JWT_SECRET=${value}\n`, { fileName: '/app/.env' }).map(({ ruleId }) => ruleId);
      assert.ok(rules.includes('hmac-secret-is-public-key'), value.slice(0, 10));
    }
  });

  it('but random bytes and random text stay a secret, of whatever length', async () => {
    for (let round = 0; round < 20; round += 1) {
      for (const length of [16, 24, 32, 33, 48, 64, 65, 96, 97, 132, 133, 256]) {
        const bytes = randomBytes(length);
        const texts = [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')];
        for (const material of [new Uint8Array(bytes), ...texts]) {
          const parsed = await parseKey({ material, ...(typeof material === 'string' && { encoding: 'utf8' }) });
          assert.equal(parsed.ok && parsed.keys[0]?.jwk.kty, 'oct', parsed.ok ? '' : parsed.problem);
        }
      }
    }
    for (const material of [
      'my-friend-certificate-2024',
      'the beginning of the key',
      'kty',
      'end of the public road',
      'key: value',
      'a=b&c=d',
    ])
      assert.ok((await parseKey({ material, encoding: 'utf8' })).ok, material);
  });
});
