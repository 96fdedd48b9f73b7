import type { IssuerProfile } from './issuerProfile.ts';
import type { KeyInput } from '../keys/keyInput.ts';
import { secretEncodings } from '../keys/keyInput.ts';
import { severities } from '../text/finding.ts';
import { snapshot } from '../text/snapshot.ts';
import type { OptionsReading } from '../text/snapshot.ts';

/** What a member of the options can be, and the end of the sentence “it must be”. */
export interface OptionKind {
  readonly accepts: (value: unknown) => boolean;
  readonly must: string;
}

/** Longest text and list in options. */
const LONGEST = 4000;
const MOST = 1000;

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST;
}

export function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= MOST && value.every(isText);
}

export function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  try {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    // A proxy that was revoked.
    return false;
  }
}

/** A list of one of these, or nothing that is checked in it. */
const text: OptionKind = { accepts: (value) => typeof value === 'string', must: 'a string' };
const texts: OptionKind = { accepts: isTextList, must: 'a list of strings' };
const flag: OptionKind = { accepts: (value) => typeof value === 'boolean', must: 'true or false' };
const date: OptionKind = {
  accepts: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  must: 'a valid date',
};
/** A value outside of this range is clamped to it. */
const tolerance: OptionKind = {
  accepts: (value) => typeof value === 'number' && Number.isFinite(value),
  must: 'a number of seconds',
};
const bytes: OptionKind = { accepts: (value) => value instanceof Uint8Array, must: 'bytes (Uint8Array)' };

function oneWordOf(words: readonly string[]): OptionKind {
  return { accepts: (value) => words.includes(value as string), must: `one of ${words.join(', ')}` };
}

/** What an issuer's profile may say: by the API, and with the names of the settings in `jwtInspector.issuers`. */
export const profileKinds = {
  name: text,
  issuer: {
    accepts: (value) => value === null || isText(value),
    must: 'a string, or null if the tokens have none',
  },
  audience: {
    accepts: (value) => value === null || isText(value) || isTextList(value),
    must: 'a string, a list of strings, or null if the tokens have none',
  },
  algorithms: { accepts: isTextList, must: 'a list of names such as "RS256"' },
  tokenType: { accepts: isText, must: 'a string such as "at+jwt"' },
  requiredClaims: { accepts: isTextList, must: 'a list of claim names' },
  maxAgeSeconds: { accepts: (value) => isSeconds(value) && value > 0, must: 'a number of seconds' },
  leewaySeconds: tolerance,
} as const satisfies Readonly<Record<keyof IssuerProfile, OptionKind>>;

const keyKinds: Readonly<Record<keyof KeyInput, OptionKind>> = {
  name: text,
  material: {
    accepts: (value) => typeof value === 'string' || value instanceof Uint8Array || isObject(value),
    must: 'text, bytes, a JWK or a JWKS',
  },
  encoding: oneWordOf(secretEncodings),
  password: text,
  algorithms: texts,
};

type Kinds = Readonly<Record<string, OptionKind>>;
type OptionMembers = Readonly<Record<string, unknown>>;

/** Stands for an option that threw while it was read. It is never valid. */
const unreadable = Symbol('unreadable');

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return unreadable;
  }
}

function memberOf(given: unknown, name: string): unknown {
  return attempt(() => (given as OptionMembers)[name]);
}

/** The members of an object that a table names, each read once; other members are ignored. */
function readMembers(given: unknown, kinds: Kinds, what: string): OptionsReading<OptionMembers> {
  if (!isObject(given)) return refused(`${what} must be an object.`);
  const read: Record<string, unknown> = {};
  for (const [name, { accepts, must }] of Object.entries(kinds)) {
    const member = attempt(() => snapshot(given[name]));
    if (member === undefined) continue;
    if (!accepts(member)) return refused(`"${name}" of ${what} must be ${must}.`);
    read[name] = member;
  }
  return { ok: true, value: read };
}

function refused(fault: string): { readonly ok: false; readonly fault: string } {
  return { ok: false, fault };
}

/** A member of the options that has members itself. */
function readMember(
  given: unknown,
  name: string,
  read: (member: unknown) => OptionsReading<unknown>,
): OptionsReading<OptionMembers> {
  const member = memberOf(given, name);
  if (member === undefined) return { ok: true, value: {} };
  const reading = read(member);
  return reading.ok ? { ok: true, value: { [name]: reading.value } } : reading;
}

/** What several readings of one object gave, or the first that was refused. */
function together<T>(...readings: readonly OptionsReading<OptionMembers>[]): OptionsReading<T> {
  const fault = readings.find((reading) => !reading.ok);
  if (fault) return fault;
  return { ok: true, value: Object.assign({}, ...readings.map((reading) => reading.ok && reading.value)) as T };
}

function readProfile(profile: unknown): OptionsReading<OptionMembers> {
  return readMembers(profile, profileKinds, 'the profile');
}

function readKeyBinding(expected: unknown): OptionsReading<OptionMembers> {
  return readMembers(expected, { nonce: text, audience: text }, '"keyBinding"');
}

function readKey(key: unknown): OptionsReading<OptionMembers> {
  const reading = readMembers(key, keyKinds, 'a key');
  return reading.ok && reading.value['material'] === undefined
    ? refused('"material" of a key must be present.')
    : reading;
}

