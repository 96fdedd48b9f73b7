import { cbc, gcm } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';

import type { AlgorithmFact } from '../facts/algorithms.ts';
import { concat } from '../keys/bytes.ts';
import { sha2 } from '../text/sha2.ts';

/**
 * The parts of a JWE behind its encrypted key (RFC 7516 §3.1). `additional` is what is authenticated besides the
 * ciphertext.
 */
export interface SealedContent {
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
  readonly additional: Uint8Array;
}

/**
 * Opens content with its content encryption key (RFC 7518 §5.2.2.2, §5.3); `undefined` where the key or the content is
 * not the right one.
 */
export function openContent(encryption: AlgorithmFact, key: Uint8Array, sealed: SealedContent): Uint8Array | undefined {
  const { keyLength, ivLength, tagLength = 0, family } = encryption;
  const { iv, ciphertext, tag, additional } = sealed;
  if (key.length !== keyLength || iv.length !== ivLength || tag.length !== tagLength) return undefined;
  try {
    if (family === 'AES-GCM') return gcm(key, iv, additional).decrypt(concat(ciphertext, tag));
    const expected = cbcTag(encryption, key, sealed);
    if (!expected.every((byte, index) => byte === tag[index])) return undefined;
    return cbc(key.subarray(key.length / 2), iv).decrypt(ciphertext);
  } catch {
    // noble throws where the tag or the padding is wrong.
    return undefined;
  }
}

/** Seals content with a new initialization vector (RFC 7518 §5.2.2.1, §5.3). */
export function sealContent(
  encryption: AlgorithmFact,
  key: Uint8Array,
  plaintext: Uint8Array,
  additional: Uint8Array,
): SealedContent {
  const { ivLength = 0, tagLength = 0, family } = encryption;
  const iv = crypto.getRandomValues(new Uint8Array(ivLength));
  if (family === 'AES-GCM') {
    const sealed = gcm(key, iv, additional).encrypt(plaintext);
    const end = sealed.length - tagLength;
    return { iv, ciphertext: sealed.subarray(0, end), tag: sealed.subarray(end), additional };
  }
  const ciphertext = cbc(key.subarray(key.length / 2), iv).encrypt(plaintext);
  return { iv, ciphertext, tag: cbcTag(encryption, key, { iv, ciphertext, additional }), additional };
}

function cbcTag(
  { hash, tagLength }: AlgorithmFact,
  key: Uint8Array,
  { iv, ciphertext, additional }: Omit<SealedContent, 'tag'>,
): Uint8Array {
  const bits = new Uint8Array(8);
  new DataView(bits.buffer).setBigUint64(0, BigInt(additional.length) * 8n);
  const hasher = sha2[hash === undefined || hash === 'SHA-1' ? 'SHA-256' : hash];
  return hmac(hasher, key.subarray(0, key.length / 2), concat(additional, iv, ciphertext, bits)).subarray(0, tagLength);
}
