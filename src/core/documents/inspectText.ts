import type { SharedKeys } from '../issuers/sharedKeys.ts';
import type { Context, Finding } from '../text/finding.ts';
import { ruleOf } from './catalogue.ts';
import { byPlace, chosenSeverity } from '../rules/rule.ts';
import type { RuleChoices } from '../rules/rule.ts';
import { findInCode } from './code/codeRules.ts';
import { findInJsonTokens } from './jsonTokens.ts';
import { findInKeys } from './keys/keyDocuments.ts';
import { findInSettings } from './settings/settingsDocument.ts';
import { findSigningSecrets } from './settings/signingSecrets.ts';
import { findRelatedTokenFaults } from './related/relatedTokens.ts';
import { findOnTheWire } from './code/transport.ts';
import { tokenPlaces } from '../token/tokenPlaces.ts';
import type { TokenPlaces } from '../token/tokenPlaces.ts';
import { TextSubject } from './textSubject.ts';
import type { DocumentHit } from './textSubject.ts';
import { weighed } from './weighed.ts';
import { readInspectOptions } from '../issuers/options.ts';
import { refusedOptions } from '../rules/inspect.ts';

export interface InspectTextOptions {
  /** As VS Code names languages: `typescript`, `dotenv`. Without it the file name decides. */
  readonly languageId?: string;
  /** With or without its folders: `src/auth.ts`. */
  readonly fileName?: string;
  /** What kind of file it is; sets the severities. Default `live`. */
  readonly context?: Context;
  /** The severities that the user set for individual rules, as for `inspect`. */
  readonly rules?: RuleChoices;
  /** False leaves out the rules about program code and about where tokens travel. */
  readonly codeRules?: boolean;
  /** False leaves out the rule about signing secrets in files of settings. */
  readonly settingsRules?: boolean;
  /** What is known of the keys of configured issuers: for files of settings. */
  readonly sharedKeys?: SharedKeys;
}

/** Longer texts are data: they are not read. In UTF-16 code units. */
export const LONGEST_TEXT = 2 * 1024 * 1024;

/**
 * What is wrong in the text of a document besides its tokens: keys and key sets, secrets in `.env` files, tokens in
 * JSON form, tokens that do not belong together, settings of this extension, signing secrets in files of settings, and
 * code that handles tokens carelessly.
 * In the order of the text; at one place the worst first. A rule that is off costs nothing. Time is linear. Never
 * throws, whatever the text.
 */
export function inspectText(text: string, options: InspectTextOptions = {}): readonly Finding[] {
  if (typeof text !== 'string') return [refusedOptions('The document must be text.', 0)];
  const reading = readInspectOptions(options);
  const places = tokenPlaces(text);
  return reading.ok
    ? inspectDocument(text, reading.value, places)
    : [refusedOptions(reading.fault, text.length), ...inspectDocument(text, {}, places)];
}

/** The same of a text whose tokens somebody has found already, so that it is not scanned again. */
export function inspectDocument(text: string, options: InspectTextOptions, places: TokenPlaces): readonly Finding[] {
  const { languageId = '', fileName = '', context = 'live', rules, sharedKeys = [] } = options;
  const { codeRules = true, settingsRules = true } = options;
  if (text.length > LONGEST_TEXT) return [];
  const isWanted = (ruleId: string): boolean => {
    const rule = ruleOf(ruleId);
    return rule !== undefined && chosenSeverity(rule, rules) !== 'off';
  };
  const subject = new TextSubject(text, languageId, fileName, isWanted, places);
  const findings: Finding[] = [];
  const settingsIn = (document: TextSubject): Iterable<DocumentHit> => findInSettings(document, sharedKeys);
  for (const find of [
    findInKeys,
    findInJsonTokens,
    findRelatedTokenFaults,
    settingsIn,
    ...(settingsRules ? [findSigningSecrets] : []),
    ...(codeRules ? [findOnTheWire, findInCode] : []),
  ])
    for (const hit of find(subject)) findings.push(...weighed(hit, contextAt(subject, hit.start, context), rules));
  return findings.toSorted(byPlace);
}

/** The context of a place: tests may stand in the file that they test. */
function contextAt(subject: TextSubject, offset: number, context: Context): Context {
  if (context !== 'live' && context !== 'source') return context;
  return subject.testParts.some(({ start, end }) => start <= offset && offset < end) ? 'test' : context;
}
