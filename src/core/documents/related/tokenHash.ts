import { algorithm } from '../../facts/algorithms.ts';
import { encodeBase64url } from '../../text/base64url.ts';
import type { Token } from '../../token/token.ts';
import { sha2 } from '../../text/sha2.ts';

/**
 * What `at_hash` or `c_hash` of an ID token has to be for a value (OIDC Core §3.1.3.6, §3.3.2.11): the left half of its
 * hash, in base64url. `undefined` where `alg` settles no hash: nothing standardises one for Ed448 and ML-DSA, and
 * implementations differ.
 */
export function tokenHash(value: string, { alg = '', signature }: Token): string | undefined {
  const fact = algorithm(alg);
  // RFC 8032 §5.1: Ed25519 hashes with SHA-512. Its signatures have 64 bytes, which tells it from Ed448 where `alg` is
  // the generic `EdDSA`.
  const name = fact?.family === 'EdDSA' && signature?.bytes?.length === 64 ? 'SHA-512' : fact?.hash;
  if (name === undefined || name === 'SHA-1') return undefined;
  const digest = sha2[name](new TextEncoder().encode(value));
  return encodeBase64url(digest.subarray(0, digest.length / 2));
}
