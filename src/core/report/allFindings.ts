import type { Token } from '../token/token.ts';
import { ruleOf } from '../documents/catalogue.ts';
import type { Finding } from '../text/finding.ts';
import { inspectParsed } from '../rules/inspect.ts';
import type { InspectOptions } from '../rules/inspect.ts';
import { chosenSeverity, severityRank, severityIn } from '../rules/rule.ts';

/** Findings that are left out if one of these rules already gives the reason. */
const saidBy: ReadonlyMap<string, readonly string[]> = new Map([
  ['alg-not-allowed', ['alg-none', 'alg-none-variant']],
  ['alg-deprecated', ['jwe-rsa1_5']],
  ['at-jwt-alg', ['alg-none']],
  ['alg-symmetric-multiparty', ['at-jwt-alg']],
  ['payload-not-json-object', ['json-not-utf8']],
  ['signature-invalid', ['signature-missing', 'signature-length', 'ecdsa-der-signature', 'ecdsa-degenerate-signature']],
]);

/**
 * What a token shows by itself, what its verification found (`fromVerify`, with the severity of a live context) and
 * what the tokens beside it show (`neighbours`, weighed already): each fact once, the worst first.
 */
export function allFindings(
  token: Token,
  options: InspectOptions,
  fromVerify: readonly Finding[] = [],
  neighbours: readonly Finding[] = [],
): readonly Finding[] {
  const found = [
    ...inspectParsed(token, options),
    ...fromVerify.flatMap((finding) => weigh(finding, options)),
    ...neighbours,
  ];
  const ids = new Set(found.map(({ ruleId }) => ruleId));
  return found
    .filter(({ ruleId }) => !saidBy.get(ruleId)?.some((id) => ids.has(id)))
    .toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity));
}

/** `verify` gives findings the severity of a live context and knows no settings. */
function weigh(finding: Finding, { context = 'live', rules }: InspectOptions): readonly Finding[] {
  const rule = ruleOf(finding.ruleId);
  const chosen = rule && chosenSeverity(rule, rules);
  if (rule === undefined || chosen === 'off') return [];
  return [{ ...finding, severity: chosen ?? severityIn(context, rule, finding.severity) }];
}
