import assert from 'node:assert/strict';
import { createHmac, createPublicKey } from 'node:crypto';

import { createLocalJWKSet, jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';

import { fixtureAlgorithms, makeFixtures } from '../../../src/core/verify/fixtures.ts';
import { verify } from '../../../src/core/verify/verify.ts';

const issuer = 'https://login.example';
const audience = 'orders-api';
const now = Math.floor(Date.now() / 1000);

const cases = ['valid', 'expired', 'not-yet-valid', 'wrong-audience', 'alg-none', 'hmac-with-public-key', 'tampered'];
/**
 * What these hosts or libraries lack: secp256k1 and Ed448 in WebCrypto, all but RSA and the NIST curves in
 * jsonwebtoken.
 */
const joseKnows = (alg: string): boolean => !['ES256K', 'Ed448'].includes(alg);
const jsonwebtokenKnows = (alg: string): boolean => /^(?:RS|PS|ES)\d{3}$/.test(alg);

async function accepts(check: () => unknown): Promise<'accept' | 'reject'> {
  try {
    await check();
    return 'accept';
  } catch {
    return 'reject';
  }
}

describe('makeFixtures', () => {
  for (const algorithm of fixtureAlgorithms) {
    it(`makes ${algorithm} tokens that this and other verifiers accept and refuse as told`, async () => {
      const { fixtures, jwks } = await makeFixtures({ algorithm, issuer, audience, now });
      assert.deepEqual(
        fixtures.map(({ name }) => name),
        cases,
      );
      const expected = fixtures.map((fixture) => fixture.expected);
      const keys = [...jwks.keys];
      const [jwk = {}] = keys;

      const ours = fixtures.map(async ({ token }) => {
        const profile = { issuer, audience, algorithms: [algorithm] };
        const { verdict } = await verify(token, { keys: [{ material: { keys } }], profile });
        return verdict === 'verified' ? 'accept' : verdict === 'rejected' ? 'reject' : verdict;
      });
      assert.deepEqual(await Promise.all(ours), expected);

      if (joseKnows(algorithm)) {
        const options = { issuer, audience, algorithms: [algorithm] };
        const joses = fixtures.map(({ token }) =>
          accepts(() => jwtVerify(token, createLocalJWKSet({ keys }), options)),
        );
        assert.deepEqual(await Promise.all(joses), expected);
      }
      if (jsonwebtokenKnows(algorithm)) {
        const key = createPublicKey({ key: jwk, format: 'jwk' });
        const options = { issuer, audience, algorithms: [algorithm as jsonwebtoken.Algorithm] };
        const theirs = fixtures.map(({ token }) => accepts(() => jsonwebtoken.verify(token, key, options)));
        assert.deepEqual(await Promise.all(theirs), expected);
      }
    });
  }

  it('makes a confused token that a careless verifier would take', async () => {
    const { fixtures, jwks } = await makeFixtures({ algorithm: 'RS256', issuer, audience, now });
    const token = fixtures.find(({ name }) => name === 'hmac-with-public-key')?.token ?? '';
    const pem = createPublicKey({ key: jwks.keys[0] ?? {}, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const [header, payload, signature] = token.split('.');
    assert.equal(createHmac('sha256', pem).update(`${header}.${payload}`).digest('base64url'), signature);
  });

  it('gives away no more than the public half', async () => {
    const { jwks, privateKey } = await makeFixtures({ algorithm: 'ES256', issuer, audience, now });
    assert.ok(privateKey.d !== undefined);
    assert.ok(!JSON.stringify(jwks).includes(privateKey.d));
  });
});
