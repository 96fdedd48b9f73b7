import type { IssuerProfile } from './issuerProfile.ts';
import type { KeyInput } from '../keys/keyInput.ts';
import { secretEncodings } from '../keys/keyInput.ts';
import { severities } from '../text/finding.ts';

/** What a member of somebody's options may be, and the end of the sentence “it must be”. */
export interface OptionKind {
  readonly accepts: (value: unknown) => boolean;
  readonly must: string;
}

/** Longest text and list that anybody writes by hand. */
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
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

/**
 * What is wrong with the members of an object, in a sentence; members that are not in the table are nobody's business.
 */
function faultIn(value: unknown, kinds: Kinds, what: string): string | undefined {
  if (!isObject(value)) return `${what} must be an object.`;
  for (const [name, { accepts, must }] of Object.entries(kinds)) {
    const member = value[name];
    if (member !== undefined && !accepts(member)) return `"${name}" of ${what} must be ${must}.`;
  }
  return undefined;
}

/** What is wrong with an issuer's profile, in a sentence. */
export function faultOfProfile(profile: unknown): string | undefined {
  return faultIn(profile, profileKinds, 'the profile');
}

/** What is wrong with the form of a key, in a sentence that says nothing of what is in it. */
export function faultOfKey(key: unknown): string | undefined {
  const fault = faultIn(key, keyKinds, 'a key');
  return (
    fault ?? ((key as Partial<KeyInput>).material === undefined ? '"material" of a key must be present.' : undefined)
  );
}

/** What is wrong with the keys of some options, in a sentence. */
export function faultOfKeys(keys: unknown): string | undefined {
  if (!Array.isArray(keys)) return '"keys" must be a list of keys.';
  return keys.map(faultOfKey).find((fault) => fault !== undefined);
}

/**
 * What is wrong with the options of `verify`, in a sentence: nonsense there must not loosen a check, so nothing is
 * checked with it.
 */
export function faultOfVerifyOptions(options: unknown): string | undefined {
  const own: Kinds = {
    now: date,
    keysFetchedAt: date,
    detachedPayload: bytes,
    otherKeys: { accepts: (value) => typeof value === 'function', must: 'a function' },
  };
  const fault = faultIn(options, own, 'the options');
  if (fault !== undefined) return fault;
  const { keys, profile, keyBinding } = options as Readonly<Record<string, unknown>>;
  return (
    faultOfKeys(keys) ??
    (profile === undefined ? undefined : faultOfProfile(profile)) ??
    (keyBinding === undefined ? undefined : faultIn(keyBinding, { nonce: text, audience: text }, '"keyBinding"'))
  );
}

/** What is wrong with the options of `decrypt`, in a sentence. */
export function faultOfDecryptOptions(options: unknown): string | undefined {
  return faultIn(options, {}, 'the options') ?? faultOfKeys((options as { readonly keys?: unknown }).keys);
}

/** Why nothing is made of what `sign` or `encrypt` is given. */
interface MakingFault {
  readonly code: 'options' | 'content' | 'header';
  /** A sentence. */
  readonly message: string;
}

/** What is wrong with what `sign` or `encrypt` is given. */
export function faultOfMaking(content: unknown, options: unknown): MakingFault | undefined {
  const fault = (code: MakingFault['code'], message: string | undefined): MakingFault | undefined =>
    message === undefined ? undefined : { code, message };
  if (typeof content !== 'string' && !isObject(content))
    return fault('content', 'The content of the token must be text or an object.');
  const header: OptionKind = { accepts: isObject, must: 'an object' };
  const given = options as { readonly key?: unknown; readonly header?: unknown };
  return (
    fault('options', faultIn(options, { header }, 'the options')) ??
    fault('options', faultOfKey(given.key)) ??
    fault('content', faultOfJson(content, 'the content')) ??
    fault('header', faultOfJson(given.header, 'the header'))
  );
}

/** JSON writes `null` for a number that is not finite: the token would never expire. */
function faultOfJson(value: unknown, what: string): string | undefined {
  const isUnwritable = (member: unknown): boolean =>
    (typeof member === 'number' && !Number.isFinite(member)) ||
    typeof member === 'bigint' ||
    (member instanceof Date && Number.isNaN(member.getTime()));
  let fault: string | undefined;
  const look = function (this: unknown, name: string, member: unknown): unknown {
    // A date has become text by now, or null.
    const written: unknown = isObject(this) ? this[name] : member;
    if (isUnwritable(member) || isUnwritable(written)) fault ??= `JSON cannot hold one of the values of ${what}.`;
    return typeof member === 'bigint' ? null : member;
  };
  try {
    if (typeof value === 'object') JSON.stringify(value, look);
  } catch {
    return `JSON cannot hold ${what}.`;
  }
  return fault;
}

const rules: OptionKind = {
  accepts: (value) =>
    value instanceof Map && [...value.values()].every((word) => [...severities, 'off'].includes(word as never)),
  must: `a map from rule ids to ${severities.join(', ')} or off`,
};

/** What is wrong with the options of `inspect` and `inspectText`, in a sentence. */
export function faultOfInspectOptions(options: unknown): string | undefined {
  const own: Kinds = {
    now: date,
    leewaySeconds: tolerance,
    context: oneWordOf(['live', 'source', 'test', 'docs', 'example', 'log']),
    isTracked: flag,
    rules,
    languageId: text,
    fileName: text,
    codeRules: flag,
    sharedKeys: {
      accepts: (value) => Array.isArray(value) && value.every(isTextList),
      must: 'a list of lists of names',
    },
  };
  const fault = faultIn(options, own, 'the options');
  if (fault !== undefined) return fault;
  const { profile } = options as { readonly profile?: unknown };
  return profile === undefined ? undefined : faultOfProfile(profile);
}
