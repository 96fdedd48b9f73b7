import { algorithm } from '../../facts/algorithms.ts';
import { decodeBase64 } from '../../keys/pem.ts';
import { isKnown } from '../../keys/guessable.ts';
import { lintSecret } from '../../keys/lintSecret.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Severity } from '../../text/finding.ts';
import type { DocumentHit, TextSubject } from '../textSubject.ts';
import { assignmentsIn } from './assignments.ts';
import { fallbackOf, isLiteralSecret, keyOfJson } from './secretValue.ts';
import { Section } from './setting.ts';
import type { Setting } from './setting.ts';
import { isSecretData, settingsIn, textOfSecretData } from './settingsIn.ts';
import { isOfReference, isSigningSecretName, nameBeside } from './signingSecretName.ts';

const ID = 'hmac-secret-in-settings';

/** The rule about secrets in files of settings. */
export const signingSecretRules: readonly Rule[] = [
  {
    id: ID,
    title: 'Signing secret in a settings file',
    why: 'Anyone who can read the file, its history, or the image it is built into can make tokens. If the secret is short or known, anyone who has a token can find it.',
    source: 'CWE-798, CWE-260',
    fix: 'Set the secret through the environment or a secret store, and replace the exposed secret.',
    kind: 'content',
    severity: 'warning',
    needs: 'document',
  },
];

/** Longer texts are data, and no settings. In UTF-16 code units. */
const LONGEST_SETTINGS = 512 * 1024;
/** A document with more than this is a list of something else. */
const MOST_SECRETS = 100;
/** How many settings are looked at that are named like a secret, whatever they hold. */
const MOST_NAMED = 5000;
/** How many settings beside one are looked at. */
const MOST_BESIDE = 100;

/** Secrets that sign tokens, where they stand in a file of settings. */
export function* findSigningSecrets(subject: TextSubject): Iterable<DocumentHit> {
  const { text, fileName } = subject;
  if (!subject.wants(ID) || subject.isEnvFile || isForOthers(fileName)) return;
  if (text.length > LONGEST_SETTINGS || !/secret|key|token/i.test(text)) return;
  const seen = new Set<number>();
  let looks = 0;
  for (const setting of settingsIn(subject)) {
    for (const candidate of [setting, ...assignmentsIn(text, setting)]) {
      if (!isCandidate(candidate)) continue;
      if (++looks > MOST_NAMED) return;
      const secret = secretIn(text, candidate, fileName);
      if (!secret || seen.has(secret.start)) continue;
      if (seen.size >= MOST_SECRETS) return;
      seen.add(secret.start);
      yield { start: secret.start, end: secret.end, ruleId: ID, ...judged(secret) };
    }
  }
}

/** Templates, whose values are to be replaced; names of variables for node-config; words for people. */
const templates =
  /[._-](?:example|sample|template|tmpl|tpl|dist|j2|jinja2?|erb|mustache|hbs|gotmpl)(?:\.[a-z0-9]+)?$|(?:^|\/)(?:example|sample|template)\.[a-z]+$/;
const words =
  /\/(?:locales?|i18n|l10n|langs?|languages|translations?|messages)\/|(?:^|\/)(?:messages|strings|translations?|labels)(?:[._-][\w-]+)?\.[a-z]+$|(?:^|\/)(?:ar|bg|cs|da|de|el|en|es|et|fa|fi|fr|he|hi|hu|id|it|ja|ko|lt|lv|nb|nl|no|pl|pt|ro|ru|sk|sl|sr|sv|th|tr|uk|vi|zh)(?:[-_][a-z]{2,4})?\.(?:json|ya?ml|properties|toml)$/;
const generated =
  /(?:^|\/)(?:custom-environment-variables\.\w+|package(?:-lock)?\.json|openapi\.\w+|swagger\.\w+|[\w.-]*schema\.json)$/;

function isForOthers(fileName: string): boolean {
  return templates.test(fileName) || words.test(fileName) || generated.test(fileName);
}

interface Secret {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  readonly alg: string;
}

