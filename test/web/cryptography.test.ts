import assert from 'node:assert/strict';
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import type { JWK } from 'jose';
import { describeKey, publicHalf } from '../../src/core/keys/jwk.ts';
import { algorithms } from '../../src/core/facts/algorithms.ts';
import { keyOfSeed } from '../../src/core/keys/derivePublic.ts';
import { parseKey } from '../../src/core/keys/parseKey.ts';
import { encodeBase64url, readBase64url } from '../../src/core/text/base64url.ts';
import { decrypt } from '../../src/core/verify/decrypt.ts';
import { encrypt } from '../../src/core/verify/encrypt.ts';
import { sign } from '../../src/core/verify/sign.ts';
import { tryKnownSecrets } from '../../src/core/verify/tryKnownSecrets.ts';
import { verify } from '../../src/core/verify/verify.ts';
import { mlDsaExamples } from '../fixtures/keys/mlDsaExamples.ts';
import { rfcExamples } from '../fixtures/keys/rfcExamples.ts';

const claims = { sub: '42' };
const profile = { issuer: null, audience: null };

/** A secret that anybody can count out. */
const counted = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index + 1);

type Generation = RsaHashedKeyGenParams | EcKeyGenParams | { readonly name: 'Ed25519' | 'X25519' };

async function generated(parameters: Generation, usages: readonly KeyUsage[]): Promise<JWK> {
  const pair = await crypto.subtle.generateKey(parameters, true, [...usages]);
  if (!('privateKey' in pair)) throw new Error('A pair was asked for');
  const { key_ops: _, alg: _unused, ...jwk } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  return jwk;
}

