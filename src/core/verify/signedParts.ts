import { isDetached } from '../token/detached.ts';
import { member } from '../token/json.ts';
import type { ParsedToken } from '../token/token.ts';
import type { Obstacle } from './prove.ts';
import type { Check } from './verification.ts';
import type { SignedParts } from './verifySignature.ts';

/** What the signature covers, or why it cannot be checked. `critical` is the judgement on the token's `crit`. */
export function signedParts(
  token: ParsedToken,
  critical: Check,
  detachedPayload: Uint8Array | undefined,
): SignedParts | Obstacle {
  const [header, payload, signature] = token.segments;
  if (token.kind === 'malformed' || !header || !payload || !signature) {
    return { outcome: 'not-checked', reason: 'The token cannot be read.' };
  }
  // RFC 7515 §4.1.11: whoever does not understand a critical extension cannot know what is signed.
  if (critical.outcome === 'not-checked') return { outcome: 'unsupported', reason: critical.detail };
  if (critical.outcome === 'fail') return { outcome: 'not-checked', reason: critical.detail };
  const b64 = member(token.header?.json, 'b64')?.value;
  const encodesPayload = b64?.type !== 'literal' || b64.value !== false;
  const carried = payload.text === '' ? detachedPayload : payload.text;
  if (carried === undefined && isDetached(token)) {
    return { outcome: 'not-checked', reason: 'The payload is detached: it has to be given to check the signature.' };
  }
  const unprotected = token.flattened?.['header'];
  return {
    header: header.text,
    ...(typeof unprotected === 'object' && unprotected !== null && { unprotected }),
    payload: carried ?? '',
    signature: signature.text,
    encodesPayload,
  };
}