function readKeyInputs(options: unknown): OptionsReading<OptionMembers> {
  const readings = attempt(() => {
    const { keys } = options as OptionMembers;
    return Array.isArray(keys) ? Array.from(keys, readKey) : undefined;
  }) as readonly OptionsReading<OptionMembers>[] | typeof unreadable | undefined;
  if (typeof readings !== 'object') return refused('"keys" must be a list of keys.');
  const fault = readings.find((reading) => !reading.ok);
  return fault ?? { ok: true, value: { keys: readings.map((reading) => reading.ok && reading.value) } };
}

/**
 * The options of `verify`, read once; or what is wrong with them, in a sentence: invalid options must not weaken a
 * check, so nothing is checked.
 */
export function readVerifyOptions<T>(options: T): OptionsReading<T> {
  const own: Kinds = {
    now: date,
    keysFetchedAt: date,
    detachedPayload: bytes,
    otherKeys: { accepts: (value) => typeof value === 'function', must: 'a function' },
  };
  return together(
    readMembers(options, own, 'the options'),
    readKeyInputs(options),
    readMember(options, 'profile', readProfile),
    readMember(options, 'keyBinding', readKeyBinding),
  );
}

/** The options of `decrypt`, read once; or what is wrong with them, in a sentence. */
export function readDecryptOptions<T>(options: T): OptionsReading<T> {
  return together(readMembers(options, {}, 'the options'), readKeyInputs(options));
}

/** What `sign` and `encrypt` are given, read once. */
export interface MakingInput {
  /** The text, or the JSON of the object. */
  readonly content: string;
  readonly key: KeyInput;
  readonly header: Readonly<Record<string, unknown>>;
}

/** Why nothing is made of what `sign` or `encrypt` is given. */
interface MakingFault {
  readonly code: 'options' | 'content' | 'header';
  /** A sentence. */
  readonly message: string;
}

type MakingReading =
  | { readonly ok: true; readonly making: MakingInput }
  | { readonly ok: false; readonly fault: MakingFault };

/** What `sign` or `encrypt` is given, or what is wrong with it. */
export function readMaking(content: unknown, options: unknown): MakingReading {
  const fault = (code: MakingFault['code'], message: string): MakingReading => ({
    ok: false,
    fault: { code, message },
  });
  if (typeof content !== 'string' && !isObject(content))
    return fault('content', 'The content of the token must be text or an object.');
  if (!isObject(options)) return fault('options', 'the options must be an object.');
  const header = memberOf(options, 'header');
  if (header !== undefined && !isObject(header)) return fault('options', '"header" of the options must be an object.');
  const key = readKey(memberOf(options, 'key'));
  if (!key.ok) return fault('options', key.fault);
  const written = typeof content === 'string' ? content : jsonOf(content);
  if (written === undefined) return fault('content', 'JSON cannot hold the content, or one of its values.');
  const parameters = header === undefined ? '{}' : jsonOf(header);
  if (parameters === undefined) return fault('header', 'JSON cannot hold the header, or one of its values.');
  return {
    ok: true,
    making: {
      content: written,
      key: key.value as unknown as KeyInput,
      header: JSON.parse(parameters) as MakingInput['header'],
    },
  };
}

/**
 * The JSON of an object, written once; `undefined` where it has none. JSON writes `null` for a number that is not
 * finite: the token would never expire. What an object says its JSON is may be no object, or nothing at all.
 */
function jsonOf(value: object): string | undefined {
  const isUnwritable = (member: unknown): boolean =>
    (typeof member === 'number' && !Number.isFinite(member)) ||
    typeof member === 'bigint' ||
    (member instanceof Date && Number.isNaN(member.getTime()));
  let lost = 0;
  const look = function (this: unknown, name: string, member: unknown): unknown {
    // A date has become text by now, or null.
    const written: unknown = isObject(this) ? this[name] : member;
    if (isUnwritable(member) || isUnwritable(written)) lost += 1;
    return typeof member === 'bigint' ? null : member;
  };
  const json = attempt(() => JSON.stringify(value, look));
  return lost === 0 && typeof json === 'string' && json.startsWith('{') ? json : undefined;
}

const rules: OptionKind = {
  accepts: (value) =>
    value instanceof Map && [...value.values()].every((word) => [...severities, 'off'].includes(word as never)),
  must: `a map from rule ids to ${severities.join(', ')} or off`,
};

/** The options of `inspect` and `inspectText`, read once; or what is wrong with them, in a sentence. */
export function readInspectOptions<T>(options: T): OptionsReading<T> {
  const own: Kinds = {
    now: date,
    leewaySeconds: tolerance,
    context: oneWordOf(['live', 'source', 'test', 'docs', 'example', 'log']),
    isTracked: flag,
    rules,
    languageId: text,
    fileName: text,
    codeRules: flag,
    settingsRules: flag,
    sharedKeys: {
      accepts: (value) => Array.isArray(value) && value.every(isTextList),
      must: 'a list of lists of names',
    },
  };
  return together(readMembers(options, own, 'the options'), readMember(options, 'profile', readProfile));
}
