import { sha256 } from '@noble/hashes/sha2.js';
import { encodeBase64url } from '../text/base64url.ts';
import { member } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';

/**
 * The members that make a key, by `kty`, in the order in which they are hashed (RFC 7638 §3.2, RFC 8037 §2, RFC 9964).
 */
const hashed: ReadonlyMap<string, readonly string[]> = new Map([
  ['RSA', ['e', 'kty', 'n']],
  ['EC', ['crv', 'kty', 'x', 'y']],
  ['OKP', ['crv', 'kty', 'x']],
  ['AKP', ['alg', 'kty', 'pub']],
]);

/**
 * The SHA-256 thumbprint of a public JWK that stands in a token (RFC 7638), at once; `undefined` if it is not such a
 * key.
 */
export function thumbprintOf(jwk: JsonNode | undefined): string | undefined {
  const text = (name: string): string | undefined => {
    const value = member(jwk, name)?.value;
    return value?.type === 'string' ? value.value : undefined;
  };
  const names = hashed.get(text('kty') ?? '');
  if (!names?.every((name) => text(name) !== undefined)) return undefined;
  const canonical = JSON.stringify(Object.fromEntries(names.map((name) => [name, text(name)])));
  return hashOf(canonical);
}

/** SHA-256 of a text in base64url: what `ath` is (RFC 9449 §4.2), and a thumbprint. */
export function hashOf(text: string): string {
  return encodeBase64url(sha256(new TextEncoder().encode(text)));
}
