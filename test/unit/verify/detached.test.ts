import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import * as jose from 'jose';

import { verify } from '../../../src/core/verify/verify.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import type { KeyPairName } from '../../fixtures/keys/keyPairs.ts';
import { encode, issue, rawSignature } from '../../support/jose.ts';

const algorithms: readonly (readonly [string, KeyPairName])[] = [
  ['ES256', 'P-256'],
  ['RS256', 'rsa'],
  ['PS512', 'rsa'],
  ['EdDSA', 'Ed25519'],
  ['EdDSA', 'Ed448'],
  ['ES256K', 'secp256k1'],
];
const publicJwk = (name: KeyPairName) => keyPair(name).publicKey.export({ format: 'jwk' });

/** A detached token over bytes, signed by node:crypto: RFC 7515 appendix F, or RFC 7797 where they are not encoded. */
function detach(bytes: Uint8Array, alg: string, name: KeyPairName, isEncoded: boolean): string {
  const header = encode(isEncoded ? { alg } : { alg, b64: false, crit: ['b64'] });
  const payload = Buffer.from(bytes).toString(isEncoded ? 'base64url' : 'latin1');
  const input = Buffer.from(`${header}.${payload}`, 'latin1');
  return `${header}..${encode(rawSignature(alg, keyPair(name).privateKey, input))}`;
}

describe('verify: a payload that is kept elsewhere', () => {
  const bytes = new Uint8Array(Buffer.concat([Buffer.from([0, 255, 46, 13, 10]), randomBytes(3000)]));

  for (const [alg, name] of algorithms) {
    for (const isEncoded of [true, false]) {
      it(`is any bytes, ${alg} with ${name}, ${isEncoded ? 'encoded' : 'not encoded'}`, async () => {
        const token = detach(bytes, alg, name, isEncoded);
        const outcome = async (detachedPayload?: Uint8Array) =>
          (await verify(token, { keys: [{ material: publicJwk(name) }], ...(detachedPayload && { detachedPayload }) }))
            .signature;
        assert.equal(await outcome(bytes), 'valid');
        assert.equal(await outcome(bytes.with(7, (bytes[7] ?? 0) ^ 1)), 'invalid');
        assert.equal(await outcome(bytes.slice(1)), 'invalid');
        assert.equal(await outcome(new Uint8Array()), 'invalid');
        assert.equal(await outcome(), 'not-checked');
      });
    }
  }

  it('agrees with jose on tokens whose payload is not encoded and stands in the token', async () => {
    const [header = '', , signature = ''] = detach(Buffer.from('$-02'), 'ES256', 'P-256', false).split('.');
    const token = `${header}.$-02.${signature}`;
    await jose.flattenedVerify({ protected: header, payload: '$-02', signature }, keyPair('P-256').publicKey);
    const outcome = async (text: string) =>
      (await verify(text, { keys: [{ material: publicJwk('P-256') }] })).signature;
    assert.equal(await outcome(token), 'valid');
    assert.equal(await outcome(token.replace('$-02', '$-03')), 'invalid');
  });

  it('has its claims judged like any others', async () => {
    const judge = async (claims: string) =>
      verify(detach(new TextEncoder().encode(claims), 'ES256', 'P-256', true), {
        keys: [{ material: publicJwk('P-256') }],
        profile: { issuer: 'a', audience: null, algorithms: ['ES256'] },
        detachedPayload: new TextEncoder().encode(claims),
      });
    assert.equal((await judge('{"iss":"a"}')).verdict, 'verified');
    assert.equal((await judge('{"iss":"b"}')).verdict, 'rejected');
    assert.equal((await judge('{"iss":"a","exp":1}')).verdict, 'rejected');
    assert.equal((await judge('{"iss":"b","iss":"a"}')).verdict, 'rejected');
    assert.equal((await judge('text')).verdict, 'not-verified');
  });

  it('is not taken for that of a token that has one', async () => {
    const verification = await verify(issue('ES256', keyPair('P-256').privateKey, { iss: 'b' }), {
      keys: [{ material: publicJwk('P-256') }],
      profile: { issuer: 'a', audience: null, algorithms: ['ES256'] },
      detachedPayload: new TextEncoder().encode('{"iss":"a"}'),
    });
    assert.equal(verification.verdict, 'rejected');
  });
});
