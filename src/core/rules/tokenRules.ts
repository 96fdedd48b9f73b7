import { algorithmRules } from './algorithm.ts';
import { certificateRules } from './certificates.ts';
import { claimRules } from './claims.ts';
import { committedRules } from './committed.ts';
import { contentRules } from './content.ts';
import { encodingRules } from './encoding.ts';
import { headerRules } from './header.ts';
import { keySourceRules } from './keySource.ts';
import { keyBindingRules } from './keyBinding.ts';
import { keyRules } from './keys.ts';
import { jsonFormRules } from './jsonForm.ts';
import { jweRules } from './jwe.ts';
import type { Rule } from './rule.ts';
import { sampleRules } from './sample.ts';
import { sdJwtRules } from './sdJwt.ts';
import { signatureRules } from './signature.ts';
import { structureRules } from './structure.ts';
import { timeRules } from './times.ts';
import { tokenKindRules } from './tokenKinds.ts';

/** A chapter of the catalogue. */
export interface RuleFamily {
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** The rules that judge a token, in the order in which documentation and settings list them. */
export const tokenRuleFamilies: readonly RuleFamily[] = [
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
];

/** Every rule that has something to say about a token by itself. */
export const tokenRules: readonly Rule[] = [
  ...tokenRuleFamilies.flatMap(({ rules }) => rules),
  ...jsonFormRules,
  ...committedRules,
  ...sampleRules,
];
