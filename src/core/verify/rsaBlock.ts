import { sha1 } from '@noble/hashes/legacy.js';
import type { JWK } from 'jose';

import { equalBytes, toHex } from '../keys/bytes.ts';
import { bigintToBytes, bytesToBigint, modPow } from '../keys/bigint.ts';
import { base64urlBytes } from '../text/base64url.ts';
import { sha2 } from '../text/sha2.ts';

/** What the public key makes of an RSA signature, if the private half of this very key made it. */
export type RsaBlock =
  /** RSASSA-PKCS1-v1_5 over content of this hash. */
  | { readonly scheme: 'PKCS1'; readonly hash: HashName; readonly digest: Uint8Array }
  /** RSASSA-PSS over the given content, with a salt of so many bytes. */
  | { readonly scheme: 'PSS'; readonly hash: HashName; readonly saltLength: number };

const hashes = { 'SHA-1': sha1, ...sha2 } as const;
export type HashName = keyof typeof hashes;

/** The DER in front of a digest (RFC 8017 §9.2, note 1), in hex. */
const digestInfos: readonly (readonly [HashName, string])[] = [
  ['SHA-1', '3021300906052b0e03021a05000414'],
  ['SHA-256', '3031300d060960864801650304020105000420'],
  ['SHA-384', '3041300d060960864801650304020205000430'],
  ['SHA-512', '3051300d060960864801650304020305000440'],
];

/** Larger exponents and moduli than anybody signs with make the computation long. */
const LARGEST_EXPONENT = 2n ** 33n;
const LONGEST_MODULUS_BYTES = 1024;

/**
 * Undoes a signature with the public key. Another key gives noise, which has none of the two forms; so the form tells
 * that the key is right, whatever was signed.
 */
export function rsaBlockOf({ n, e }: JWK, signature: Uint8Array, content: Uint8Array): RsaBlock | undefined {
  const modulus = bytesToBigint(base64urlBytes(n));
  const exponent = bytesToBigint(base64urlBytes(e));
  const value = bytesToBigint(signature);
  const size = base64urlBytes(n).length;
  if (size > LONGEST_MODULUS_BYTES || signature.length !== size || value >= modulus || exponent > LARGEST_EXPONENT)
    return undefined;
  const block = bigintToBytes(modPow(value, exponent, modulus), size);
  return pkcs1BlockOf(block) ?? pssBlockOf(block, modulus.toString(2).length - 1, content);
}

/** 00 01, at least eight bytes FF, 00, the DER of the hash, the digest: nothing else (RFC 8017 §9.2). */
function pkcs1BlockOf(block: Uint8Array): RsaBlock | undefined {
  const end = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 1 || end < 10 || block.subarray(2, end).some((byte) => byte !== 255))
    return undefined;
  const rest = block.subarray(end + 1);
  for (const [hash, prefix] of digestInfos) {
    const length = prefix.length / 2;
    const found = toHex(rest.subarray(0, length));
    if (found === prefix && rest.length === length + hashes[hash].outputLen)
      return { scheme: 'PKCS1', hash, digest: rest.subarray(length) };
  }
  return undefined;
}

/** RFC 8017 §9.1.2, with whatever length of salt is found, and the same hash for content and mask. */
function pssBlockOf(block: Uint8Array, bits: number, content: Uint8Array): RsaBlock | undefined {
  const encoded = block.subarray(block.length - Math.ceil(bits / 8));
  if (encoded.at(-1) !== 0xbc) return undefined;
  for (const [name, hash] of Object.entries(hashes) as [HashName, (typeof hashes)[HashName]][]) {
    const start = encoded.length - hash.outputLen - 1;
    if (start < 1) continue;
    const digest = encoded.subarray(start, -1);
    const mask = maskOf(hash, digest, start);
    const data = encoded.subarray(0, start).map((byte, index) => byte ^ (mask[index] ?? 0));
    data[0] = (data[0] ?? 0) & (0xff >> (8 * encoded.length - bits));
    const separator = data.findIndex((byte) => byte !== 0);
    if (separator < 0 || data[separator] !== 1) continue;
    const salt = data.subarray(separator + 1);
    const expected = hash(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, ...hash(content), ...salt));
    if (equalBytes(expected, digest)) return { scheme: 'PSS', hash: name, saltLength: salt.length };
  }
  return undefined;
}

/** MGF1 (RFC 8017 §B.2.1). */
function maskOf(hash: (typeof hashes)[HashName], seed: Uint8Array, length: number): Uint8Array {
  const mask = new Uint8Array(length);
  for (let at = 0, counter = 0; at < length; at += hash.outputLen, counter++)
    mask.set(hash(Uint8Array.of(...seed, 0, 0, counter >> 8, counter & 255)).subarray(0, length - at), at);
  return mask;
}

/** Whether this is the digest of a content. */
export function isDigestOf(hash: HashName, digest: Uint8Array, content: Uint8Array): boolean {
  return equalBytes(hashes[hash](content), digest);
}
