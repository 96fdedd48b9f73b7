import type { JWK } from 'jose';

import { bigintToBytes, bytesToBigint, modPow } from '../keys/bigint.ts';
import { base64urlBytes } from '../text/base64url.ts';

/**
 * RSAES-PKCS1-v1_5 (RFC 8017 §7.2.2), which WebCrypto does not have; `undefined` where the padding is wrong. Answering
 * so is not an oracle here, because the key is the user's own and nobody else sees the result.
 */
export function unwrapRsa15(jwk: JWK, encryptedKey: Uint8Array): Uint8Array | undefined {
  const size = base64urlBytes(jwk.n).length;
  const ciphertext = bytesToBigint(encryptedKey);
  if (encryptedKey.length !== size || ciphertext >= number(jwk.n)) return undefined;
  const message = bigintToBytes(decryptRsa(jwk, ciphertext), size);
  const end = message.indexOf(0, 2);
  // 00 02, at least eight bytes that are not zero, 00, the key.
  return message[0] === 0 && message[1] === 2 && end >= 10 ? message.subarray(end + 1) : undefined;
}

/** RFC 8017 §5.1.2, by the Chinese remainder theorem where the key has its factors: four times as fast. */
function decryptRsa({ n, d, p, q, dp, dq, qi }: JWK, ciphertext: bigint): bigint {
  if (p === undefined || q === undefined || dp === undefined || dq === undefined || qi === undefined)
    return modPow(ciphertext, number(d), number(n));
  const [first, second] = [number(p), number(q)];
  const m1 = modPow(ciphertext, number(dp), first);
  const m2 = modPow(ciphertext, number(dq), second);
  const h = ((((m1 - m2) % first) + first) * number(qi)) % first;
  return m2 + second * h;
}

function number(text: string | undefined): bigint {
  return bytesToBigint(base64urlBytes(text));
}
