import { isDetached } from '../token/detached.ts';
import { readBase64url } from '../text/base64url.ts';
import { member } from '../text/json.ts';
import type { Token } from '../token/token.ts';
import type { Check } from './verification.ts';
import type { SignedParts } from './verifySignature.ts';

/** Why a signature cannot be checked whatever the keys are. */
export interface Obstacle {
  readonly outcome: 'not-checked' | 'unsupported';
  readonly reason: string;
}

/** What the signature covers, or why it cannot be checked. `critical` is the judgement on the token's `crit`. */
export function signedParts(
  token: Token,
  critical: Check,
  detachedPayload: Uint8Array | undefined,
): SignedParts | Obstacle {
  const [header, payload, signature] = token.segments;
  if (token.kind === 'malformed' || !header || !payload || !signature)
    return { outcome: 'not-checked', reason: 'The token cannot be read.' };
  if (token.segments.some(({ fault }) => fault?.reason === 'elided'))
    return { outcome: 'not-checked', reason: 'A part of the token was left out (`…`).' };
  // RFC 7515 §4.1.11: a verifier that does not understand a critical extension cannot know what is signed.
  if (critical.outcome === 'not-checked') return { outcome: 'unsupported', reason: critical.detail };
  if (critical.outcome === 'fail') return { outcome: 'not-checked', reason: critical.detail };
  if (isDetached(token) && !detachedPayload && token.kind !== 'detached')
    return { outcome: 'not-checked', reason: detachedReason };
  const { bytes, fault } = readBase64url(signature.text);
  // No other deviation from base64url leaves in doubt which bytes were meant.
  if (fault?.reason === 'foreign-character') {
    return {
      outcome: 'not-checked',
      reason: 'The signature has a character that is not base64url, so it cannot be read.',
    };
  }
  const b64 = member(token.protectedHeader, 'b64')?.value;
  return {
    header: header.text,
    payload: (isDetached(token) ? detachedPayload : undefined) ?? payload.text,
    signature: bytes,
    encodesPayload: b64?.type !== 'literal' || b64.value !== false,
  };
}

/**
 * Why a signature over a payload that nobody gave cannot be checked. An empty payload is one, too: that has to be tried
 * first.
 */
export const detachedReason = 'The payload is detached. Provide it to check the signature.';
