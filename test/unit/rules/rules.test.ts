import assert from 'node:assert/strict';
import { catalogue, ruleOf } from '../../../src/core/documents/catalogue.ts';
import type { Finding } from '../../../src/core/text/finding.ts';
import { inspect } from '../../../src/core/rules/inspect.ts';
import type { InspectOptions } from '../../../src/core/rules/inspect.ts';
import { tokenCases } from './cases/tokenCases.ts';
import { spanOf } from './ruleCases.ts';
import { claims, NOW } from './tokens.ts';

/** The findings of one rule; an opt-in rule is opted in. */
function findingsOf(ruleId: string, token: string, options: InspectOptions = {}): readonly Finding[] {
  const rule = ruleOf(ruleId);
  return inspect(token, {
    now: new Date(NOW * 1000),
    ...(rule?.optIn && { rules: new Map([[ruleId, rule.severity]]) }),
    ...options,
  }).filter((finding) => finding.ruleId === ruleId);
}

describe('rules', () => {
  for (const { id } of catalogue.filter(({ check }) => check)) {
    describe(id, () => {
      const { fires, quiet } = tokenCases[id] ?? { fires: {}, quiet: {} };

      it('has tokens that fire it and near misses', () => {
        assert.ok(Object.keys(fires).length >= 2 && Object.keys(quiet).length >= 2);
      });

      for (const [reason, { token, at, options, severity }] of Object.entries(fires)) {
        it(`fires ${reason}`, () => {
          const findings = findingsOf(id, token, options);
          const places = [at].flat();
          assert.deepEqual(
            findings.map(({ start, end }) => ({ start, end })),
            places.map((place) => spanOf(token, place)),
          );
          if (severity) assert.deepEqual(new Set(findings.map((finding) => finding.severity)), new Set([severity]));
        });
      }

      for (const [reason, { token, options }] of Object.entries(quiet)) {
        it(`stays silent ${reason}`, () => {
          assert.deepEqual(findingsOf(id, token, options), []);
        });
      }
    });
  }

  it('have cases for the rules of the catalogue only', () => {
    assert.deepEqual(
      Object.keys(tokenCases).filter((id) => !ruleOf(id)),
      [],
    );
  });

  it('find nothing in a sound token', () => {
    assert.deepEqual(inspect(claims({}), { now: new Date(NOW * 1000) }), []);
  });
});
