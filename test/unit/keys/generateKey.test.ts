import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, sign as signBytes, verify as verifyBytes } from 'node:crypto';

import type { JWK } from 'jose';

import { algorithm, algorithms } from '../../../src/core/facts/algorithms.ts';
import { exportKey } from '../../../src/core/keys/exportKey.ts';
import type { KeyFormat } from '../../../src/core/keys/exportKey.ts';
import { fittingAlgorithms } from '../../../src/core/keys/fittingAlgorithms.ts';
import { generateKey } from '../../../src/core/keys/generateKey.ts';
import { publicHalf } from '../../../src/core/keys/jwk.ts';
import { parseKey } from '../../../src/core/keys/parseKey.ts';
import type { ParsedKey } from '../../../src/core/keys/parsedKey.ts';
import { decrypt } from '../../../src/core/verify/decrypt.ts';
import { encrypt } from '../../../src/core/verify/encrypt.ts';
import { sign } from '../../../src/core/verify/sign.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import type { KeyPairName } from '../../fixtures/keys/keyPairs.ts';
import { thumbprint } from '../../support/jose.ts';

async function parsed(material: JWK | string): Promise<ParsedKey> {
  const reading = await parseKey({ material });
  const [key] = reading.ok ? reading.keys : [];
  assert.ok(key, reading.ok ? '' : reading.problem);
  return key;
}

function exported(jwk: JWK, format: KeyFormat): string {
  const text = exportKey(jwk, format);
  assert.ok(text.ok, text.ok ? '' : text.problem);
  return text.text;
}

const usable = algorithms.filter(
  ({ use, family }) => use !== 'enc' && !['none', 'obsolete', 'RSA1_5'].includes(family),
);

describe('new keys', () => {
  for (const { name, use } of usable) {
    it(`are made for ${name}, and do what they are for`, async () => {
      const jwk = await generateKey(name);
      const key = await parsed(jwk);
      assert.deepEqual(key.faults, []);
      assert.deepEqual([jwk.alg, jwk.use], [name === 'dir' ? 'A256GCM' : name, use === 'sig' ? 'sig' : 'enc']);
      const fitting = fittingAlgorithms(key);
      assert.deepEqual([...fitting.sign, ...fitting.encrypt], [name]);
      if (use === 'sig') {
        const token = await sign({ sub: 'x' }, { key: { material: jwk } });
        const { signature } = await verify(token, { keys: [{ material: publicHalf(jwk) }] });
        assert.equal(signature, 'valid');
      } else {
        const token = await encrypt({ sub: 'x' }, { key: { material: jwk }, header: { alg: name, enc: 'A256GCM' } });
        assert.equal((await decrypt(token, { keys: [{ material: jwk }] })).outcome, 'decrypted');
      }
    });
  }

  it('are other ones each time', async () => {
    for (const name of ['HS256', 'ES256', 'Ed25519', 'ML-DSA-44', 'RS256'])
      assert.notDeepEqual(await generateKey(name), await generateKey(name));
  });

  it('have as many bytes as a content encryption takes directly', async () => {
    for (const [enc, bytes] of [
      ['A128GCM', 16],
      ['A256CBC-HS512', 64],
    ] as const) {
      const { k = '' } = await generateKey('dir', enc);
      assert.equal(Buffer.from(k, 'base64url').length, bytes);
    }
  });

  it('bear their thumbprint (RFC 7638 §3) as `kid`, secrets none', async () => {
    const { kid, ...jwk } = await generateKey('ES256');
    assert.equal(kid, thumbprint(jwk, 'crv', 'kty', 'x', 'y'));
    assert.equal((await generateKey('HS256')).kid, undefined);
  });

  it('are not made for what is no algorithm or is not made here', async () => {
    for (const name of ['none', 'X', 'RSA1_5', 'A256GCM', 'RS1'])
      await assert.rejects(generateKey(name), /^Error: Keys for .* cannot be generated/);
  });
});

