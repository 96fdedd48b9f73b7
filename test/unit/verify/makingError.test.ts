import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { encrypt, sign } from '../../../src/core/api.ts';
import { MakingError } from '../../../src/core/verify/makingError.ts';
import type { MakingErrorCode } from '../../../src/core/verify/makingError.ts';

const secret = 'a throw-away secret of more than 32 bytes';
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const { n, e, d } = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
const circular: Record<string, unknown> = {};
circular['self'] = circular;
const big: object = { sub: 1n };

const signing = (
  material: Parameters<typeof sign>[1]['key']['material'],
  header?: object,
  claims: object | string = {},
) => sign(claims, { key: { material }, ...(header && { header }) });
const sealing = (material: string, header: object, content: object | string = 'text') =>
  encrypt(content, { key: { material }, header });
const dir = { alg: 'dir', enc: 'A256GCM' };
const oaep = { alg: 'RSA-OAEP', enc: 'A256GCM' };

const cases: Record<MakingErrorCode, readonly (readonly [what: string, make: () => Promise<string>])[]> = {
  algorithm: [
    ['signing with alg none', () => signing(secret, { alg: 'none' })],
    ['signing with an algorithm that encrypts', () => signing(secret, { alg: 'dir' })],
    ['signing with a number for alg', () => signing(secret, { alg: 5 })],
    ['encrypting with an algorithm that signs', () => sealing(publicKey, { alg: 'RS256', enc: 'A256GCM' })],
    ['encrypting without alg', () => sealing(publicKey, { enc: 'A256GCM' })],
  ],
  options: [
    ['a list for the header', () => signing(secret, [] as never)],
    ['a number for the key', () => signing(5 as never)],
  ],
  'content-encryption': [
    ['encrypting without enc', () => sealing(publicKey, { alg: 'RSA-OAEP' })],
    ['an unknown enc', () => sealing(publicKey, { alg: 'RSA-OAEP', enc: 'ROT13' })],
    ['an algorithm for enc', () => sealing(publicKey, { alg: 'RSA-OAEP', enc: 'RSA-OAEP' })],
  ],
  header: [
    ['crit when signing', () => signing(secret, { crit: ['exp'] })],
    ['b64 when signing', () => signing(secret, { b64: false })],
    ['a header that is no JSON when signing', () => signing(secret, { big: 1n })],
    ['a header that is no JSON when encrypting', () => sealing(publicKey, { ...oaep, circular })],
  ],
  content: [
    ['claims that go round in circles', () => signing(secret, undefined, circular)],
    ['claims with a BigInt', () => signing(secret, undefined, big)],
    ['encrypted content with a BigInt', () => sealing(publicKey, oaep, big)],
  ],
  'key-unreadable': [
    ['an empty secret', () => signing('')],
    ['a broken PEM', () => signing('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----')],
    ['encrypting with an empty key', () => sealing('', dir)],
  ],
  'key-unfit': [
    ['signing with a public key', () => signing(publicKey, { alg: 'RS256' })],
    ['signing RS256 with a secret', () => signing(secret, { alg: 'RS256' })],
    ['a private key without all its numbers', () => signing({ kty: 'RSA', n, e, d } as never, { alg: 'RS256' })],
    ['a secret of the wrong length', () => sealing('secret', dir)],
    ['encrypting ECDH-ES with an RSA key', () => sealing(publicKey, { alg: 'ECDH-ES', enc: 'A256GCM' })],
  ],
};

describe('a token that cannot be made', () => {
  for (const [code, attempts] of Object.entries(cases)) {
    for (const [what, make] of attempts) {
      it(`is refused with the code ${code}, and a sentence: ${what}`, async () => {
        await assert.rejects(make, (error: unknown) => {
          assert.ok(error instanceof MakingError);
          assert.equal(error.code, code);
          assert.match(error.message, /^[A-Z“"d].*\.$/s);
          return true;
        });
      });
    }
  }

  it('is told apart from one that can', async () => {
    assert.match(await signing(privateKey), /^eyJ/);
    assert.match(await sealing(publicKey, oaep), /^eyJ/);
  });
});
