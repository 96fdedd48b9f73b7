import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { decode, find, inspect } from '../../../src/core/api.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { redact } from '../../../src/core/token/redact.ts';
import { decrypt } from '../../../src/core/verify/decrypt.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { encode } from '../../support/jose.ts';

const keys = [{ material: keyPair('P-256').publicKey.export({ format: 'jwk' }) }];

/** Headers, strings and lists as tokens have them, and as they do not. */
const header = fc.record(
  {
    alg: fc.constantFrom('ES256', 'none', 'dir', 'HS256', 7),
    enc: fc.constantFrom('A128GCM', null),
    crit: fc.constantFrom(['b64'], [], 'b64'),
    b64: fc.boolean(),
    kid: fc.string(),
  },
  { requiredKeys: [] },
);
const text = fc.oneof(header.map(encode), fc.string(), fc.constantFrom('', 'AAAA', '\\u0041', 'ü', '{"_sd":[]}'));
const anything = fc.oneof(text, header, fc.jsonValue({ maxDepth: 1 }));
const part = fc.record(
  { protected: anything, header: anything, signature: anything, encrypted_key: anything },
  { requiredKeys: [] },
);
const serialized = fc.record(
  {
    payload: anything,
    protected: anything,
    unprotected: anything,
    header: anything,
    signature: anything,
    signatures: fc.oneof(fc.array(part, { maxLength: 3 }), anything),
    recipients: fc.oneof(fc.array(part, { maxLength: 3 }), anything),
    encrypted_key: anything,
    iv: anything,
    ciphertext: anything,
    tag: anything,
    aad: anything,
  },
  { requiredKeys: [] },
);

describe('any JSON that resembles a token', () => {
  it('is decoded, inspected and redacted without throwing, within its own characters', () => {
    fc.assert(
      fc.property(serialized, fc.integer({ min: 0, max: 2 }), (value, indent) => {
        const token = JSON.stringify(value, undefined, indent);
        assert.ok(decode(token).kind);
        for (const { start, end } of inspect(token)) assert.ok(start >= 0 && start <= end && end <= token.length);
        const parsed = parseToken(token);
        for (const { segments } of parsed.views ?? [parsed])
          for (const { start, end } of segments) assert.ok(start >= 0 && start <= end && end <= token.length);
        assert.equal(typeof redact(token), 'string');
        for (const { start, end } of find(`x ${token} y`)) assert.ok(start >= 0 && end <= token.length + 4);
      }),
      { numRuns: 300 },
    );
  });

  it('is never called verified nor decrypted', async () => {
    await fc.assert(
      fc.asyncProperty(serialized, async (value) => {
        const token = JSON.stringify(value);
        const profile = { algorithms: ['ES256', 'HS256'], issuer: null, audience: null };
        assert.notEqual((await verify(token, { keys, profile })).verdict, 'verified');
        assert.notEqual((await decrypt(token, { keys })).outcome, 'decrypted');
      }),
      { numRuns: 150 },
    );
  });
});
