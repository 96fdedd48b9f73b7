import { codeRules } from './code/codeRules.ts';
import { keyDocumentRules } from './keys/keyDocuments.ts';
import { settingsRules } from './settings/settingsDocument.ts';
import { signingSecretRules } from './settings/signingSecrets.ts';
import { transportRules } from './code/transport.ts';
import { relatedTokenRules } from './related/relatedTokens.ts';
import { committedRules } from '../rules/committed.ts';
import { jsonFormRules } from '../rules/jsonForm.ts';
import { sampleRules } from '../rules/sample.ts';
import { tokenRuleFamilies } from '../rules/tokenRules.ts';
import type { RuleFamily } from '../rules/tokenRules.ts';
import type { Rule } from '../rules/rule.ts';

/** All rules, in the order in which documentation and settings list them. */
export const ruleFamilies: readonly RuleFamily[] = [
  ...tokenRuleFamilies,
  { title: 'Keys and key sets in documents', rules: keyDocumentRules },
  { title: 'Tokens in documents', rules: [...jsonFormRules, ...transportRules, ...committedRules] },
  { title: 'Tokens beside each other', rules: relatedTokenRules },
  { title: 'Code', rules: codeRules },
  { title: 'Settings', rules: [...signingSecretRules, ...settingsRules] },
  { title: 'Samples', rules: sampleRules },
];

export const catalogue: readonly Rule[] = ruleFamilies.flatMap(({ rules }) => rules);

const byId = new Map(catalogue.map((rule) => [rule.id, rule]));

/** The catalogue's row for an id. */
export function ruleOf(id: string): Rule | undefined {
  return byId.get(id);
}
