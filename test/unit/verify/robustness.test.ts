import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { verify } from '../../../src/core/verify/verify.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { encode, issue } from '../../support/jose.ts';

const { publicKey, privateKey } = keyPair('P-256');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const genuine = issue('ES256', privateKey, { sub: '1' });

const json = fc.oneof(
  fc.json(),
  fc
    .record(
      {
        alg: fc.oneof(fc.constantFrom('ES256', 'HS256', 'none', 'EdDSA', 'PS256'), fc.jsonValue()),
        crit: fc.jsonValue(),
        kid: fc.jsonValue(),
        b64: fc.jsonValue(),
      },
      { requiredKeys: ['alg'] },
    )
    .map((value) => JSON.stringify(value)),
);
const part = fc.oneof(
  json.map((text) => encode(text)),
  fc.base64String(),
  fc.string({ maxLength: 20 }),
);
const tokens = fc.oneof(
  fc.string(),
  fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('.')),
  fc
    .tuple(fc.array(part, { minLength: 3, maxLength: 3 }), fc.array(part))
    .map(([parts, disclosures]) => `${parts.join('.')}~${disclosures.join('~')}`),
  fc
    .tuple(fc.nat(genuine.length - 1), fc.string({ maxLength: 3 }))
    .map(([at, text]) => `${genuine.slice(0, at)}${text}${genuine.slice(at + 1)}`),
);
const materials = fc.oneof(
  fc.constant(pem),
  fc.string(),
  fc.json(),
  fc.uint8Array(),
  fc
    .tuple(fc.nat(pem.length), fc.string({ maxLength: 2 }))
    .map(([at, text]) => `${pem.slice(0, at)}${text}${pem.slice(at + 1)}`),
);

describe('verify: any input', () => {
  it('answers without throwing, with the whole checklist, and never calls a forgery verified', async () => {
    const profile = { algorithms: ['ES256', 'HS256', 'EdDSA', 'PS256'], issuer: null, audience: null };
    await fc.assert(
      fc.asyncProperty(tokens, fc.array(materials, { maxLength: 3 }), async (token, given) => {
        const verification = await verify(token, { keys: given.map((material) => ({ material })), profile });
        const checklist = verification.checks.map(({ id }) => id);
        const ofAnyToken = [
          'algorithm',
          'key',
          'signature',
          'encoding',
          'crit',
          'exp',
          'nbf',
          'iat',
          'iss',
          'aud',
          'typ',
        ];
        // Behind a tilde a key binding may stand.
        const ofThis = checklist.includes('key-binding') && token.includes('~') ? ['key-binding'] : [];
        assert.deepEqual(checklist, [...ofAnyToken, ...ofThis]);
        if (token !== genuine) assert.notEqual(verification.verdict, 'verified');
        for (const { start, end } of verification.findings)
          assert.ok(start >= 0 && start <= end && end <= token.length);
      }),
      { numRuns: 600 },
    );
  });

  it('answers to claims that are nested too deep, or too long, to be written in other ways', async () => {
    const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const long = JSON.stringify({ a: '/'.repeat(150_000) });
    for (const payload of [deep(30_000), `{"x":${deep(2000)}}`, '['.repeat(90_000), long]) {
      const token = `${encode({ alg: 'ES256' })}.${encode(payload)}.${'A'.repeat(86)}`;
      const { signature, verdict, explanations } = await verify(token, { keys: [{ material: pem }] });
      assert.deepEqual([signature, verdict, explanations], ['invalid', 'rejected', []]);
    }
  });

  it('takes claims named like the members of every object for claims', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const token = issue('ES256', privateKey, `{${JSON.stringify(name)}:{"exp":1}}`, { [name]: 'x' });
      const verification = await verify(token, { keys: [{ material: pem }], profile: { requiredClaims: [name] } });
      assert.equal(verification.signature, 'valid');
      assert.equal(verification.claims, 'not-checked');
    }
  });
});
