import { algorithmRules } from '../rules/algorithm.ts';
import { certificateRules } from '../rules/certificates.ts';
import { claimRules } from '../rules/claims.ts';
import { committedRules } from '../rules/committed.ts';
import { contentRules } from '../rules/content.ts';
import { encodingRules } from '../rules/encoding.ts';
import { headerRules } from '../rules/header.ts';
import { keySourceRules } from '../rules/keySource.ts';
import { keyBindingRules } from '../rules/keyBinding.ts';
import { keyRules } from '../rules/keys.ts';
import { jsonFormRules } from '../rules/jsonForm.ts';
import { jweRules } from '../rules/jwe.ts';
import { codeRules } from './code/codeRules.ts';
import { keyDocumentRules } from './keys/keyDocuments.ts';
import { settingsRules } from './settings/settingsDocument.ts';
import { transportRules } from './code/transport.ts';
import type { Rule } from '../rules/rule.ts';
import { sampleRules } from '../rules/sample.ts';
import { sdJwtRules } from '../rules/sdJwt.ts';
import { signatureRules } from '../rules/signature.ts';
import { structureRules } from '../rules/structure.ts';
import { togetherRules } from './related/relatedTokens.ts';
import { timeRules } from '../rules/times.ts';
import { tokenKindRules } from '../rules/tokenKinds.ts';

/** A chapter of the catalogue. */
export interface RuleFamily {
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** All rules, in the order in which documentation and settings list them. */
export const ruleFamilies: readonly RuleFamily[] = [
  { title: 'Structure', rules: structureRules },
  { title: 'Encoding', rules: encodingRules },
  { title: 'Algorithm', rules: algorithmRules },
  { title: 'Signature', rules: signatureRules },
  { title: 'Keys that the token names', rules: [...keySourceRules, ...certificateRules] },
  { title: 'Other header parameters', rules: headerRules },
  { title: 'Encrypted tokens', rules: jweRules },
  { title: 'Time', rules: timeRules },
  { title: 'Claims', rules: claimRules },
  { title: 'Kinds of tokens', rules: tokenKindRules },
  { title: 'SD-JWT', rules: [...sdJwtRules, ...keyBindingRules] },
  { title: 'Sensitive content', rules: contentRules },
  { title: 'Keys you verify with', rules: keyRules },
  { title: 'Keys and key sets in documents', rules: keyDocumentRules },
  { title: 'Tokens in documents', rules: [...jsonFormRules, ...transportRules, ...committedRules] },
  { title: 'Tokens beside each other', rules: togetherRules },
  { title: 'Code', rules: codeRules },
  { title: 'Settings', rules: settingsRules },
  { title: 'Samples', rules: sampleRules },
];

export const catalogue: readonly Rule[] = ruleFamilies.flatMap(({ rules }) => rules);

const byId = new Map(catalogue.map((rule) => [rule.id, rule]));

/** The catalogue's row for an id. */
export function ruleOf(id: string): Rule | undefined {
  return byId.get(id);
}