/** A cheap look, since most settings are no secrets. */
function isCandidate({ name, value, section }: Setting): boolean {
  if (!/secret|key|token|value|base64|string|text/i.test(name) || /^\$\{[^:}]*\}$|^\{\{/.test(value)) return false;
  return /secret|key|token/i.test(name) || /secret|key|signing|name/i.test(section.name) || section.name === '';
}

function secretIn(text: string, setting: Setting, fileName: string): Secret | undefined {
  const { section, start, end } = setting;
  const pair = nameBeside(setting);
  const name = pair ?? setting.name;
  const isData = isSecretData(section);
  const place = pair === undefined ? section : section.parent;
  if (setting.tag !== undefined && !/^!!?(?:str|int|binary)?$/.test(setting.tag)) return undefined;
  if (
    !isSigningSecretName(place, name, fileName) &&
    !(isOfSecret(section) && isSigningSecretName(named(section), name, fileName))
  )
    return undefined;
  if (isOfReference(setting) || isNameOf(setting.value, name, fileName)) return undefined;
  const alg = algorithmBeside(section);
  if (alg === undefined) return undefined;
  const whole = isData ? textOfSecretData(setting.value) : setting.value;
  const part = fallbackOf(whole) ?? keyOfJson(whole);
  const value = part?.value ?? whole;
  if (!isLiteralSecret(value)) return undefined;
  const isAsWritten = part !== undefined && text.slice(start, end) === whole;
  const from = isAsWritten ? start + part.offset : start;
  return { value, start: from, end: isAsWritten ? from + value.length : end, bytes: bytesOf(name, value), alg };
}

/** In a Kubernetes Secret, its own name says what its entries are for. */
function isOfSecret({ name, parent }: Section): boolean {
  return /^(?:data|stringData)$/.test(name) && parent?.valueOf('kind') === 'Secret';
}

function named({ parent }: Section): Section {
  return new Section('', new Section(parent?.sectionOf('metadata')?.valueOf('name') ?? ''));
}

/** Whether a value only names a variable or an entry: `secret: JWT_SECRET`, in a chart `jwtSecret: jwt-secret`. */
function isNameOf(value: string, name: string, fileName: string): boolean {
  const isVariable = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value) && /^(?!YOUR|MY_|CHANGE|REPLACE|SUPER)/.test(value);
  const isEntry =
    /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(value) && /(?:^|\/)values(?:[._-][\w-]+)?\.ya?ml$/.test(fileName);
  return (
    (isVariable && !/^[A-Z0-9_]+$/.test(name) && isSigningSecretName(undefined, value, '')) ||
    (isEntry && isSigningSecretName(undefined, value, ''))
  );
}

/** The algorithm that stands beside a secret, or HS256; `undefined` where that takes a key of a pair. */
function algorithmBeside(section: Section): string | undefined {
  for (const [name, value] of section.members(MOST_BESIDE)) {
    if (!/^(?:jwt[-_]?)?(?:(?:signing|signature)[-_]?)?alg(?:orithms?)?$/i.test(name)) continue;
    if (/^(?:RS|PS|ES)\d{3}|^EdDSA$/i.test(value)) return undefined;
    const found = /^HS(?:256|384|512)$/i.exec(value)?.[0];
    if (found !== undefined) return found.toUpperCase();
  }
  return 'HS256';
}

function bytesOf(name: string, value: string): Uint8Array {
  const decoded = /base64|b64/i.test(name) ? decodeBase64(value) : undefined;
  return decoded && decoded.length > 0 ? decoded : new TextEncoder().encode(value);
}

function judged({ bytes, alg }: Secret): { readonly message: string; readonly severity?: Severity } {
  if (isKnown(bytes))
    return { severity: 'error', message: 'This signing secret is publicly known. Anyone can make tokens with it.' };
  const fact = algorithm(alg);
  const [fault] = fact ? lintSecret(bytes, fact) : [];
  const stated = 'A signing secret is in this file. Anyone who reads the file can make tokens.';
  if (!fault) return { message: stated };
  return { message: `${stated} ${fault.message}`, ...(fault.severity === 'error' && { severity: 'error' as const }) };
}
