import assert from 'node:assert/strict';

import type { IssuerProfile } from '../../../src/core/issuers/issuerProfile.ts';
import type { CheckId, CheckOutcome } from '../../../src/core/verify/verification.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { randomSecret } from '../../fixtures/keys/keyPairs.ts';
import { issue } from '../../support/jose.ts';

const now = new Date('2026-05-31T20:00:00Z');
const epoch = now.getTime() / 1000;
const { bytes, key } = randomSecret(32);

interface Row {
  readonly payload: unknown;
  readonly profile?: IssuerProfile;
  readonly header?: Record<string, unknown>;
  readonly outcome: CheckOutcome;
  readonly detail?: RegExp;
}

async function assertRow(id: CheckId, { payload, profile = {}, header, outcome, detail }: Row): Promise<void> {
  const verification = await verify(issue('HS256', key, payload, header), {
    keys: [{ material: bytes }],
    profile,
    now,
  });
  const found = verification.checks.find((check) => check.id === id);
  assert.equal(found?.outcome, outcome);
  if (detail) assert.match(found.detail, detail);
  assert.equal(verification.signature, 'valid');
  if (outcome === 'fail') assert.deepEqual([verification.claims, verification.verdict], ['fail', 'rejected']);
}

function table(id: CheckId, rows: Readonly<Record<string, Row>>): void {
  describe(`verify: ${id}`, () => {
    for (const [title, row] of Object.entries(rows)) it(title, () => assertRow(id, row));
  });
}

/** JSON that `JSON.stringify` cannot write. */
const raw = (json: string): string => json;

table('exp', {
  'is expired at the very second that the tolerance ends': {
    payload: { exp: epoch - 60 },
    outcome: 'fail',
    detail: /^Expired/,
  },
  'holds a second before that': { payload: { exp: epoch - 59 }, outcome: 'pass', detail: /tolerance/ },
  'holds in the future': { payload: { exp: epoch + 1 }, outcome: 'pass', detail: /^Expires/ },
  'takes the tolerance of the profile': { payload: { exp: epoch - 1 }, profile: { leewaySeconds: 0 }, outcome: 'fail' },
  'caps the tolerance at 300 seconds': {
    payload: { exp: epoch - 300 },
    profile: { leewaySeconds: 86_400 },
    outcome: 'fail',
  },
  'has no negative tolerance': { payload: { exp: epoch + 10 }, profile: { leewaySeconds: -60 }, outcome: 'pass' },
  'may be absent': { payload: {}, outcome: 'pass', detail: /never expires/ },
  'may be absent only if not required': { payload: {}, profile: { requiredClaims: ['exp'] }, outcome: 'fail' },
  'may have fractions': { payload: { exp: epoch + 0.5 }, outcome: 'pass' },
  'is no string': { payload: { exp: String(epoch + 60) }, outcome: 'fail', detail: /not a number/ },
  'is not null': { payload: { exp: null }, outcome: 'fail' },
  'is not in milliseconds': { payload: { exp: now.getTime() + 60_000 }, outcome: 'fail', detail: /milliseconds/ },
  'is not infinite': { payload: raw('{"exp":1e400}'), outcome: 'fail', detail: /out of range/ },
  'is not negative': { payload: { exp: -1 }, outcome: 'fail', detail: /out of range/ },
  'cannot be checked in a payload that is no object': { payload: raw('[1]'), outcome: 'not-checked' },
  'cannot be checked in a payload that is no JSON': { payload: raw('hello'), outcome: 'not-checked' },
});

table('nbf', {
  'holds at its own second': { payload: { nbf: epoch }, outcome: 'pass', detail: /^Valid since/ },
  'holds within the tolerance': { payload: { nbf: epoch + 60 }, outcome: 'pass', detail: /tolerance/ },
  'fails beyond the tolerance': { payload: { nbf: epoch + 61 }, outcome: 'fail', detail: /Not valid yet/ },
  'is no string': { payload: { nbf: 'soon' }, outcome: 'fail' },
  'may be absent only if not required': { payload: {}, profile: { requiredClaims: ['nbf'] }, outcome: 'fail' },
});

