import { ruleOf } from './catalogue.ts';
import type { Context, Finding } from '../text/finding.ts';
import { chosenSeverity, severityIn } from '../rules/rule.ts';
import type { RuleChoices } from '../rules/rule.ts';
import type { DocumentHit } from './textSubject.ts';

/** A hit with the severity of its context, or with the one the user chose; none if the rule is off. */
export function weighed(
  { severity: live, ...hit }: DocumentHit,
  context: Context,
  rules: RuleChoices | undefined,
): readonly Finding[] {
  const rule = ruleOf(hit.ruleId);
  const chosen = rule ? chosenSeverity(rule, rules) : 'off';
  return rule && chosen !== 'off' ? [{ ...hit, severity: chosen ?? severityIn(context, rule, live) }] : [];
}
