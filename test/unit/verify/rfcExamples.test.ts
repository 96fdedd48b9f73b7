import assert from 'node:assert/strict';

import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js';

import { verify } from '../../../src/core/verify/verify.ts';
import { frodo, joe, joeExpires, rfcExamples } from '../../fixtures/keys/rfcExamples.ts';
import type { Example } from '../../fixtures/keys/rfcExamples.ts';

describe('verify: examples of the RFCs', () => {
  for (const { source, jwk, token } of rfcExamples) {
    it(source, async () => {
      const before = await verify(token, { keys: [{ material: jwk }], now: new Date((joeExpires - 1) * 1000) });
      assert.equal(before.signature, 'valid');
      const [header, payload = '', signature] = token.split('.');
      const other = `${payload.slice(0, 8)}${payload[8] === 'A' ? 'B' : 'A'}${payload.slice(9)}`;
      assert.equal(
        (await verify(`${header}.${other}.${signature}`, { keys: [{ material: jwk }] })).signature,
        'invalid',
      );
    });
  }

  it('draft-ietf-cose-dilithium (ML-DSA-44)', async () => {
    const { publicKey, secretKey } = ml_dsa44.keygen(new Uint8Array(32));
    const jwk = { kty: 'AKP', alg: 'ML-DSA-44', pub: Buffer.from(publicKey).toString('base64url') };
    const input = `eyJhbGciOiJNTC1EU0EtNDQiLCJraWQiOiJUNHhsNzBTN01UNlplcTZyOVY5ZlBKR1ZuNzZ3Zm5YSjIxLWd5bzBHdTZvIn0.${frodo.slice(0, 75)}`;
    const signature = Buffer.from(ml_dsa44.sign(Buffer.from(input), secretKey, { extraEntropy: false })).toString(
      'base64url',
    );
    // The first 32 bytes are a hash of the key, the message and the commitment: they fix the signature to the one of
    // the draft.
    assert.ok(signature.startsWith('knI1Q_9CIzLH5Xy94Kkc7WVKqZcAgtJ3mNf0GUj1uLA6YXAWFJfX'));
    const valid = await verify(`${input}.${signature}`, { keys: [{ material: JSON.stringify(jwk) }] });
    assert.equal(valid.signature, 'valid');
    assert.equal(valid.key?.thumbprint, 'T4xl70S7MT6Zeq6r9V9fPJGVn76wfnXJ21-gyo0Gu6o');
    const invalid = await verify(`${input}.A${signature.slice(1)}`, { keys: [{ material: JSON.stringify(jwk) }] });
    assert.equal(invalid.signature, 'invalid');
  });

  it('RFC 7515 A.1 ends at its last second and its tolerance', async () => {
    const [{ jwk, token }] = rfcExamples as [Example];
    const judge = async (seconds: number) => {
      const profile = { algorithms: ['HS256'], issuer: 'joe', audience: null };
      return (await verify(token, { keys: [{ material: jwk }], profile, now: new Date(seconds * 1000) })).verdict;
    };
    assert.equal(await judge(joeExpires + 59), 'verified');
    assert.equal(await judge(joeExpires + 60), 'rejected');
  });

  it('RFC 7515 A.5 (none)', async () => {
    const verification = await verify(`eyJhbGciOiJub25lIn0.${joe}.`, { keys: [], now: new Date(0) });
    assert.deepEqual([verification.signature, verification.verdict], ['not-checked', 'rejected']);
  });

  it('RFC 7797 4.2 (b64 false, detached)', async () => {
    const [{ jwk }] = rfcExamples as [Example];
    const token =
      'eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY';
    const judge = async (payload?: string) => {
      const detached = payload === undefined ? {} : { detachedPayload: new TextEncoder().encode(payload) };
      return (await verify(token, { keys: [{ material: jwk }], ...detached })).signature;
    };
    assert.equal(await judge('$.02'), 'valid');
    assert.equal(await judge('$.03'), 'invalid');
    assert.equal(await judge(), 'not-checked');
  });

  it('RFC 7515 appendix F (detached)', async () => {
    const [{ jwk, token }] = rfcExamples as [Example];
    const detachedPayload = new Uint8Array(Buffer.from(joe, 'base64url'));
    const detached = token.replace(joe, '');
    assert.equal((await verify(detached, { keys: [{ material: jwk }], detachedPayload })).signature, 'valid');
    assert.equal((await verify(detached, { keys: [{ material: jwk }] })).signature, 'not-checked');
  });
});
