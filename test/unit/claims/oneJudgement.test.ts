import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { judgeClaims } from '../../../src/core/claims/judgeClaims.ts';
import { readNumericDate } from '../../../src/core/claims/numericDate.ts';
import { inspect } from '../../../src/core/rules/inspect.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import type { Check } from '../../../src/core/verify/verification.ts';
import { encode } from '../../support/jose.ts';

const now = new Date('2026-05-31T20:00:00Z');
const seconds = now.getTime() / 1000;
const profile = {
  issuer: 'https://login.corp.io',
  audience: ['orders', 'stock'],
  tokenType: 'at+jwt',
  algorithms: ['HS256'],
};

const time = fc.oneof(
  fc.integer({ min: seconds - 200, max: seconds + 200 }),
  fc.constantFrom(0, -1, seconds * 1000, 253_402_300_799, 253_402_300_800, 1e300, 'soon', null, true),
);
const party = (value: string) =>
  fc.oneof(
    fc.constantFrom(
      value,
      `${value}/`,
      `${value}//`,
      `${value} `,
      value.toUpperCase(),
      value.replace('https:', 'http:'),
    ),
    fc.constantFrom('', 7, null, ['other'], [value, 'other']),
  );
const claims = fc.record(
  { exp: time, nbf: time, iat: time, iss: party(profile.issuer), aud: party('orders') },
  { requiredKeys: [] },
);
const type = fc.constantFrom(undefined, 'at+jwt', 'application/AT+JWT', 'JWT', 5);

/** The finding that says of a claim what its failed check says: by the check, and by a word of its detail. */
const sameThing: readonly (readonly [check: Check['id'], detail: RegExp, rule: string])[] = [
  ['exp', /^Expired (?!.*tolerance)/, 'exp-expired'],
  ['nbf', /^Not valid yet(?!.*tolerance)/, 'nbf-future'],
  ['iat', /One of the clocks is wrong/, 'iat-future'],
  ['iss', /^The issuer is not the expected one/, 'iss-unexpected'],
  ['iss', /^`iss` is missing/, 'iss-missing'],
  ['aud', /^The audience is not the expected one/, 'aud-unexpected'],
  ['aud', /^`aud` is missing/, 'aud-missing'],
  ['typ', /^The token type is not the expected one|is not a string/, 'typ-mismatch'],
];

describe('claims are judged once', () => {
  it('so that the checklist fails a claim exactly where a finding says why', async () => {
    await fc.assert(
      fc.asyncProperty(claims, type, async (payload, typ) => {
        const token = `${encode({ alg: 'HS256', ...(typ !== undefined && { typ }) })}.${encode(payload)}.${'A'.repeat(43)}`;
        const { checks } = await verify(token, { keys: [], profile, now });
        const errors = inspect(token, { now, profile });
        for (const [id, detail, rule] of sameThing) {
          const check = checks.find((each) => each.id === id);
          const isFailed = check?.outcome === 'fail' && detail.test(check.detail);
          const found = errors.filter((finding) => finding.ruleId === rule && finding.severity !== 'hint');
          assert.equal(found.length > 0, isFailed, `${id} ${check?.detail} / ${rule} in ${JSON.stringify(payload)}`);
          // How it comes close to what is expected is said in the same words.
          const near = /: they differ only by [^.]+/.exec(check?.detail ?? '')?.[0];
          if (isFailed && near !== undefined) assert.ok(found[0]?.message.includes(near), found[0]?.message);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('with the characters that encode the claim, also where a disclosure holds it', () => {
    const payload = { iss: profile.issuer, exp: seconds - 100 };
    const text = `${encode({ alg: 'HS256' })}.${encode(payload)}.AA`;
    const exp = judgeClaims(parseToken(text), profile, { now, leewaySeconds: 60 }).find(({ id }) => id === 'exp');
    assert.equal(exp?.state, 'expired');
    const underlined = text.slice(exp.span?.start, exp.span?.end);
    assert.ok(encode(payload).includes(underlined));
    assert.match(Buffer.from(encode(payload), 'base64url').toString(), /"exp":/);
  });
});

describe('a NumericDate', () => {
  const cases: readonly (readonly [what: string, json: string, reading: ReturnType<typeof readNumericDate>])[] = [
    ['is seconds', '1716480961', { seconds: 1_716_480_961 }],
    ['may have a fraction', '1716480961.5', { seconds: 1_716_480_961.5 }],
    ['may be the epoch itself', '0', { seconds: 0 }],
    ['may be the last second of the year 9999', '253402300799', { seconds: 253_402_300_799 }],
    ['is no number of milliseconds', '1716480961000', { fault: 'milliseconds' }],
    ['is not before the epoch', '-1', { fault: 'out-of-range' }],
    ['is not infinite', '1e400', { fault: 'out-of-range' }],
    ['is no text', '"1716480961"', { fault: 'wrong-type' }],
    ['is no null', 'null', { fault: 'wrong-type' }],
  ];
  for (const [what, json, reading] of cases) {
    it(what, () => {
      const value = parseToken(`${encode({ alg: 'HS256' })}.${Buffer.from(`{"exp":${json}}`).toString('base64url')}.AA`)
        .payload?.json;
      assert.ok(value?.type === 'object' && value.members[0]);
      assert.deepEqual(readNumericDate(value.members[0].value), reading);
    });
  }
});