const rsa = (name: string, usages: readonly KeyUsage[]) => (): Promise<JWK> =>
  generated({ name, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' }, usages);
const ec = (name: string, namedCurve: string, usages: readonly KeyUsage[]) => (): Promise<JWK> =>
  generated({ name, namedCurve }, usages);

/** The private JWK of a DER key that has no public half, which the browser could not have made. */
async function derived(der: readonly number[], secret: Uint8Array): Promise<JWK> {
  const parsed = await parseKey({ material: Uint8Array.from([...der, ...secret]) });
  const jwk = parsed.ok ? parsed.keys[0]?.jwk : undefined;
  if (!jwk) throw new Error('The key is sound');
  return jwk;
}

function mlDsa(alg: string, scheme: typeof ml_dsa44): JWK {
  const seed = counted(32);
  return { kty: 'AKP', alg, pub: encodeBase64url(scheme.keygen(seed).publicKey), priv: encodeBase64url(seed) };
}

async function judgeBoth(jwk: JWK, token: string): Promise<void> {
  const keys = [{ material: jwk }];
  assert.equal((await verify(token, { keys })).signature, 'valid');
  const [header, payload = '', signature] = token.split('.');
  const altered = `${header}.${payload.startsWith('S') ? 'T' : 'S'}${payload.slice(1)}.${signature}`;
  assert.equal((await verify(altered, { keys })).signature, 'invalid');
}

const signers: readonly (readonly [alg: string, key: () => Promise<JWK> | JWK])[] = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map(
    (alg) => [alg, rsa('RSASSA-PKCS1-v1_5', ['sign', 'verify'])] as const,
  ),
  ['ES256', ec('ECDSA', 'P-256', ['sign', 'verify'])],
  ['ES384', ec('ECDSA', 'P-384', ['sign', 'verify'])],
  ['ES512', ec('ECDSA', 'P-521', ['sign', 'verify'])],
  ['Ed25519', () => generated({ name: 'Ed25519' }, ['sign', 'verify'])],
  ['EdDSA', () => generated({ name: 'Ed25519' }, ['sign', 'verify'])],
  // SEC 1 and PKCS#8 around 32 and 57 bytes.
  [
    'ES256K',
    () =>
      derived([0x30, 0x2e, 2, 1, 1, 4, 0x20, ...counted(32), 0xa0, 7, 6, 5, 0x2b, 0x81, 4, 0, 0x0a], new Uint8Array()),
  ],
  ['Ed448', () => derived([0x30, 0x47, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x71, 4, 0x3b, 4, 0x39], counted(57))],
  ['ML-DSA-44', () => mlDsa('ML-DSA-44', ml_dsa44)],
  ['ML-DSA-65', () => mlDsa('ML-DSA-65', ml_dsa65)],
  ['ML-DSA-87', () => mlDsa('ML-DSA-87', ml_dsa87)],
];

const agreements: readonly (() => Promise<JWK>)[] = [
  ec('ECDH', 'P-256', ['deriveBits']),
  ec('ECDH', 'P-384', ['deriveBits']),
  ec('ECDH', 'P-521', ['deriveBits']),
  () => generated({ name: 'X25519' }, ['deriveBits']),
  () => derived([0x30, 0x46, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6f, 4, 0x3a, 4, 0x38], counted(56)),
];
const encryptions = ['A128GCM', 'A192GCM', 'A256GCM', 'A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512'];
const sealers: readonly (readonly [alg: string, key: () => Promise<JWK> | JWK])[] = [
  ...['RSA-OAEP', 'RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'].map(
    (alg) => [alg, rsa('RSA-OAEP', ['encrypt', 'decrypt'])] as const,
  ),
  ...['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'].flatMap((alg) =>
    agreements.map((key) => [alg, key] as const),
  ),
  ...[128, 192, 256].flatMap((bits) =>
    [`A${bits}KW`, `A${bits}GCMKW`].map(
      (alg) => [alg, () => ({ kty: 'oct', k: encodeBase64url(counted(bits / 8)) })] as const,
    ),
  ),
  ...['PBES2-HS256+A128KW', 'PBES2-HS384+A192KW', 'PBES2-HS512+A256KW'].map(
    (alg) => [alg, () => ({ kty: 'oct', k: encodeBase64url(counted(9)) })] as const,
  ),
];

/** Made with node:crypto: Chromium leaves out AES with 192 bits. */
const sealedWith192Bits: readonly (readonly [alg: string, enc: string, length: number, token: string])[] = [
  [
    'dir',
    'A192GCM',
    24,
    'eyJhbGciOiJkaXIiLCJlbmMiOiJBMTkyR0NNIn0..R99vkTswTbDFxs_B.m6umkJRbGtp9reMk.si2VFe1Ii-bvCMuORiKGQw',
  ],
  [
    'dir',
    'A192CBC-HS384',
    48,
    'eyJhbGciOiJkaXIiLCJlbmMiOiJBMTkyQ0JDLUhTMzg0In0..KG2cCWVIPVfPxCWe0A2k0g.aFuDx_aWF4UzsSkSo_lspQ.WI6RyS0nJR3X_xWREIkNoLwVFH2Th2lW',
  ],
  [
    'A192KW',
    'A256GCM',
    24,
    'eyJhbGciOiJBMTkyS1ciLCJlbmMiOiJBMjU2R0NNIn0.b8Am8Mq9Ex5s_R09PmBb5LzPZKFRTZ1a5dXbwExEpp101LdSo3j1nw.SNiGSEVKm65XPTRB.mlswt1llD54Ds3ra.-l2Bnq4XB9c5kNdG4sec3w',
  ],
  [
    'A192GCMKW',
    'A256GCM',
    24,
    'eyJhbGciOiJBMTkyR0NNS1ciLCJlbmMiOiJBMjU2R0NNIiwiaXYiOiJyUVpIeERCVUVEdEtJenAtIiwidGFnIjoiREQ2cVh2cnFtWkRMQ1F3UDk4SzlmQSJ9.qETtyEp4_nJNhq2jn0QN4W9DjdmA-AtuifeXKqyrQHs.5bKQNeSK-FfVban7.DFRQZarlZQOHi9z6.4gcxQsIf19DDmqpcMNlNfw',
  ],
];

/** Made by node:crypto (OpenSSL), of curves that browsers lack. */
const opensslExamples: readonly (readonly [alg: string, jwk: JWK, token: string])[] = [
  [
    'ES256K',
    {
      kty: 'EC',
      x: '44zG6ZoBpk-vpQzaigrmbwF4FnzJdlFG9_R1J5LsKhg',
      y: '6O1NOfqZ9WsnUEtLfYByO9xS-Z9GZbMY8wr0BfSLf6A',
      crv: 'secp256k1',
    },
    'eyJhbGciOiJFUzI1NksifQ.eyJzdWIiOiI0MiJ9.warnqsh6z0fU7hiCk3RoSF1Aa8gPP7Otcre3_8AcAJ6qSa59ogasBAMOsYXTXCG11Xhnh1lU9-reuxZtrgZK3w',
  ],
  [
    'Ed448',
    { crv: 'Ed448', x: 'z7pqK3xNx4MyL4DKQPKzbHajfW7Biyd3uf5pH_b51aDlD8j8Q1i0odSa1hSqXDXr-De6Uh24UW-A', kty: 'OKP' },
    'eyJhbGciOiJFZDQ0OCJ9.eyJzdWIiOiI0MiJ9.wnt7MvImHwauQTNBmiUvw5tJHdW2szR6WPvWDwriArGY2m1DHuJ81ph6ejZxbErCr4tmrfhSiVeAUDED4tQRvKAN-wrG-arMWterX_qVKviIa2i9Rt8lzX2TfZp4MIaDGJjqk-WdAhJDAqP_AKcOZi8A',
  ],
];

/** An Ed25519 key, sealed by OpenSSL with `aes-192-cbc` and the password `pass`. */
const sealedKey = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiyRSzLFgFyfQICA+gw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEARYEEKw/dPCNNzCF9cL+HR13ZzsEQH85
ykL9haeXS5uXwchOkg1low5z2fNO1+eZOQW0vCkQHT8N/EnxuxFFX4QEem9OlhAI
p6jtZI4rrkd5ZU4wwX8=
-----END ENCRYPTED PRIVATE KEY-----`;

describe('cryptography in a browser', () => {
  for (const [alg, jwk, token] of opensslExamples)
    it(`verifies and refuses ${alg} of OpenSSL`, () => judgeBoth(jwk, token));

  for (const { alg, seed, thumbprint, signature } of mlDsaExamples) {
    it(`verifies and refuses ${alg} of OpenSSL`, async () => {
      const key = keyOfSeed(alg, readBase64url(seed).bytes);
      assert.equal(key.ok, true);
      const text = (value: object) => encodeBase64url(new TextEncoder().encode(JSON.stringify(value)));
      await judgeBoth(publicHalf(key.jwk), `${text({ alg, kid: thumbprint })}.${text(claims)}.${signature}`);
    });
  }

  it('opens a private key that is sealed with AES of 192 bits', async () => {
    const opened = await parseKey({ material: sealedKey, password: 'pass' });
    assert.equal(opened.ok && opened.keys[0]?.jwk.x, 'A4MwedioIq3XZnDJ-6EYWfNPGmDT9D9lLRP7-EDg8sM');
    const refused = await parseKey({ material: sealedKey, password: 'Pass' });
    assert.equal(refused.ok, false);
  });

  for (const { source, jwk, token } of rfcExamples)
    it(`verifies and refuses the example of ${source}`, () => judgeBoth(jwk, token));

  for (const [alg, makeKey] of signers) {
    it(`signs and verifies ${alg}`, async () => {
      const jwk = await makeKey();
      const token = await sign(claims, { key: { material: jwk }, header: { alg } });
      const key = { material: publicHalf(jwk), algorithms: [alg] };
      const { verdict, checks } = await verify(token, { keys: [key], profile });
      assert.equal(verdict, 'verified', JSON.stringify(checks));
      const [header, , signature] = token.split('.');
      const forged = `${header}.${encodeBase64url(new TextEncoder().encode('{"sub":"43"}'))}.${signature}`;
      assert.equal((await verify(forged, { keys: [key], profile })).verdict, 'rejected');
    });
  }

  for (const [alg, makeKey] of sealers) {
    it(`seals and opens ${alg}`, async () => {
      const jwk = await makeKey();
      // A password takes its time.
      for (const enc of alg.startsWith('PBES2') ? ['A192GCM'] : encryptions) {
        const token = await encrypt(claims, { key: { material: publicHalf(jwk) }, header: { alg, enc } });
        const { plaintext, reason } = await decrypt(token, { keys: [{ material: jwk }] });
        assert.equal(new TextDecoder().decode(plaintext), '{"sub":"42"}', `${describeKey(jwk)}: ${reason}`);
      }
    });
  }

  for (const [alg, enc, length, token] of sealedWith192Bits) {
    it(`opens ${alg} with ${enc}, made elsewhere`, async () => {
      const { outcome, reason } = await decrypt(token, { keys: [{ material: counted(length) }] });
      assert.equal(outcome, 'decrypted', reason);
    });
  }

  for (const { name, keyLength = 0 } of algorithms.filter(({ use }) => use === 'enc')) {
    it(`seals and opens dir with ${name}`, async () => {
      const key = { material: counted(keyLength) };
      const token = await encrypt(claims, { key, header: { alg: 'dir', enc: name } });
      const { plaintext, reason } = await decrypt(token, { keys: [key] });
      assert.equal(new TextDecoder().decode(plaintext), '{"sub":"42"}', reason);
    });
  }

  it('has a test for every algorithm that can be made', () => {
    const made = [...signers.map(([alg]) => alg), ...sealers.map(([alg]) => alg), ...encryptions, 'dir'];
    const makeable = algorithms.filter(({ family }) => !['none', 'HMAC', 'RSA1_5', 'obsolete'].includes(family));
    assert.deepEqual(
      makeable.map(({ name }) => name).filter((name) => !made.includes(name)),
      [],
    );
  });

  it('tries secrets', async () => {
    for (const alg of ['HS256', 'HS384', 'HS512']) {
      const key = { material: new TextEncoder().encode('your-256-bit-secret') };
      const token = await sign(claims, { key, header: { alg } });
      assert.equal((await tryKnownSecrets(token))?.ruleId, 'hmac-secret-known');
      assert.equal(await tryKnownSecrets(token, ['one', 'two']), undefined);
    }
  });
});
