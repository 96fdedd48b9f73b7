import { once } from '../text/once.ts';
import { plain, timed } from '../text/sentence.ts';
import type { Sentence } from '../text/sentence.ts';
import type { TimeState } from '../claims/timeState.ts';
import { isDetached } from '../token/detached.ts';
import { isEncrypted } from '../token/isEncrypted.ts';
import type { Token } from '../token/token.ts';
import type { Decryption } from '../verify/decrypt.ts';
import type { CheckId, Verification } from '../verify/verification.ts';
import { quoted, visibleStart } from '../text/visible.ts';

/** The tone of a verdict. Only what is verified is `good`; only what is broken, unsigned or rejected is `bad`. */
export type Tone = 'good' | 'bad' | 'caution' | 'neutral';

/** The first line of every surface, in the pieces that a narrow one leaves out from the end. */
export interface Verdict {
  readonly tone: Tone;
  /** `Verified by staging`, `Not verified`. */
  readonly words: string;
  /** Why it is rejected. */
  readonly reason?: string | Instant;
  /** How long it is valid, or was. */
  readonly lifetime?: 'never expires' | Instant;
}

/** A moment that matters to the verdict, and what happens then. */
export interface Instant {
  readonly event: 'expires' | 'expired' | 'valid only';
  /** Since the epoch. */
  readonly seconds: number;
}

/**
 * Always after the name of an issuer from workspace settings: the workspace says whose key it is, and it may say
 * anything.
 */
export const WORKSPACE_KEY = ', key from this workspace';

/**
 * The verdict as a sentence: `Not verified · expired 3 hours ago`, `Rejected by staging: the signature does not match`.
 */
export function titleOf({ words, reason, lifetime }: Verdict): Sentence {
  if (reason !== undefined) return ended(`${words}: `, reason);
  return lifetime === undefined ? plain(words) : ended(`${words} · `, lifetime);
}

function ended(before: string, end: string | Instant): Sentence {
  return typeof end === 'string' ? plain(before + end) : timed(`${before}${end.event} `, end.seconds);
}

/** Made when first needed: it costs milliseconds. */
const conjunction = once(() => new Intl.ListFormat('en-GB'));

/** Why a token is rejected, by the check that failed: the gravest first. */
const rejections: readonly (readonly [id: CheckId, reason: string])[] = [
  ['algorithm', 'its algorithm is not allowed'],
  ['signature', 'the signature does not match'],
  ['encoding', 'it is not encoded as the standard requires'],
  ['key', 'the key must not be used'],
  ['crit', 'its critical header parameters are malformed'],
  ['iss', 'it is from another issuer'],
  ['aud', 'it is for another audience'],
  ['exp', 'expired'],
  ['nbf', 'it is not valid yet'],
  ['iat', 'its time of issue is wrong'],
  ['typ', 'it is of another type'],
  ['key-binding', 'its key binding is not valid'],
];

/** What the verdict *verified* lacks, in the order in which it is named. */
const needed: readonly (readonly [id: CheckId, name: string])[] = [
  ['algorithm', 'algorithm'],
  ['exp', 'expiry'],
  ['nbf', 'start'],
  ['iss', 'issuer'],
  ['aud', 'audience'],
  ['key-binding', 'key binding'],
  ['encoding', 'encoding'],
];

/**
 * The verdict on a token: what its verification found, else what it says of itself. `by` names whose keys and
 * expectations it was held against, where these are all that it was held against.
 */
export function verdictOn(token: Token, time: TimeState, verification: Verification | undefined, by?: string): Verdict {
  return verification ? verified(time, verification, by === undefined ? '' : ` by ${by}`) : decoded(token, time);
}

/**
 * The verdict on an encrypted token after an attempt to decrypt it. Decrypted is not verified: that requires a
 * signature.
 */
export function decryptedVerdict({ outcome }: Decryption, time: TimeState): Verdict {
  switch (outcome) {
    case 'decrypted':
      return { tone: 'neutral', words: 'Decrypted, not verified', ...lifetimeOf(time) };
    case 'failed':
      return { tone: 'caution', words: 'Not decrypted' };
    case 'unsupported':
      return { tone: 'caution', words: 'Cannot be decrypted here' };
  }
}

/** How many signatures or recipients there are, and by what algorithms, in a sentence; of other tokens nothing. */
export function viewsLine({ segments, views = [] }: Token): string | undefined {
  if (views.length < 2) return undefined;
  const what = isEncrypted({ segments }) ? 'recipients' : 'signatures';
  const algorithms = views.slice(0, mostNamed).map(({ alg }) => (alg === undefined ? 'none named' : visibleStart(alg)));
  const more = views.length > mostNamed ? ', …' : '';
  return `${views.length} ${what}: ${algorithms.join(', ')}${more}. The first header is shown.`;
}

