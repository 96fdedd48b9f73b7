import { calculateJwkThumbprint } from 'jose';

import { publicHalf } from '../keys/jwk.ts';
import type { ParsedKey } from '../keys/parsedKey.ts';
import type { UsedKey } from './verification.ts';

/**
 * Thumbprints of used keys, including secrets. They stay in this file: an object that is shown or stored must not hold
 * the thumbprint of a secret.
 */
const thumbprints = new WeakMap<UsedKey, string>();

/** What people may see of the key that was used. */
export async function identify({ jwk, name }: ParsedKey): Promise<UsedKey> {
  const thumbprint = await calculateJwkThumbprint(publicHalf(jwk));
  const used: UsedKey = {
    ...(name !== undefined && { name }),
    ...(jwk.kid !== undefined && { kid: jwk.kid }),
    ...(jwk.kty !== 'oct' && { thumbprint }),
  };
  thumbprints.set(used, thumbprint);
  return used;
}

/** Whether a verification used one of the keys with these thumbprints, those of secrets included. */
export function isAmong(used: UsedKey, candidates: readonly string[]): boolean {
  const thumbprint = thumbprints.get(used);
  return thumbprint !== undefined && candidates.includes(thumbprint);
}

/** Whether two verifications used the same key. */
export function isSameKey(one: UsedKey, other: UsedKey): boolean {
  const thumbprint = thumbprints.get(one);
  return thumbprint !== undefined && thumbprint === thumbprints.get(other);
}
