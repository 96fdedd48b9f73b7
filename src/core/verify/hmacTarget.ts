import { algorithm } from '../facts/algorithms.ts';
import type { ParsedToken } from '../token/token.ts';
import { hmac, type HmacHash } from './hmac.ts';

/** What a guess at the secret of a token is held against. Plain data, so that it can be sent to another thread. */
export interface HmacTarget {
  readonly hash: HmacHash;
  readonly input: Uint8Array;
  readonly signature: Uint8Array;
}

/** `undefined` where no shared secret signed the token. */
export function hmacTarget({ kind, alg, segments }: ParsedToken): HmacTarget | undefined {
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
export function asSignedWithSecret(token: ParsedToken): ParsedToken {
  return token.views?.find((view) => hmacTarget(view)) ?? token;
}

export function isSignedWith({ hash, input, signature }: HmacTarget, secret: string): boolean {
  const expected = hmac(hash, secret, input);
  return signature.length === expected.length && expected.every((byte, index) => byte === signature[index]);
}