/** The result of the check of each of several signatures, in sentences. */
export function signatureLines({ views = [] }: Token, { signatures = [] }: Verification): readonly string[] {
  if (signatures.length < 2) return [];
  return signatures.slice(0, mostNamed).map((each, index) => {
    const alg = views[index]?.alg;
    return `Signature ${index + 1}${alg === undefined ? '' : ` (${visibleStart(alg)})`}: ${signatureLine(each)}`;
  });
}

/** How many signatures and recipients are listed one by one. */
const mostNamed = 8;

/** The result of the signature check and its reason, in a sentence. */
export function signatureLine({ signature, key, checks }: Verification): string {
  switch (signature) {
    case 'valid': {
      const name = key?.name === undefined ? 'the given key' : quoted(key.name);
      const kid = key?.kid === undefined ? '' : `, key ID ${visibleStart(key.kid)}`;
      const isGuessable = checks.some(({ id, outcome }) => id === 'key' && outcome === 'not-checked');
      return `The signature is valid with ${name}${kid}${isGuessable ? ', but the secret can be guessed, so anyone could have made the token' : ''}.`;
    }
    case 'invalid':
      return checks.find(({ id }) => id === 'signature')?.detail ?? 'The signature does not match.';
    case 'unsupported':
    case 'not-checked': {
      const ids: readonly CheckId[] = ['algorithm', 'key', 'signature', 'crit'];
      const reason = checks.find(({ id, outcome }) => outcome !== 'pass' && ids.includes(id));
      return reason?.detail ?? 'The signature was not checked.';
    }
  }
}

function decoded(token: Token, time: TimeState): Verdict {
  switch (isDetached(token) ? 'detached' : token.kind) {
    case 'malformed':
      return { tone: 'bad', words: 'Malformed token' };
    case 'jwe':
    case 'jwe-json':
      return { tone: 'neutral', words: 'Encrypted token' };
    case 'unsecured':
      return { tone: 'bad', words: 'Unsigned: anyone can change it', ...lifetimeOf(time) };
    case 'detached':
      return { tone: 'neutral', words: 'Signature of content stored elsewhere' };
    case 'jws':
    case 'sd-jwt':
    case 'jws-json': {
      const isLate = time.state === 'expired' || time.state === 'not-yet-valid';
      return { tone: isLate ? 'caution' : 'neutral', words: 'Not verified', ...lifetimeOf(time) };
    }
  }
}

function verified(time: TimeState, verification: Verification, by: string): Verdict {
  const { verdict, signature, checks } = verification;
  switch (verdict) {
    case 'verified':
      return { tone: 'good', words: `Verified${by}`, ...lifetimeOf(time) };
    case 'rejected':
      return { tone: 'bad', words: `Rejected${by}`, reason: rejection(time, verification) };
    case 'not-verified': {
      const unchecked = new Set(checks.flatMap(({ id, outcome }) => (outcome === 'not-checked' ? [id] : [])));
      // In the cases left out there is a key, but others have it too.
      if (signature === 'valid' && unchecked.has('key'))
        return { tone: 'caution', words: 'Signature valid, but the secret can be guessed', ...lifetimeOf(time) };
      const names = needed.flatMap(([id, name]) => (unchecked.has(id) ? [name] : []));
      return signature === 'valid' && names.length > 0
        ? { tone: 'neutral', words: `Signature valid; ${conjunction().format(names)} not checked`, ...lifetimeOf(time) }
        : { tone: 'caution', words: `Not verified${by}`, ...lifetimeOf(time) };
    }
  }
}

function rejection({ exp, nbf }: TimeState, { checks }: Verification): string | Instant {
  const failed = new Set(checks.flatMap(({ id, outcome }) => (outcome === 'fail' ? [id] : [])));
  const [id, reason] = rejections.find(([each]) => failed.has(each)) ?? [undefined, 'a check failed'];
  if (id === 'exp' && exp !== undefined) return { event: 'expired', seconds: exp };
  if (id === 'nbf' && nbf !== undefined) return { event: 'valid only', seconds: nbf };
  return reason;
}

/** The words flip at `exp` itself. */
function lifetimeOf({ state, exp, nbf }: TimeState): Pick<Verdict, 'lifetime'> {
  if (state === 'expired' && exp !== undefined) return { lifetime: { event: 'expired', seconds: exp } };
  if (state === 'not-yet-valid' && nbf !== undefined) return { lifetime: { event: 'valid only', seconds: nbf } };
  if (state === 'active' && exp !== undefined) return { lifetime: { event: 'expires', seconds: exp } };
  return state === 'no-expiry' ? { lifetime: 'never expires' } : {};
}
