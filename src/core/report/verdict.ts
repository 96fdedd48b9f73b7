import { once } from '../once.ts';
import { plain, timed } from '../sentence.ts';
import type { Sentence } from '../sentence.ts';
import type { TimeState } from '../time.ts';
import { isDetached } from '../token/detached.ts';
import type { ParsedToken } from '../token/token.ts';
import type { CheckId, Verification } from '../verify/verification.ts';
import { visibleStart } from '../visible.ts';

/** How a verdict feels. Only what is verified is `good`; only what is broken, unsigned or rejected is `bad`. */
export type Tone = 'good' | 'bad' | 'caution' | 'neutral';

/** The first line of every surface. */
export interface Verdict {
  readonly tone: Tone;
  readonly title: Sentence;
}

/** Made when first needed: it costs milliseconds. */
const conjunction = once(() => new Intl.ListFormat('en-GB'));

/** Why a token is rejected, by the check that failed: the gravest first. */
const rejections: readonly (readonly [id: CheckId, reason: string])[] = [
  ['algorithm', 'its algorithm is not allowed'],
  ['signature', 'the signature does not match'],
  ['encoding', 'it is not encoded as the standard demands'],
  ['key', 'the key must not be used'],
  ['crit', 'its critical header parameters are malformed'],
  ['iss', 'it is from another issuer'],
  ['aud', 'it is for another audience'],
  ['exp', 'expired'],
  ['nbf', 'it is not valid yet'],
  ['iat', 'its time of issue is wrong'],
  ['typ', 'it is of another type'],
  ['key-binding', 'its key binding does not hold'],
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
 * The verdict on a token: what was proven where it was verified, else what it says of itself. `by` names whose keys and expectations it was
 * held against, where these are all that it was held against.
 */
export function verdictOn(
  token: ParsedToken,
  time: TimeState,
  verification: Verification | undefined,
  by?: string,
): Verdict {
  return verification ? proven(time, verification, by === undefined ? '' : ` by ${by}`) : decoded(token, time);
}

/** How many signatures or recipients there are, and by what algorithms, in a sentence; of other tokens nothing. */
export function viewsLine({ kind, views = [] }: ParsedToken): string | undefined {
  if (views.length < 2) return undefined;
  const what = kind === 'jwe-json' ? 'recipients' : 'signatures';
  const algorithms = views.slice(0, mostNamed).map(({ alg }) => (alg === undefined ? 'none named' : visibleStart(alg)));
  const more = views.length > mostNamed ? ', …' : '';
  return `${views.length} ${what}: ${algorithms.join(', ')}${more}. The header shown is that of the first.`;
}

/** What the check of each of several signatures came to, in sentences. */
export function signatureLines({ views = [] }: ParsedToken, { signatures = [] }: Verification): readonly string[] {
  if (signatures.length < 2) return [];
  return signatures.slice(0, mostNamed).map((each, index) => {
    const alg = views[index]?.alg;
    return `Signature ${index + 1}${alg === undefined ? '' : ` (${visibleStart(alg)})`}: ${signatureLine(each)}`;
  });
}

/** Signatures and recipients that are told of one by one. */
const mostNamed = 8;

/** What the signature check came to, and why it came to nothing, in a sentence. */
export function signatureLine({ signature, key, checks }: Verification): string {
  switch (signature) {
    case 'valid': {
      const name = key?.name === undefined ? 'the given key' : `“${key.name}”`;
      const kid = key?.kid === undefined ? '' : `, key ID ${visibleStart(key.kid)}`;
      const isGuessable = checks.some(({ id, outcome }) => id === 'key' && outcome === 'not-checked');
      return `The signature is valid with ${name}${kid}${isGuessable ? ', but the secret can be guessed: anyone can have made it' : ''}.`;
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

function decoded(token: ParsedToken, time: TimeState): Verdict {
  switch (isDetached(token) ? 'detached' : token.kind) {
    case 'malformed':
      return { tone: 'bad', title: plain('Malformed token') };
    case 'jwe':
    case 'jwe-json':
      return { tone: 'neutral', title: plain('Encrypted token') };
    case 'unsecured':
      return { tone: 'bad', title: withTime('Unsigned: anyone can change it', time) };
    case 'detached':
      return { tone: 'neutral', title: plain('Signature of content kept elsewhere') };
    case 'jws':
    case 'sd-jwt':
    case 'jws-json': {
      const isLate = time.state === 'expired' || time.state === 'not-yet-valid';
      return { tone: isLate ? 'caution' : 'neutral', title: withTime('Not verified', time) };
    }
  }
}

function proven(time: TimeState, verification: Verification, by: string): Verdict {
  const { verdict, signature, checks } = verification;
  switch (verdict) {
    case 'verified':
      return { tone: 'good', title: withTime(`Verified${by}`, time) };
    case 'rejected':
      return { tone: 'bad', title: rejection(time, verification, by) };
    case 'not-verified': {
      const unchecked = new Set(checks.flatMap(({ id, outcome }) => (outcome === 'not-checked' ? [id] : [])));
      // With what is left out there is a key, but one that others have.
      if (signature === 'valid' && unchecked.has('key'))
        return { tone: 'caution', title: plain('Signature valid, but the secret can be guessed') };
      const names = needed.flatMap(([id, name]) => (unchecked.has(id) ? [name] : []));
      return signature === 'valid' && names.length > 0
        ? { tone: 'neutral', title: plain(`Signature valid; ${conjunction().format(names)} not checked`) }
        : { tone: 'caution', title: plain(`Not verified${by}`) };
    }
  }
}

function rejection({ exp, nbf }: TimeState, { checks }: Verification, by: string): Sentence {
  const failed = new Set(checks.flatMap(({ id, outcome }) => (outcome === 'fail' ? [id] : [])));
  const [id, reason] = rejections.find(([each]) => failed.has(each)) ?? [undefined, 'a check failed'];
  if (id === 'exp' && exp !== undefined) {
    return timed(`Rejected${by}: expired `, exp);
  }
  if (id === 'nbf' && nbf !== undefined) {
    return timed(`Rejected${by}: valid only `, nbf);
  }
  return plain(`Rejected${by}: ${reason}`);
}

/** `Not verified · expired 3 hours ago`: the words flip at `exp` itself. */
export function withTime(title: string, { state, exp, nbf }: TimeState): Sentence {
  if (state === 'expired' && exp !== undefined) {
    return timed(`${title} · expired `, exp);
  }
  if (state === 'not-yet-valid' && nbf !== undefined) {
    return timed(`${title} · valid only `, nbf);
  }
  if (state === 'active' && exp !== undefined) {
    return timed(`${title} · expires `, exp);
  }
  return plain(state === 'no-expiry' ? `${title} · never expires` : title);
}