table('iat', {
  'may be absent': { payload: {}, outcome: 'pass' },
  'is needed for a maximum age': { payload: {}, profile: { maxAgeSeconds: 60 }, outcome: 'fail' },
  'holds at the maximum age with its tolerance': {
    payload: { iat: epoch - 160 },
    profile: { maxAgeSeconds: 100 },
    outcome: 'pass',
  },
  'fails beyond the maximum age': {
    payload: { iat: epoch - 161 },
    profile: { maxAgeSeconds: 100 },
    outcome: 'fail',
    detail: /older/,
  },
  'is not in the future': { payload: { iat: epoch + 61 }, outcome: 'fail', detail: /clock/ },
  'may be in the future within the tolerance': { payload: { iat: epoch + 60 }, outcome: 'pass' },
});

const issuer = 'https://issuer.test/realm';

table('iss', {
  'holds when equal': { payload: { iss: issuer }, profile: { issuer }, outcome: 'pass' },
  'is not checked without an expectation': { payload: { iss: issuer }, outcome: 'not-checked' },
  'counts as checked when stated as not used': { payload: {}, profile: { issuer: null }, outcome: 'pass' },
  'fails when absent': { payload: {}, profile: { issuer }, outcome: 'fail' },
  'tells a slash at the end': { payload: { iss: `${issuer}/` }, profile: { issuer }, outcome: 'fail', detail: /slash/ },
  'tells a difference in case': {
    payload: { iss: issuer.toUpperCase() },
    profile: { issuer },
    outcome: 'fail',
    detail: /case/,
  },
  'tells another scheme': {
    payload: { iss: issuer.replace('https', 'http') },
    profile: { issuer },
    outcome: 'fail',
    detail: /http:/,
  },
  'does not name the issuer found': {
    payload: { iss: 'https://evil.test' },
    profile: { issuer },
    outcome: 'fail',
    detail: /^(?!.*evil)/,
  },
  'is one string, not a list': { payload: { iss: [issuer] }, profile: { issuer }, outcome: 'fail' },
  'is one string even where nothing is expected': { payload: { iss: 7 }, outcome: 'fail' },
});

table('aud', {
  'holds when equal': { payload: { aud: 'api' }, profile: { audience: 'api' }, outcome: 'pass' },
  'holds as one of several': { payload: { aud: ['x', 'api'] }, profile: { audience: 'api' }, outcome: 'pass' },
  'holds for one of several expected': {
    payload: { aud: 'api' },
    profile: { audience: ['web', 'api'] },
    outcome: 'pass',
  },
  'is not checked without an expectation': { payload: { aud: 'api' }, outcome: 'not-checked' },
  'counts as checked when stated as not used': {
    payload: { aud: 'api' },
    profile: { audience: null },
    outcome: 'pass',
  },
  'fails for others': { payload: { aud: ['x', 'y'] }, profile: { audience: 'api' }, outcome: 'fail' },
  'fails when part of the text': { payload: { aud: 'api-two' }, profile: { audience: 'api' }, outcome: 'fail' },
  'fails when absent': { payload: {}, profile: { audience: 'api' }, outcome: 'fail' },
  'fails when empty': { payload: { aud: [] }, profile: { audience: 'api' }, outcome: 'fail' },
  'fails where nothing is accepted': { payload: { aud: 'api' }, profile: { audience: [] }, outcome: 'fail' },
  'is made of strings': { payload: { aud: ['api', 7] }, profile: { audience: 'api' }, outcome: 'fail' },
  'tells a slash at the end': {
    payload: { aud: ['x', 'https://api/'] },
    profile: { audience: 'https://api' },
    outcome: 'fail',
    detail: /slash/,
  },
});

table('typ', {
  'is not checked without an expectation': { payload: {}, header: { typ: 'JWT' }, outcome: 'not-checked' },
  'is compared without case and prefix': {
    payload: {},
    header: { typ: 'application/AT+JWT' },
    profile: { tokenType: 'at+jwt' },
    outcome: 'pass',
  },
  'fails for another type': { payload: {}, header: { typ: 'JWT' }, profile: { tokenType: 'at+jwt' }, outcome: 'fail' },
  'fails when absent': { payload: {}, profile: { tokenType: 'at+jwt' }, outcome: 'fail' },
  'fails without the claims that the type needs': {
    payload: { sub: '1' },
    profile: { requiredClaims: ['sub', 'jti', 'scope'] },
    outcome: 'fail',
    detail: /jti, scope/,
  },
  'takes inherited names for missing': { payload: {}, profile: { requiredClaims: ['constructor'] }, outcome: 'fail' },
});
