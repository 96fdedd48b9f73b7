import { equalBytes } from '../keys/bytes.ts';
import { algorithm } from '../facts/algorithms.ts';
import type { Token } from '../token/token.ts';
import { hmac } from './hmac.ts';
import type { HmacHash } from './hmac.ts';
import { secretReadings } from '../facts/knownSecrets.ts';

/** What a guess at the secret of a token is held against. Plain data, so that it can be sent to another thread. */
export interface HmacTarget {
  readonly hash: HmacHash;
  readonly input: Uint8Array;
  readonly signature: Uint8Array;
}

/** `undefined` where no shared secret signed the token. */
export function hmacTarget({ kind, alg, segments }: Token): HmacTarget | undefined {
  const fact = algorithm(alg ?? '');
  const [header, payload, signature] = segments;
  if (kind === 'malformed' || fact?.family !== 'HMAC' || !fact.hash || fact.hash === 'SHA-1') return undefined;
  if (!header || !payload || !signature?.bytes) return undefined;
  return {
    hash: fact.hash,
    input: new TextEncoder().encode(`${header.text}.${payload.text}`),
    signature: signature.bytes,
  };
}

/** A token as the first of its signatures sees it that a shared secret made. */
export function asSignedWithSecret(token: Token): Token {
  return token.views?.find((view) => hmacTarget(view)) ?? token;
}

/** Shorter text is base64 or hex by chance, and in a long list of words it would cost as much again. */
const SHORTEST_DECODED = 16;

/** Whether a word signed the token, as it is or as libraries decode a secret that is also base64 or hex. */
export function isSignedWithWord(target: HmacTarget, word: string, shortestDecoded = SHORTEST_DECODED): boolean {
  if (isSignedWith(target, word)) return true;
  return word.length >= shortestDecoded && secretReadings(word).some((bytes) => isSignedWith(target, bytes));
}

export function isSignedWith({ hash, input, signature }: HmacTarget, secret: string | Uint8Array): boolean {
  return equalBytes(hmac(hash, secret, input), signature);
}
