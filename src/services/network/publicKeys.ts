import type { JWK } from 'jose';
import { isPrivate, publicHalf } from '../../core/keys/jwk.ts';

export type PublicKeys =
  | {
      readonly ok: true;
      readonly keys: readonly JWK[];
      /** What the publisher should fix, in sentences. The keys are usable all the same. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

/** Issuers publish a handful. Trying thousands would take seconds a token. */
const mostKeys = 200;

/**
 * Reads a JWK Set (RFC 7517 §5) that anyone can download. A symmetric key in it is known to everyone and proves
 * nothing, so it is left out; private members are dropped. Entries that are no keys are skipped, as §5 asks of unknown
 * ones.
 */
export function readPublicKeys(text: string): PublicKeys {
  let set: unknown;
  try {
    set = JSON.parse(text);
  } catch {
    return {
      ok: false,
      problem: 'The response is not JSON. Check that this is the URL of the JWKS itself, not of a page about it.',
    };
  }
  if (!isRecord(set) || !Array.isArray(set['keys'])) {
    return {
      ok: false,
      problem:
        isRecord(set) && typeof set['jwks_uri'] === 'string'
          ? 'The response is an OpenID discovery document, not a JWKS. Use the URL in its `jwks_uri`.'
          : 'The response is JSON but not a JWKS: it has no `keys` array.',
    };
  }
  const entries = (set['keys'] as readonly unknown[]).filter(isPublishedJwk);
  const symmetric = entries.filter((key) => key.kty === 'oct');
  const published = entries.filter((key) => key.kty !== 'oct');
  const usable = published.filter((key) => key.use === undefined || key.use === 'sig');
  const keys = usable.slice(0, mostKeys).map(publicHalf);
  const notes = [
    ...(usable.length > mostKeys
      ? [`The JWKS has ${usable.length} keys for signatures. Only the first ${mostKeys} are used.`]
      : []),
    ...(symmetric.length === 0
      ? []
      : [
          'The JWKS publishes a symmetric key (`oct`). Anyone can sign with it. It is not used here and should be withdrawn.',
        ]),
    ...(published.some(isPrivate)
      ? ['The JWKS publishes a private key. Anyone can sign with it, so it should be withdrawn.']
      : []),
    ...(hasDuplicateKid(keys)
      ? ['Two keys in the JWKS have the same `kid`, so a token does not show which one signed it.']
      : []),
  ];
  if (keys.length === 0) {
    const why = entries.length === 0 ? 'it is empty' : 'none of its keys is a public key for signatures';
    return { ok: false, problem: [`The JWKS has no usable key: ${why}.`, ...notes].join(' ') };
  }
  return { ok: true, keys, notes };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPublishedJwk(value: unknown): value is JWK {
  return isRecord(value) && typeof value['kty'] === 'string';
}

function hasDuplicateKid(keys: readonly JWK[]): boolean {
  const kids = keys.flatMap((key) => (key.kid === undefined ? [] : [`${key.kid}\n${key.alg ?? ''}`]));
  return new Set(kids).size < kids.length;
}
