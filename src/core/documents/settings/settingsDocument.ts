import { unrestrictedBecause } from '../../issuers/issuerSettings.ts';
import type { SharedKeys } from '../../issuers/sharedKeys.ts';
import { MAX_CLOCK_TOLERANCE_SECONDS } from '../../text/time.ts';
import { member } from '../../text/json.ts';
import type { JsonNode, JsonObject } from '../../text/json.ts';
import { spanOf } from '../../rules/rule.ts';
import type { Rule } from '../../rules/rule.ts';
import type { DocumentHit, TextSubject } from '../textSubject.ts';

/** Rules about the settings of this extension, where they stand in a file of settings. */
export const settingsRules: readonly Rule[] = [
  {
    id: 'issuer-unrestricted',
    title: 'Issuer not checked',
    why: 'Without an expected issuer, a token from any issuer is accepted if a key fits.',
    source: 'RFC 8725 §3.8',
    fix: 'Set "issuer" to the exact "iss" of its tokens.',
    kind: 'structure',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'leeway-excessive',
    title: 'Excessive clock tolerance',
    why: 'The tolerance extends the validity of every token. It is meant for clocks that differ by seconds.',
    source: 'RFC 7519 §4.1.4',
    fix: 'Set it to 60 seconds, and synchronize the clocks.',
    kind: 'structure',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'key-shared-across-environments',
    title: 'One key for several environments',
    why: 'A token made for tests is valid wherever the same key is trusted.',
    source: 'RFC 8725 §3.8, OWASP JWT cheat sheet',
    fix: 'Give each environment its own key.',
    kind: 'structure',
    severity: 'warning',
    needs: 'document',
  },
];

/** Whether a file holds settings of VS Code, by its name. */
export function isSettingsFile(fileName: string): boolean {
  return fileName.endsWith('settings.json') || fileName.endsWith('.code-workspace');
}

/** Nobody configures more issuers. */
const MOST_ENTRIES = 1000;

/** What is wrong with the settings of this extension in a file of settings. */
export function* findInSettings(subject: TextSubject, sharedKeys: SharedKeys): Iterable<DocumentHit> {
  if (!subject.wants(...settingsRules.map(({ id }) => id))) return;
  if (!isSettingsFile(subject.fileName) || !subject.text.includes('"jwtInspector.')) return;
  for (const object of subject.objects) {
    yield* judgeTolerance(object, 'jwtInspector.clockTolerance');
    const list = member(object, 'jwtInspector.issuers')?.value;
    const entries =
      list?.type === 'array' ? list.items.slice(0, MOST_ENTRIES).filter((item) => item.type === 'object') : [];
    const sharers = sharersAmong(entries, sharedKeys);
    for (const entry of entries) {
      yield* judgeTolerance(entry, 'clockTolerance');
      yield* judgeIssuer(entry);
      yield* judgeEnvironment(entry, sharers);
    }
  }
}

function* judgeTolerance(object: JsonObject, name: string): Iterable<DocumentHit> {
  const tolerance = member(object, name);
  if (tolerance?.value.type !== 'number' || !(tolerance.value.value > MAX_CLOCK_TOLERANCE_SECONDS)) return;
  yield {
    ...spanOf(tolerance),
    ruleId: 'leeway-excessive',
    message: `The tolerance extends every token. The maximum is ${MAX_CLOCK_TOLERANCE_SECONDS} seconds.`,
  };
}

function* judgeIssuer(entry: JsonObject): Iterable<DocumentHit> {
  const issuer = member(entry, 'issuer');
  const fault = unrestrictedBecause(plainText(issuer?.value));
  if (fault !== undefined) {
    yield {
      ...spanOf(issuer ?? member(entry, 'name') ?? entry),
      ruleId: 'issuer-unrestricted',
      message: fault,
      // Some tokens simply have no issuer.
      ...(issuer?.value.type === 'literal' && { severity: 'information' as const }),
    };
  }
}

/** By the name of an issuer, the entries that it shares a key with: a few of them, itself among them or not. */
function sharersAmong(
  entries: readonly JsonObject[],
  sharedKeys: SharedKeys,
): ReadonlyMap<string, readonly JsonObject[]> {
  const byName = new Map(entries.map((entry) => [issuerName(entry) ?? '', entry]));
  const sharers = new Map<string, readonly JsonObject[]>();
  for (const names of sharedKeys) {
    const some: JsonObject[] = [];
    for (const name of names) {
      const entry = some.length > MOST_RELATED ? undefined : byName.get(name);
      if (entry) some.push(entry);
    }
    for (const name of names) if (!sharers.has(name)) sharers.set(name, some);
  }
  return sharers;
}

/** Thousands of entries may share one key: each names a few of the others. */
const MOST_RELATED = 8;

function* judgeEnvironment(
  entry: JsonObject,
  sharers: ReadonlyMap<string, readonly JsonObject[]>,
): Iterable<DocumentHit> {
  const environment = member(entry, 'environment');
  const sharing = sharers.get(issuerName(entry) ?? '');
  if (!environment || sharing === undefined) return;
  yield {
    ...spanOf(environment),
    ruleId: 'key-shared-across-environments',
    message: SHARED_KEY,
    related: sharing
      .filter((other) => other !== entry)
      .slice(0, MOST_RELATED)
      .map((other) => ({ ...spanOf(other), message: 'It has the same key' })),
  };
}

/** Said of an issuer that shares a key. */
export const SHARED_KEY =
  'An issuer in another environment has the same key. A token from one environment is valid in the other.';

function issuerName(entry: JsonObject): string | undefined {
  const name = member(entry, 'name')?.value;
  return name?.type === 'string' ? name.value : undefined;
}

/** A string or `null`; `undefined` for what is not there or is neither. */
function plainText(node: JsonNode | undefined): string | null | undefined {
  if (node?.type === 'string') return node.value;
  return node?.type === 'literal' && node.value === null ? null : undefined;
}
