import assert from 'node:assert/strict';
import { allFindings } from '../../../src/core/report/allFindings.ts';
import type { Finding } from '../../../src/core/text/finding.ts';
import type { InspectOptions } from '../../../src/core/rules/inspect.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { NOW, soundClaims, soundHeader } from '../rules/tokens.ts';
import { bytes, encode, jwe, jws } from '../../support/jose.ts';

const token = parseToken(`${encode({ ...soundHeader, alg: 'HS256' })}.${encode(soundClaims)}.${'A'.repeat(43)}`);
const fromVerify: readonly Finding[] = [
  { ruleId: 'kid-missing-multikey', severity: 'hint', message: 'a', start: 0, end: 1 },
  { ruleId: 'signature-invalid', severity: 'error', message: 'b', start: 0, end: 1 },
];

function verifiedAs(options: InspectOptions): readonly string[] {
  const ids = new Set(fromVerify.map(({ ruleId }) => ruleId));
  return allFindings(token, { now: new Date(NOW * 1000), ...options }, fromVerify)
    .filter(({ ruleId }) => ids.has(ruleId))
    .map(({ ruleId, severity }) => `${severity} ${ruleId}`);
}

describe('findings of a token and its verification', () => {
  it('come the worst first', () => {
    assert.deepEqual(verifiedAs({}), ['error signature-invalid', 'hint kid-missing-multikey']);
  });

  it('have the severity of their context', () => {
    assert.deepEqual(verifiedAs({ context: 'test' }), ['warning signature-invalid', 'hint kid-missing-multikey']);
  });

  it('obey the word of the user', () => {
    const rules = new Map([
      ['signature-invalid', 'information'],
      ['kid-missing-multikey', 'off'],
    ] as const);
    assert.deepEqual(verifiedAs({ rules, context: 'test' }), ['information signature-invalid']);
  });

  it('say once why a signature cannot match', () => {
    const cutOff = parseToken(token.text.slice(0, token.text.lastIndexOf('.') + 1));
    const ids = allFindings(cutOff, { now: new Date(NOW * 1000) }, fromVerify).map(({ ruleId }) => ruleId);
    assert.ok(ids.includes('signature-missing') && !ids.includes('signature-invalid'));
  });

  it('do not add to an unsigned token that its algorithm is not allowed', () => {
    const unsigned = parseToken(`${encode({ alg: 'none' })}.${encode(soundClaims)}.`);
    const options = { now: new Date(NOW * 1000), profile: { algorithms: ['RS256'] } };
    const ids = (more: InspectOptions): readonly string[] =>
      allFindings(unsigned, { ...options, ...more }).map(({ ruleId }) => ruleId);
    assert.ok(ids({}).includes('alg-none') && !ids({}).includes('alg-not-allowed'));
    assert.ok(ids({ rules: new Map([['alg-none', 'off']]) }).includes('alg-not-allowed'));
  });

  const idsOf = (text: string): readonly string[] =>
    allFindings(parseToken(text), { now: new Date(NOW * 1000) }).map(({ ruleId }) => ruleId);

  it('say each fact once where several rules know it', () => {
    const wide = Buffer.from(JSON.stringify(soundClaims), 'utf16le');
    assert.deepEqual(idsOf(jws({ ...soundHeader }, wide)), ['json-not-utf8']);
    assert.deepEqual(idsOf(jwe({ alg: 'RSA1_5' }, { key: bytes(256) })), ['jwe-rsa1_5', 'jwe-not-authenticated']);
    const access = { ...soundClaims, client_id: 'c1', jti: 'j1' };
    assert.deepEqual(idsOf(jws({ alg: 'none', typ: 'at+jwt' }, access)), ['alg-none']);
    assert.deepEqual(idsOf(jws({ alg: 'HS256', typ: 'at+jwt' }, access)), ['at-jwt-alg']);
    assert.deepEqual(idsOf(jws({ alg: 'EdDSA' }, soundClaims, encode(bytes(64)))), ['alg-deprecated']);
  });

  it('hold what inspect finds, too', () => {
    const found = allFindings(token, { now: new Date((NOW + 1e6) * 1000) });
    assert.ok(found.some(({ ruleId }) => ruleId === 'exp-expired'));
  });
});
