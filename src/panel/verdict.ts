import { guessTokenType } from '../core/facts/tokenTypes.ts';
import type { TimeState } from '../core/time.ts';
import { member } from '../core/token/json.ts';
import type { ParsedToken } from '../core/token/token.ts';
import type { CheckId, Verification } from '../core/verify/verification.ts';
import { visible } from '../core/visible.ts';
import type { Sentence, Verdict } from './protocol.ts';
import { plain, timed } from './sentence.ts';

/** What is said where nothing is known yet. */
export const noToken: Verdict = {
  tone: 'neutral',
  title: plain('No token yet'),
  lines: ['Paste a token, or anything that contains one. It is decoded here and sent nowhere.'],
};

/** What is said while keys are fetched and tried. */
export const verifying: Verdict = { tone: 'neutral', title: plain('Verifying…'), lines: [] };

/** Longest name of an issuer or audience in a sentence. */
const longestName = 80;

const conjunction = new Intl.ListFormat('en-GB');

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
];

/** What the verdict *verified* lacks, in the order in which it is named. */
const needed: readonly (readonly [id: CheckId, name: string])[] = [
  ['algorithm', 'algorithm'],
  ['exp', 'expiry'],
  ['nbf', 'start'],
  ['iss', 'issuer'],
  ['aud', 'audience'],
];

/** The verdict on a token: what was proven where it was verified, else what it says of itself and that this is no proof. */
export function verdictOn(token: ParsedToken, time: TimeState, verification: Verification | undefined): Verdict {
  const verdict = verification ? proven(time, verification) : decoded(token, time);
  return { ...verdict, lines: [...verdict.lines, ...describe(token)] };
}

function decoded(token: ParsedToken, time: TimeState): Verdict {
  const unproven = 'Decoded, not verified: anyone could have written this. Choose a key and verify it.';
  switch (token.kind) {
    case 'malformed':
      return { tone: 'bad', title: plain('Malformed token'), lines: [] };
    case 'jwe':
    case 'jwe-json':
      return {
        tone: 'neutral',
        title: plain('Encrypted token'),
        lines: ['Only its header can be read without the key.'],
      };
    case 'unsecured':
      return {
        tone: 'bad',
        title: plain('Unsigned: anyone can change it'),
        lines: ['Its algorithm is “none”: there is nothing to verify.'],
      };
    case 'detached':
      return { tone: 'neutral', title: plain('Signature of content kept elsewhere'), lines: [unproven] };
    case 'jws':
    case 'sd-jwt':
    case 'jws-json': {
      const isLate = time.state === 'expired' || time.state === 'not-yet-valid';
      return { tone: isLate ? 'caution' : 'neutral', title: withTime('Not verified', time), lines: [unproven] };
    }
  }
}

function proven(time: TimeState, verification: Verification): Verdict {
  const { verdict, checks } = verification;
  const lines = [signatureLine(verification)];
  switch (verdict) {
    case 'verified':
      return { tone: 'good', title: withTime('Verified', time), lines };
    case 'rejected':
      return { tone: 'bad', title: rejection(time, verification), lines };
    case 'not-verified': {
      const unchecked = new Set(checks.flatMap(({ id, outcome }) => (outcome === 'not-checked' ? [id] : [])));
      const names = needed.flatMap(([id, name]) => (unchecked.has(id) ? [name] : []));
      return verification.signature === 'valid'
        ? { tone: 'neutral', title: plain(`Signature valid; ${conjunction.format(names)} not checked`), lines }
        : { tone: 'caution', title: plain('Not verified'), lines };
    }
  }
}

function rejection({ exp, nbf }: TimeState, { checks }: Verification): Sentence {
  const failed = new Set(checks.flatMap(({ id, outcome }) => (outcome === 'fail' ? [id] : [])));
  const [id, reason] = rejections.find(([each]) => failed.has(each)) ?? [undefined, 'a check failed'];
  if (id === 'exp' && exp !== undefined) {
    return timed('Rejected: expired ', exp);
  }
  if (id === 'nbf' && nbf !== undefined) {
    return timed('Rejected: valid only ', nbf);
  }
  return plain(`Rejected: ${reason}`);
}

function signatureLine({ signature, key, checks }: Verification): string {
  const detail = (id: CheckId): string => checks.find((check) => check.id === id)?.detail ?? '';
  switch (signature) {
    case 'valid': {
      const name = key?.name === undefined ? 'the given key' : `“${key.name}”`;
      return `The signature is valid with ${name}${key?.kid === undefined ? '' : `, key ID ${shorten(key.kid)}`}.`;
    }
    case 'invalid':
      return detail('signature') || 'The signature does not match.';
    case 'unsupported':
    case 'not-checked': {
      const reasons = checks.filter(
        ({ id, outcome }) => outcome !== 'pass' && ['algorithm', 'key', 'signature', 'crit'].includes(id),
      );
      return reasons[0]?.detail ?? 'The signature was not checked.';
    }
  }
}

/** `Not verified · expired 3 hours ago`: the words flip at `exp` itself. */
function withTime(title: string, { state, exp, nbf }: TimeState): Sentence {
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

/** What the token is, and what of it could not be read. */
function describe(token: ParsedToken): readonly string[] {
  return [
    ...(token.kind === 'malformed' ? [] : [sketch(token)]),
    ...(token.headerOnly ? ['It is longer than 256 KB: only its header was decoded.'] : []),
    ...(token.problem ? [token.problem.message] : []),
  ];
}

/** `Access token (a guess) signed with RS256 for orders-api from https://login.example` */
function sketch(token: ParsedToken): string {
  const { label, certain } = guessTokenType(token);
  const claim = (name: string): string | undefined => {
    const value = member(token.payload?.json, name)?.value;
    const first = value?.type === 'array' ? value.items[0] : value;
    return first?.type === 'string' && first.value !== '' ? shorten(first.value) : undefined;
  };
  const audience = claim('aud');
  const issuer = claim('iss');
  return [
    certain || label === 'JWT' ? label : `${label} (a guess)`,
    token.alg === undefined || token.kind === 'unsecured'
      ? undefined
      : `${token.kind === 'jwe' ? 'with' : 'signed with'} ${shorten(token.alg)}`,
    audience && `for ${audience}`,
    issuer && `from ${issuer}`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}

function shorten(text: string): string {
  const shown = visible(text.slice(0, longestName));
  return text.length > longestName ? `${shown}…` : shown;
}
