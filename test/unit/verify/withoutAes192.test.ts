import assert from 'node:assert/strict';
import type { KeyObject } from 'node:crypto';
import nodeJose from 'node-jose';
import { decrypt } from '../../../src/core/verify/decrypt.ts';
import { encrypt } from '../../../src/core/verify/encrypt.ts';
import { keyPair, randomSecret } from '../../fixtures/keys/keyPairs.ts';
import type { KeyPairName } from '../../fixtures/keys/keyPairs.ts';
import { seal } from '../../support/jose.ts';

const text = '{"sub":"42"}';
const encryptions = ['A192GCM', 'A192CBC-HS384'];
const of192Bits = ['A192KW', 'A192GCMKW', 'ECDH-ES+A192KW', 'PBES2-HS384+A192KW'];
const pairs: readonly (readonly [string, KeyPairName])[] = [
  ...['RSA-OAEP', 'RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'].map((alg) => [alg, 'rsa'] as const),
  ...['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'].flatMap((alg) =>
    (['P-256', 'P-384', 'P-521', 'X25519', 'X448'] as const).map((name) => [alg, name] as const),
  ),
];
const secrets: readonly (readonly [string, number])[] = [
  ...[128, 192, 256].flatMap((bits) => [`A${bits}KW`, `A${bits}GCMKW`].map((alg) => [alg, bits / 8] as const)),
  ['PBES2-HS256+A128KW', 10],
  ['PBES2-HS384+A192KW', 10],
  ['PBES2-HS512+A256KW', 10],
];
const encryptionsFor = (alg: string): readonly string[] =>
  // A password takes its time.
  alg.startsWith('PBES2')
    ? ['A192GCM']
    : of192Bits.includes(alg)
      ? [...encryptions, 'A128GCM', 'A256CBC-HS512']
      : encryptions;

const unknownToNodeJose = ['RSA-OAEP-384', 'RSA-OAEP-512', 'ECDH-ES'];

const privatePem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

describe('a host without AES of 192 bits, as browsers are', () => {
  const importKey = crypto.subtle.importKey.bind(crypto.subtle);
  before(() => {
    // What Chromium answers.
    crypto.subtle.importKey = ((...[format, data, ...rest]: Parameters<SubtleCrypto['importKey']>) => {
      const isAes = JSON.stringify(rest[0]).includes('AES');
      return isAes && data instanceof Uint8Array && data.length === 24
        ? Promise.reject(new DOMException('192-bit AES keys are not supported', 'OperationError'))
        : Reflect.apply(importKey, undefined, [format, data, ...rest]);
    }) as SubtleCrypto['importKey'];
  });
  after(() => {
    Reflect.deleteProperty(crypto.subtle, 'importKey');
  });

  async function opened(token: string, material: string | Uint8Array): Promise<string | undefined> {
    const { plaintext, reason } = await decrypt(token, { keys: [{ material }] });
    return plaintext ? Buffer.from(plaintext).toString() : reason;
  }

  for (const [alg, name] of pairs) {
    const { publicKey, privateKey } = keyPair(name);
    it(`opens what node:crypto seals with ${alg} for a ${name} key, and no other`, async () => {
      for (const enc of encryptionsFor(alg)) {
        const token = seal(text, alg, enc, publicKey);
        assert.equal(await opened(token, privatePem(privateKey)), text, enc);
        const altered = token.replace(
          /\.(.)([^.]*)$/,
          (_, first: string, rest: string) => `.${first === 'A' ? 'B' : 'A'}${rest}`,
        );
        assert.match((await opened(altered, privatePem(privateKey))) ?? '', /does not decrypt the token/);
      }
    });

    it(`seals with ${alg} for a ${name} key`, async () => {
      for (const enc of encryptionsFor(alg)) {
        const token = await encrypt(text, { key: { material: publicPem(publicKey) }, header: { alg, enc } });
        assert.equal(await opened(token, privatePem(privateKey)), text, enc);
        if (name.startsWith('X') || unknownToNodeJose.includes(alg)) continue;
        const key = await nodeJose.JWK.asKey(privateKey.export({ format: 'jwk' }));
        assert.equal((await nodeJose.JWE.createDecrypt(key).decrypt(token)).plaintext.toString(), text);
      }
    });
  }

  for (const [alg, length] of secrets) {
    it(`opens and seals with ${alg}`, async () => {
      const { bytes } = randomSecret(length);
      for (const enc of encryptionsFor(alg)) {
        assert.equal(await opened(seal(text, alg, enc, Buffer.from(bytes)), bytes), text, enc);
        const token = await encrypt(text, { key: { material: bytes }, header: { alg, enc } });
        assert.equal(await opened(token, bytes), text, enc);
        assert.match((await opened(token, randomSecret(length).bytes)) ?? '', /does not decrypt the token/);
        const key = await nodeJose.JWK.asKey({ kty: 'oct', k: Buffer.from(bytes).toString('base64url') });
        assert.equal((await nodeJose.JWE.createDecrypt(key).decrypt(token)).plaintext.toString(), text);
      }
    });
  }

  it('opens and seals with dir', async () => {
    for (const [enc, length] of [
      ['A192GCM', 24],
      ['A192CBC-HS384', 48],
    ] as const) {
      const { bytes } = randomSecret(length);
      assert.equal(await opened(seal(text, 'dir', enc, Buffer.from(bytes)), bytes), text);
      const token = await encrypt(text, { key: { material: bytes }, header: { alg: 'dir', enc } });
      const key = await nodeJose.JWK.asKey({ kty: 'oct', k: Buffer.from(bytes).toString('base64url') });
      assert.equal((await nodeJose.JWE.createDecrypt(key).decrypt(token)).plaintext.toString(), text);
    }
  });

  it('packs and unpacks, but no bomb', async () => {
    const { bytes } = randomSecret(24);
    const header = { alg: 'dir', enc: 'A192GCM', zip: 'DEF' };
    const long = JSON.stringify({ text: 'x'.repeat(100_000) });
    const token = await encrypt(long, { key: { material: bytes }, header });
    assert.ok(token.length < 1000);
    assert.equal(await opened(token, bytes), long);
    const key = await nodeJose.JWK.asKey({ kty: 'oct', k: Buffer.from(bytes).toString('base64url') });
    assert.equal((await nodeJose.JWE.createDecrypt(key).decrypt(token)).plaintext.toString(), long);
    const bomb = await encrypt('x'.repeat(1_000_000), { key: { material: bytes }, header });
    assert.match((await opened(bomb, bytes)) ?? '', /more than 250 KB/);
    const damaged = seal('no such data', 'dir', 'A192GCM', Buffer.from(bytes), { zip: 'DEF' });
    assert.match((await opened(damaged, bytes)) ?? '', /damaged/);
  });
});
