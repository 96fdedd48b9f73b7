import { x448 } from '@noble/curves/ed448.js';
import type { JWK } from 'jose';

import type { AlgorithmFact } from '../facts/algorithms.ts';
import { bigintToBytes, bytesToBigint, modPow } from '../keys/bigint.ts';
import { concat } from '../keys/bytes.ts';
import { readBase64url } from '../token/base64url.ts';

/**
 * RSAES-PKCS1-v1_5 (RFC 8017 §7.2.2), which WebCrypto does not have; `undefined` where the padding is wrong. Answering so is no oracle
 * here: the key is the user's own, and nobody else sees the answer.
 */
export function unwrapRsa15(jwk: JWK, encryptedKey: Uint8Array): Uint8Array | undefined {
  const size = bytesOf(jwk.n).length;
  const ciphertext = bytesToBigint(encryptedKey);
  if (encryptedKey.length !== size || ciphertext >= number(jwk.n)) return undefined;
  const message = bigintToBytes(decryptRsa(jwk, ciphertext), size);
  const end = message.indexOf(0, 2);
  // 00 02, at least eight bytes that are not zero, 00, the key.
  return message[0] === 0 && message[1] === 2 && end >= 10 ? message.subarray(end + 1) : undefined;
}

/** RFC 8017 §5.1.2, by the Chinese remainder theorem where the key has its factors: four times as fast. */
function decryptRsa({ n, d, p, q, dp, dq, qi }: JWK, ciphertext: bigint): bigint {
  if (p === undefined || q === undefined || dp === undefined || dq === undefined || qi === undefined) {
    return modPow(ciphertext, number(d), number(n));
  }
  const [first, second] = [number(p), number(q)];
  const m1 = modPow(ciphertext, number(dp), first);
  const m2 = modPow(ciphertext, number(dq), second);
  const h = ((((m1 - m2) % first) + first) * number(qi)) % first;
  return m2 + second * h;
}

/** What the header of a JWE says about the other party of a key agreement (RFC 7518 §4.6.1). */
export interface Agreement {
  readonly publicKey: Uint8Array;
  readonly apu: Uint8Array;
  readonly apv: Uint8Array;
}

/** ECDH-ES on X448 (RFC 8037 §3.2), which WebCrypto does not have everywhere, up to the content encryption key. */
export async function agreeX448(
  algorithm: AlgorithmFact,
  encryption: AlgorithmFact,
  jwk: JWK,
  { publicKey, apu, apv }: Agreement,
  encryptedKey: Uint8Array,
): Promise<Uint8Array | undefined> {
  const shared = sharedSecret(bytesOf(jwk.d), publicKey);
  if (!shared) return undefined;
  const isDirect = algorithm.family === 'ECDH-ES';
  const [name, length = 0] = isDirect ? [encryption.name, encryption.keyLength] : [algorithm.name, algorithm.keyLength];
  const derived = await concatKdf(shared, length, name, apu, apv);
  return isDirect ? derived : unwrapAes(derived, encryptedKey);
}

function sharedSecret(secret: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined {
  try {
    return x448.getSharedSecret(secret, publicKey);
  } catch {
    // A point of low order gives no secret (RFC 7748 §6.2).
    return undefined;
  }
}

/** NIST SP 800-56A §5.8.1 with SHA-256, as RFC 7518 §4.6.2 fills it in. */
async function concatKdf(
  shared: Uint8Array,
  length: number,
  name: string,
  apu: Uint8Array,
  apv: Uint8Array,
): Promise<Uint8Array> {
  const info = concat(prefixed(new TextEncoder().encode(name)), prefixed(apu), prefixed(apv), uint32(length * 8));
  const rounds = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    crypto.subtle.digest('SHA-256', concat(uint32(index + 1), shared, info)),
  );
  return concat(...(await Promise.all(rounds)).map((round) => new Uint8Array(round))).subarray(0, length);
}

/** RFC 3394; `undefined` where the key encryption key is wrong. */
async function unwrapAes(key: Uint8Array, wrapped: Uint8Array): Promise<Uint8Array | undefined> {
  const { subtle } = crypto;
  try {
    const wrapping = await subtle.importKey('raw', new Uint8Array(key), 'AES-KW', false, ['unwrapKey']);
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const unwrapped = await subtle.unwrapKey('raw', new Uint8Array(wrapped), wrapping, 'AES-KW', hmac, true, ['sign']);
    return new Uint8Array(await subtle.exportKey('raw', unwrapped));
  } catch (error) {
    if (error instanceof DOMException && error.name !== 'NotSupportedError') return undefined;
    throw error;
  }
}

function prefixed(bytes: Uint8Array): Uint8Array {
  return concat(uint32(bytes.length), bytes);
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function number(text: string | undefined): bigint {
  return bytesToBigint(bytesOf(text));
}

function bytesOf(text: string | undefined): Uint8Array {
  return readBase64url(text ?? '').bytes;
}
