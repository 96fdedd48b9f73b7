import assert from 'node:assert/strict';

import nodeJose from 'node-jose';

import type { KeyInput } from '../../../src/core/keys/keyInput.ts';
import { decrypt } from '../../../src/core/verify/decrypt.ts';
import { encrypt } from '../../../src/core/verify/encrypt.ts';
import { keyPair, randomSecret } from '../../fixtures/keys/keyPairs.ts';
import type { KeyPairName } from '../../fixtures/keys/keyPairs.ts';

const claims = { sub: '42', name: 'Ünïcode' };
const publicPem = (name: KeyPairName) => keyPair(name).publicKey.export({ type: 'spki', format: 'pem' }).toString();
const privatePem = (name: KeyPairName) => keyPair(name).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

async function opened(token: string, key: KeyInput): Promise<unknown> {
  const { plaintext, reason } = await decrypt(token, { keys: [key] });
  assert.ok(plaintext, reason);
  return JSON.parse(Buffer.from(plaintext).toString());
}

const pairs: readonly (readonly [string, KeyPairName])[] = [
  ...['RSA-OAEP', 'RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'].map((alg) => [alg, 'rsa'] as const),
  ...['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'].flatMap((alg) =>
    (['P-256', 'P-384', 'P-521', 'X25519', 'X448'] as const).map((name) => [alg, name] as const),
  ),
];

describe('encrypt', () => {
  for (const [alg, name] of pairs) {
    it(`seals with ${alg} for a ${name} key`, async () => {
      for (const enc of ['A128GCM', 'A256CBC-HS512']) {
        const token = await encrypt(claims, { key: { material: publicPem(name) }, header: { alg, enc, cty: 'JWT' } });
        assert.deepEqual(await opened(token, { material: privatePem(name) }), claims);
      }
    });
  }

  const secrets: readonly (readonly [string, number])[] = [
    ...[128, 192, 256].flatMap(
      (bits) =>
        [
          [`A${bits}KW`, bits / 8],
          [`A${bits}GCMKW`, bits / 8],
        ] as const,
    ),
    ['dir', 32],
    ['PBES2-HS256+A128KW', 10],
    ['PBES2-HS384+A192KW', 10],
    ['PBES2-HS512+A256KW', 10],
  ];
  for (const [alg, length] of secrets) {
    it(`seals with ${alg}`, async () => {
      const { bytes } = randomSecret(length);
      const token = await encrypt(claims, { key: { material: bytes }, header: { alg, enc: 'A256GCM' } });
      assert.deepEqual(await opened(token, { material: bytes }), claims);
    });
  }

  it('is opened by node-jose', async () => {
    for (const [alg, name] of [
      ['RSA-OAEP', 'rsa'],
      ['RSA-OAEP-256', 'rsa'],
      ['ECDH-ES', 'P-256'],
      ['ECDH-ES+A256KW', 'P-521'],
    ] as const) {
      const token = await encrypt(claims, { key: { material: publicPem(name) }, header: { alg, enc: 'A256GCM' } });
      const key = await nodeJose.JWK.asKey(keyPair(name).privateKey.export({ format: 'jwk' }));
      const { plaintext } = await nodeJose.JWE.createDecrypt(key).decrypt(token);
      assert.deepEqual(JSON.parse(plaintext.toString()), claims);
    }
  });

  it('packs what it is asked to', async () => {
    const { bytes } = randomSecret(16);
    const text = JSON.stringify({ text: 'x'.repeat(10_000) });
    const token = await encrypt(text, { key: { material: bytes }, header: { alg: 'dir', enc: 'A128GCM', zip: 'DEF' } });
    assert.ok(token.length < 1000);
    assert.deepEqual(await opened(token, { material: bytes }), JSON.parse(text));
  });

  it('refuses with a sentence', async () => {
    const attempt = (material: KeyInput['material'], header: object) => encrypt(claims, { key: { material }, header });
    const enc = 'A128GCM';
    await assert.rejects(attempt(publicPem('rsa'), { alg: 'RSA1_5', enc }), /deprecated/);
    await assert.rejects(attempt(publicPem('rsa'), { alg: 'RS256', enc }), /does not encrypt a key/);
    await assert.rejects(attempt(publicPem('rsa'), { alg: 'RSA-OAEP', enc: 'X' }), /content encryption/);
    await assert.rejects(attempt(publicPem('rsa'), {}), /does not encrypt a key/);
    await assert.rejects(
      attempt(publicPem('rsa'), { alg: 'dir', enc }),
      /2048-bit RSA public key cannot be used with dir/,
    );
    await assert.rejects(attempt('secret', { alg: 'ECDH-ES', enc }), /6-byte secret/);
    await assert.rejects(attempt('secret', { alg: 'dir', enc }), /6-byte secret cannot be used with dir/);
    await assert.rejects(attempt('', { alg: 'dir', enc }), /empty/);
    await assert.rejects(
      attempt({ ...keyPair('rsa').publicKey.export({ format: 'jwk' }), use: 'sig' }, { alg: 'RSA-OAEP', enc }),
      /not meant for encryption/,
    );
    for (const [alg, name] of [
      ['RSA-OAEP', 'rsa'],
      ['ECDH-ES', 'P-256'],
      ['ECDH-ES', 'X448'],
    ] as const) {
      await assert.rejects(
        attempt({ ...keyPair(name).publicKey.export({ format: 'jwk' }), key_ops: ['verify'] }, { alg, enc }),
        /key_ops/,
      );
    }
  });
});
