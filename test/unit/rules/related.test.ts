import assert from 'node:assert/strict';
import { inspect } from '../../../src/core/rules/inspect.ts';
import { spanOf } from './ruleCases.ts';
import type { Place } from './ruleCases.ts';
import { encode } from '../../support/jose.ts';

const digest = 'X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0';

interface Case {
  readonly ruleId: string;
  readonly token: string;
  /** What is linked. */
  readonly other: Place;
}

const cases: readonly Case[] = [
  {
    ruleId: 'json-duplicate-member',
    token: `${encode('{"alg":"HS256","kid":"a","kid":"b"}')}.${encode({})}.`,
    other: { header: '"kid":"a"' },
  },
  {
    ruleId: 'json-duplicate-member',
    token: `${encode({ alg: 'HS256' })}.${encode('{"a":{"b":1,"b":2}}')}.`,
    other: { payload: '"b":1' },
  },
  {
    ruleId: 'json-case-collision',
    token: `${encode({ alg: 'HS256' })}.${encode({ role: 1, Role: 2 })}.`,
    other: { payload: '"role"' },
  },
  {
    ruleId: 'claim-in-jws-header',
    token: `${encode({ alg: 'HS256', sub: 'a' })}.${encode({ sub: 'b' })}.`,
    other: { payload: '"sub":"b"' },
  },
  {
    ruleId: 'time-order',
    token: `${encode({ alg: 'HS256' })}.${encode({ iat: 1_700_000_000, exp: 1_600_000_000 })}.`,
    other: { payload: '"iat":1700000000' },
  },
  {
    ruleId: 'header-url-unsafe',
    token: `${encode({ alg: 'HS256', jku: 'https://b.io/keys' })}.${encode({ iss: 'https://a.io' })}.`,
    other: { payload: '"iss":"https://a.io"' },
  },
  {
    ruleId: 'client-assertion',
    token: `${encode({ alg: 'RS256', typ: 'client-authentication+jwt' })}.${encode({ iss: 'a', sub: 'b', aud: 'c', exp: 1, jti: 'd' })}.`,
    other: { payload: '"sub":"b"' },
  },
  {
    ruleId: 'sd-jwt-digest-duplicate',
    token: `${encode({ alg: 'ES256' })}.${encode({ _sd: [digest], a: { _sd: [digest] } })}.AAAA~`,
    other: { start: 0, end: 0 },
  },
];

describe('findings about two places', () => {
  for (const { ruleId, token, other } of cases) {
    it(`link the other one: ${ruleId}`, () => {
      const findings = inspect(token).filter((finding) => finding.ruleId === ruleId);
      assert.equal(findings.length, 1);
      assert.deepEqual(
        findings[0]?.related?.map(({ start, end }) => ({ start, end })),
        [ruleId === 'sd-jwt-digest-duplicate' ? firstDigest(token) : spanOf(token, other)],
      );
    });
  }
});

/** The characters that encode the first digest with its quotes. */
function firstDigest(token: string): { start: number; end: number } {
  const offset = token.indexOf('.') + 1;
  const first = '{"_sd":['.length;
  const last = first + digest.length + 2;
  return { start: offset + Math.floor((first * 4) / 3), end: offset + Math.ceil((last * 4) / 3) };
}
