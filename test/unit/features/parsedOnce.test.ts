import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { reportOn } from '../../../src/core/report/report.ts';
import { tokenOf } from '../../../src/core/token/tokenOf.ts';
import { verifyToken } from '../../../src/core/verify/verify.ts';
import { claimsText, verdictText } from '../../../src/features/hover/hoverText.ts';
import { callsOf } from '../../support/callsOf.ts';
import { encode, hs256 } from '../../support/jose.ts';

const now = new Date('2026-05-31T20:00:00Z');
const secret = 'kD3vQz8nLw5rTb1xYf7mHc2gJs9pUa4e';
const profile = { issuer: 'https://login.corp.io', audience: 'orders', algorithms: ['HS256'] };

/**
 * What hovering a token of a configured issuer comes to: what is known at once, the verification behind it, and the
 * hover again.
 */
async function hover(text: string): Promise<void> {
  const show = (report: ReturnType<typeof reportOn>): string => verdictText(report, now) + claimsText(report, now);
  const pending = { by: 'corp', profile };
  assert.match(show(reportOn(tokenOf(text), { verification: pending }, now)), /Verifying/);
  const result = await verifyToken(tokenOf(text), { keys: [{ material: secret }], profile, now });
  show(reportOn(tokenOf(text), { verification: { ...pending, result } }, now));
}

describe('one hover', () => {
  it('parses its token once, however much is asked about it', async () => {
    const text = hs256({ iss: profile.issuer, aud: 'orders', exp: now.getTime() / 1000 + 600, jti: 'one' }, secret);
    const calls = await callsOf(['parseToken', 'judgeClaims'], () => hover(text));
    assert.equal(calls.get('parseToken'), 1);
    // For the rules before and after the verification, and by the verification.
    assert.ok((calls.get('judgeClaims') ?? 0) <= 3, String(calls.get('judgeClaims')));
  });

  it('hashes the disclosures of an SD-JWT once', async () => {
    const disclosure = encode(['2GLC42sKQveCfGfryNRN9w', 'given_name', 'Ada']);
    const digest = createHash('sha256').update(disclosure).digest('base64url');
    const text = `${hs256({ iss: profile.issuer, _sd: [digest] }, secret)}~${disclosure}~`;
    const calls = await callsOf(['parseToken', 'place'], () => hover(text));
    assert.equal(calls.get('parseToken'), 1);
    assert.equal(calls.get('place'), 1);
  });

  it('parses a token inside another once, too', async () => {
    const inner = hs256({ iss: profile.issuer, exp: now.getTime() / 1000 + 600, jti: 'inner' }, secret);
    const calls = await callsOf(['parseToken'], () => hover(hs256(inner, secret, { alg: 'HS256', cty: 'JWT' })));
    assert.equal(calls.get('parseToken'), 2);
  });
});
