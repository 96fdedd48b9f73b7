import assert from 'node:assert/strict';
import { allFindings } from '../../../src/core/rules/allFindings.ts';
import type { Finding } from '../../../src/core/rules/finding.ts';
import type { InspectOptions } from '../../../src/core/rules/inspect.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { encode, NOW, soundClaims, soundHeader } from './tokens.ts';

const token = parseToken(`${encode({ ...soundHeader, alg: 'HS256' })}.${encode(soundClaims)}.${'A'.repeat(43)}`);
const proven: readonly Finding[] = [
  { ruleId: 'kid-missing-multikey', severity: 'hint', message: 'a', start: 0, end: 1 },
  { ruleId: 'signature-invalid', severity: 'error', message: 'b', start: 0, end: 1 },
];

function provenAs(options: InspectOptions): readonly string[] {
  const ids = new Set(proven.map(({ ruleId }) => ruleId));
  return allFindings(token, { now: new Date(NOW * 1000), ...options }, proven)
    .filter(({ ruleId }) => ids.has(ruleId))
    .map(({ ruleId, severity }) => `${severity} ${ruleId}`);
}

describe('findings of a token and its verification', () => {
  it('come the worst first', () => {
    assert.deepEqual(provenAs({}), ['error signature-invalid', 'hint kid-missing-multikey']);
  });

  it('are as loud as their context allows', () => {
    assert.deepEqual(provenAs({ context: 'test' }), ['warning signature-invalid', 'hint kid-missing-multikey']);
  });

  it('obey the word of the user', () => {
    const rules = new Map([
      ['signature-invalid', 'information'],
      ['kid-missing-multikey', 'off'],
    ] as const);
    assert.deepEqual(provenAs({ rules, context: 'test' }), ['information signature-invalid']);
  });

  it('hold what inspect finds, too', () => {
    const found = allFindings(token, { now: new Date((NOW + 1e6) * 1000) });
    assert.ok(found.some(({ ruleId }) => ruleId === 'exp-expired'));
  });
});
