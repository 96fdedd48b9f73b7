import type { ParsedToken } from '../token/token.ts';
import { ruleOf } from './catalogue.ts';
import type { Finding } from './finding.ts';
import { inspect } from './inspect.ts';
import type { InspectOptions } from './inspect.ts';
import { chosenSeverity, loudnessOf, severityIn } from './rule.ts';

/** What a token shows by itself together with what its verification found (`proven`), the worst first. */
export function allFindings(
  token: ParsedToken,
  options: InspectOptions,
  proven: readonly Finding[] = [],
): readonly Finding[] {
  return [...inspect(token, options), ...proven.flatMap((finding) => weigh(finding, options))].toSorted(
    (a, b) => loudnessOf(b.severity) - loudnessOf(a.severity),
  );
}

/** `verify` finds things as loud as they are in a live context and knows no settings. */
function weigh(finding: Finding, { context = 'live', rules }: InspectOptions): readonly Finding[] {
  const rule = ruleOf(finding.ruleId);
  const chosen = rule && chosenSeverity(rule, rules);
  if (rule === undefined || chosen === 'off') return [];
  return [{ ...finding, severity: chosen ?? severityIn(context, rule, finding.severity) }];
}