describe('exported keys', () => {
  for (const name of ['RS256', 'ES256', 'ES384', 'ES512', 'ES256K', 'Ed25519', 'Ed448', 'ECDH-ES'] as const) {
    it(`of ${name} are read by OpenSSL`, async () => {
      const jwk = await generateKey(name);
      const privateKey = createPrivateKey(exported(jwk, 'pem'));
      const publicKey = createPublicKey(exported(jwk, 'publicPem'));
      assert.equal(exported(jwk, 'pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
      assert.ok(createPublicKey(privateKey).equals(publicKey));
      if (algorithm(name)?.use === 'sig') {
        const hash = name.startsWith('Ed') ? null : 'sha256';
        assert.ok(verifyBytes(hash, Buffer.from('x'), publicKey, signBytes(hash, Buffer.from('x'), privateKey)));
      }
    });
  }

  for (const name of ['rsa', 'P-256', 'P-521', 'X448'] as const satisfies readonly KeyPairName[]) {
    it(`of OpenSSL (${name}) come out as they went in`, async () => {
      const written = pem(name, 'privateKey');
      assert.equal(exported((await parsed(written)).jwk, 'pem'), written);
    });
  }

  it('have a set of their public half, which holds nothing private', async () => {
    for (const name of ['RS256', 'ES256', 'Ed25519', 'ML-DSA-44']) {
      const jwk = await generateKey(name);
      const { keys } = JSON.parse(exported(jwk, 'publicJwks')) as { keys: JWK[] };
      assert.deepEqual(keys, [publicHalf(jwk)]);
      assert.ok(!['d', 'p', 'q', 'priv'].some((member) => member in (keys[0] ?? {})));
      assert.deepEqual(JSON.parse(exported(jwk, 'jwk')), jwk);
    }
  });

  it('say in which form they cannot be had', async () => {
    const secret = await generateKey('HS256');
    for (const format of ['pem', 'publicPem', 'publicJwks'] as const)
      assert.match(JSON.stringify(exportKey(secret, format)), /shared secret/);
    assert.match(JSON.stringify(exportKey(await generateKey('ML-DSA-44'), 'pem')), /Copy the key as a JWK/);
  });
});

describe('fittingAlgorithms', () => {
  const rows: readonly (readonly [what: string, material: JWK | string, sign: RegExp, encrypt: RegExp])[] = [
    ['a public RSA key', pem('rsa', 'publicKey'), /^$/, /^RSA-OAEP,RSA-OAEP-256,RSA-OAEP-384,RSA-OAEP-512$/],
    ['a private RSA key', pem('rsa', 'privateKey'), /^RS256,.*PS512$/, /^RSA-OAEP,/],
    ['a key on P-256', pem('P-256', 'privateKey'), /^ES256$/, /^ECDH-ES,ECDH-ES\+A128KW,/],
    ['a key on secp256k1', pem('secp256k1', 'privateKey'), /^ES256K$/, /^$/],
    ['a key on Ed25519', pem('Ed25519', 'privateKey'), /^EdDSA,Ed25519$/, /^$/],
    ['a key on X25519', pem('X25519', 'privateKey'), /^$/, /^ECDH-ES,/],
    ['a secret of 16 bytes', 'sixteen bytes ok', /^HS256/, /^A128KW,dir,A128GCMKW,PBES2-HS256\+A128KW/],
    ['a secret of 6 bytes', 'secret', /^HS256/, /^PBES2-[^,]+,PBES2-[^,]+,PBES2-[^,]+$/],
    ['a short RSA key', pem('shortRsa', 'privateKey'), /^$/, /^$/],
  ];
  for (const [what, material, signs, encrypts] of rows) {
    it(`knows ${what}`, async () => {
      const fitting = fittingAlgorithms(await parsed(material));
      assert.match(fitting.sign.join(), signs);
      assert.match(fitting.encrypt.join(), encrypts);
    });
  }

  it('knows which content encryption takes a secret directly', async () => {
    const direct = async (secret: string) => fittingAlgorithms(await parsed(secret)).direct;
    assert.deepEqual(await direct('sixteen bytes ok'), ['A128GCM']);
    assert.deepEqual(await direct('thirty-two bytes long, precisely'), ['A128CBC-HS256', 'A256GCM']);
    assert.deepEqual(await direct('secret'), []);
  });
});

function pem(name: KeyPairName, half: 'publicKey' | 'privateKey'): string {
  const key = keyPair(name)[half];
  return key.export({ type: half === 'publicKey' ? 'spki' : 'pkcs8', format: 'pem' }).toString();
}
