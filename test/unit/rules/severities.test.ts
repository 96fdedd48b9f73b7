import assert from 'node:assert/strict';
import { catalogue } from '../../../src/core/rules/catalogue.ts';
import { contexts } from '../../../src/core/rules/context.ts';
import type { Context, Severity } from '../../../src/core/rules/finding.ts';
import { inspect } from '../../../src/core/rules/inspect.ts';
import { tokenCases } from './cases/tokenCases.ts';
import { NOW } from './tokens.ts';

/** What passes with time. */
const time = 'exp-expired nbf-future iat-future lifetime-long x5c-untrusted'.split(' ');
/** What is missing, and what should better not be there. */
const taste = `exp-missing iss-missing aud-missing aud-broad claim-precision-loss payload-private-key payload-credential
  payload-card-number payload-ssn payload-nested-token payload-pii token-committed`.split(/\s+/);

/** Where the measured noise of RULES.md section 3 asks for another weight than the kind of the rule. */
const exceptions: Readonly<Record<string, Partial<Readonly<Record<Context, Severity>>>>> = {
  'alg-none': { test: 'hint', docs: 'hint' },
  'segment-count': { docs: 'hint' },
  'exp-missing': { source: 'hint' },
};

const order: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
const atMost = (limit: Severity, severity: Severity): Severity =>
  order[Math.max(order.indexOf(limit), order.indexOf(severity))] ?? 'hint';

/** RULES.md section 3, "Context classes and modifier". */
function expected(ruleId: string, live: Severity, isOwn: boolean, context: Context): Severity {
  const exception = isOwn ? undefined : exceptions[ruleId]?.[context];
  if (exception) return exception;
  if (context === 'live') return live;
  if (context === 'source') return time.includes(ruleId) ? (order[order.indexOf(live) + 1] ?? 'hint') : live;
  if (taste.includes(ruleId)) return 'hint';
  if (time.includes(ruleId)) return atMost('information', live);
  return context === 'log' ? live : atMost('warning', live);
}

describe('how loud a rule is', () => {
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
        for (const context of contexts) {
          assert.deepEqual(
            inContext(context),
            live.map((each) => expected(id, each, each !== severity, context)),
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
