import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import { algorithmsOf, summarizeKeys } from '../../../src/core/keys/keySummary.ts';
import { thumbprint } from '../../support/jose.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const jwk = (pair: typeof rsa, more: object = {}): JWK => ({
  ...(pair.publicKey.export({ format: 'jwk' }) as JWK),
  ...more,
});

describe('summarizeKeys', () => {
  it('says of each key what a list may show', async () => {
    const { keys, problems } = await summarizeKeys([{ material: { keys: [jwk(rsa, { kid: 'a', alg: 'RS256' })] } }]);
    assert.deepEqual(problems, []);
    assert.deepEqual(keys, [
      {
        kid: 'a',
        description: '2048-bit RSA public key',
        algorithms: ['RS256'],
        thumbprint: thumbprint(jwk(rsa), 'e', 'kty', 'n'),
        faults: [],
      },
    ]);
  });

  it('gives a private key the thumbprint of its public half', async () => {
    const pem = ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const [secret, open] = (await summarizeKeys([{ material: pem }, { material: jwk(ec) }])).keys;
    assert.ok(secret?.thumbprint !== undefined);
    assert.equal(secret.thumbprint, open?.thumbprint);
  });

  it('says nothing of a secret that depends on its bytes', async () => {
    const [a] = (await summarizeKeys([{ material: 'short' }])).keys;
    const [b] = (await summarizeKeys([{ material: 'a secret of more than thirty-two bytes' }])).keys;
    assert.deepEqual(a, { description: 'secret', faults: [] });
    assert.deepEqual(b, a);
  });

  it('says what is wrong with a key, and what cannot be read', async () => {
    const { keys, problems } = await summarizeKeys([{ material: jwk(short) }, { material: '{"kty":"RSA"}' }]);
    assert.equal(keys.length, 1);
    assert.match(keys[0]?.faults.join() ?? '', /1024|2048/);
    assert.equal(problems.length, 1);
  });
});

describe('algorithmsOf', () => {
  const of = (keys: readonly JWK[], advertised: readonly string[] = []): Promise<readonly string[]> =>
    algorithmsOf([{ material: { keys } }], advertised);

  it('are those an issuer names and its keys can check', async () => {
    assert.deepEqual(await of([jwk(rsa)], ['RS256', 'ES256', 'PS256']), ['RS256', 'PS256']);
    assert.deepEqual(await of([jwk(rsa), jwk(ec)], ['RS256', 'ES256', 'ES384']), ['RS256', 'ES256']);
    assert.deepEqual(await of([jwk(ed)], ['EdDSA', 'RS256']), ['EdDSA']);
  });

  it('are held to the `alg` of a key', async () => {
    assert.deepEqual(await of([jwk(rsa, { alg: 'PS384' })], ['RS256', 'PS384']), ['PS384']);
    assert.deepEqual(await of([jwk(rsa, { alg: 'PS384' })]), ['PS384']);
  });

  it('are also those that a key says it is for: metadata speak of ID tokens only', async () => {
    const keys = [jwk(rsa, { alg: 'RS256' }), jwk(ec, { alg: 'ES256' })];
    assert.deepEqual(await of(keys, ['RS256']), ['RS256', 'ES256']);
    assert.deepEqual(await of([jwk(rsa, { alg: 'HS256' })], ['RS256']), []);
  });

  it('are those the keys can check where the issuer names none', async () => {
    assert.deepEqual(await of([jwk(ec)]), ['ES256']);
  });

  it('never are symmetric, nor none', async () => {
    assert.deepEqual(await of([{ kty: 'oct', k: 'c2VjcmV0' }], ['HS256', 'none']), []);
    assert.deepEqual(await of([jwk(rsa)], ['HS256', 'none']), []);
  });

  it('are none for keys too weak to prove anything', async () => {
    assert.deepEqual(await of([jwk(short)], ['RS256']), []);
  });
});
