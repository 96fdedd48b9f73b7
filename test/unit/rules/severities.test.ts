import assert from 'node:assert/strict';
import { catalogue } from '../../../src/core/documents/catalogue.ts';
import type { Context, Severity } from '../../../src/core/text/finding.ts';
import { inspect } from '../../../src/core/rules/inspect.ts';
import { tokenCases } from './cases/tokenCases.ts';
import { NOW } from './tokens.ts';

/** What passes with time. */
const time = 'exp-expired nbf-future iat-future lifetime-long x5c-untrusted'.split(' ');
/** What is missing, and what should better not be there. */
const taste = `exp-missing iss-missing aud-missing aud-broad claim-precision-loss payload-private-key payload-credential
  payload-card-number payload-ssn payload-nested-token payload-pii token-committed`.split(/\s+/);

/**
 * What a finding weighs in source code, tests, documentation (as in examples) and logs, by what it weighs where tokens
 * are in use (RULES.md section 3).
 */
const weights = {
  structure: {
    error: ['error', 'warning', 'warning', 'error'],
    warning: ['warning', 'warning', 'warning', 'warning'],
    information: ['information', 'information', 'information', 'information'],
    hint: ['hint', 'hint', 'hint', 'hint'],
  },
  time: {
    error: ['warning', 'information', 'information', 'information'],
    warning: ['information', 'information', 'information', 'information'],
    information: ['hint', 'information', 'information', 'information'],
    hint: ['hint', 'hint', 'hint', 'hint'],
  },
  taste: {
    error: ['error', 'hint', 'hint', 'hint'],
    warning: ['warning', 'hint', 'hint', 'hint'],
    information: ['information', 'hint', 'hint', 'hint'],
    hint: ['hint', 'hint', 'hint', 'hint'],
  },
} as const;

/** Where the measured noise of RULES.md section 3 asks for another weight than the kind of the rule. */
const exceptions: Readonly<Record<string, readonly Severity[]>> = {
  'alg-none': ['error', 'hint', 'hint', 'error'],
  'segment-count': ['error', 'warning', 'hint', 'error'],
  'exp-missing': ['hint', 'hint', 'hint', 'hint'],
};

describe('the severity of a rule', () => {
  const elsewhere: readonly Context[] = ['source', 'test', 'docs', 'log'];
  const now = new Date(NOW * 1000);
  for (const { id, severity, optIn, check } of catalogue) {
    if (!check || optIn || id === 'token-committed') continue;
    it(`depends on where the token is: ${id}`, () => {
      for (const { token, options } of Object.values(tokenCases[id]?.fires ?? {})) {
        const inContext = (context: Context): readonly Severity[] =>
          inspect(token, { now, ...options, context })
            .filter(({ ruleId }) => ruleId === id)
            .map((finding) => finding.severity);
        const live = inContext('live');
        assert.ok(live.length > 0);
        const kind = time.includes(id) ? 'time' : taste.includes(id) ? 'taste' : 'structure';
        const weightsOf = (each: Severity) => (each === severity ? exceptions[id] : undefined) ?? weights[kind][each];
        assert.deepEqual(inContext('example'), inContext('docs'), 'example');
        for (const [index, context] of elsewhere.entries()) {
          assert.deepEqual(
            inContext(context),
            live.map((each) => weightsOf(each)[index]),
            context,
          );
        }
      }
    });
  }

  it('is never an error for time alone', () => {
    for (const { id, severity } of catalogue) if (time.includes(id)) assert.notEqual(severity, 'error', id);
  });
});
