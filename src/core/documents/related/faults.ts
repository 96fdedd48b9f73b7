import { guessTokenType } from '../../token/tokenType.ts';
import { digestOf } from '../../token/disclosures.ts';
import { member } from '../../text/json.ts';
import { parseToken } from '../../token/parse.ts';
import type { Token } from '../../token/token.ts';
import { isPlaceholder } from '../../token/placeholder.ts';
import type { Hit } from '../../rules/rule.ts';
import { placeOf } from './placedToken.ts';
import type { Place, PlacedToken, PlacedValue } from './placedToken.ts';
import { hashOf, thumbprintOf } from '../../keys/thumbprint.ts';
import { tokenHash } from './tokenHash.ts';

/** Tokens that do not belong together, and their places: in this text or in another file. */
export interface RelatedTokenHit extends Hit, Place {
  readonly ruleId: string;
}

/** What was issued together with an ID token. */
export interface Issued {
  readonly access_token?: PlacedValue;
  readonly code?: PlacedValue;
}

/** An ID token that came with another access token or code. OIDC Core §3.1.3.6 (`at_hash`), §3.3.2.11 (`c_hash`). */
export function* hashFaults(idToken: PlacedToken, issued: Issued): Iterable<RelatedTokenHit> {
  const pairs = [
    ['at_hash', 'access token', issued.access_token],
    ['c_hash', 'code', issued.code],
  ] as const;
  for (const [name, what, companion] of pairs) {
    const claimed = idToken.string('payload', name);
    if (!claimed || !companion || !isCredential(companion.value)) continue;
    const expected = tokenHash(companion.value, idToken.token);
    if (expected === undefined || expected === claimed.value || claimed.value === 'redacted') continue;
    yield {
      ...placeOf(claimed),
      ruleId: 'id-token-hash-mismatch',
      message: `"${name}" is not the hash of the ${what} beside this ID token. They were not issued together.`,
      related: [{ ...placeOf(companion), message: `The ${what}` }],
    };
  }
}

/** Whether a value is what an issuer made, and no placeholder, template or redacted form. */
export function isCredential(value: string): boolean {
  const { kind, signature, alg } = parseToken(value);
  if (alg !== undefined) return kind !== 'malformed' && !(signature && isPlaceholder(signature));
  // RFC 6750 §2.1. Placeholders have no digits or are short.
  return (
    /^[A-Za-z0-9._~+/-]{16,}=*$/.test(value) && /\d/.test(value) && !/\.\.\.|(.)\1{3}|example|token|your/i.test(value)
  );
}

/** A DPoP proof for another access token (RFC 9449 §4.3), which may be opaque; `token` is there where it is not. */
export function* proofFaults(
  proof: PlacedToken,
  accessToken: PlacedValue,
  token: PlacedToken | undefined,
): Iterable<RelatedTokenHit> {
  if (!proof.token.payload?.json || !isCredential(accessToken.value)) return;
  const related = [{ ...placeOf(accessToken), message: 'The access token' }];
  const claimed = proof.string('payload', 'ath');
  if (claimed?.value !== 'redacted' && claimed?.value !== hashOf(accessToken.value)) {
    const message = claimed
      ? '"ath" is not the hash of the access token beside this proof.'
      : 'This proof comes with an access token but lacks its hash ("ath").';
    yield { ...proof.place('payload', 'ath'), ruleId: 'dpop-mismatch', message, related };
  }
  const bound = token?.confirmation('jkt');
  const thumbprint = thumbprintOf(member(proof.token.header?.json, 'jwk')?.value);
  if (bound && thumbprint !== undefined && bound.value !== thumbprint) {
    yield {
      ...placeOf(bound),
      ruleId: 'dpop-mismatch',
      message: 'The access token is bound to another key than the key of the DPoP proof beside it.',
      related: [{ ...proof.place('header', 'jwk'), message: 'The key of the proof' }],
    };
  }
}

/** A separate key binding JWT, for another SD-JWT than the one it goes with (RFC 9901 §4.3, §7.3). */
export function* bindingFaults(binding: PlacedToken, bound: PlacedToken): Iterable<RelatedTokenHit> {
  const related = [{ ...bound.whole, message: 'The SD-JWT' }];
  const claimed = binding.string('payload', 'sd_hash');
  const expected = digestOf(bound.token.presentation ?? '', bound.token);
  if (claimed && claimed.value !== 'redacted' && expected !== undefined && claimed.value !== expected) {
    const message = 'This key binding was made for another SD-JWT than the one beside it, or for other disclosures.';
    yield { ...placeOf(claimed), ruleId: 'key-binding-mismatch', message, related };
  }
  const confirmed = member(bound.token.payload?.json, 'cnf')?.value;
  const holder = bound.confirmation('jkt')?.value ?? thumbprintOf(member(confirmed, 'jwk')?.value);
  const signer = thumbprintOf(member(binding.token.header?.json, 'jwk')?.value);
  if (holder !== undefined && signer !== undefined && holder !== signer) {
    const message = 'This key binding contains another key than the one that the SD-JWT beside it is bound to.';
    yield { ...binding.place('header', 'jwk'), ruleId: 'key-binding-mismatch', message, related };
  }
}

/** Whether a token is a key binding that is separate from its SD-JWT. */
export function isKeyBinding(token: Token): boolean {
  return token.kind === 'jws' && guessTokenType(token).purpose === 'key-binding';
}

/**
 * RFC 7519 §4.1.7: one issuer, one `jti`, different claims. The same claims with another signature are the same token.
 */
export function* sameIds(tokens: Iterable<PlacedToken>): Iterable<RelatedTokenHit> {
  const first = new Map<string, PlacedToken>();
  for (const token of tokens) {
    const iss = token.string('payload', 'iss');
    const jti = token.string('payload', 'jti');
    if (!iss || !jti || jti.value === 'redacted') continue;
    const key = JSON.stringify([iss.value, jti.value]);
    const earlier = first.get(key);
    if (!earlier) {
      first.set(key, token);
    } else if (earlier.token.payload?.text !== token.token.payload?.text) {
      const related = [{ ...earlier.place('payload', 'jti'), message: 'The other token' }];
      const message = 'Another token from this issuer has the same "jti" but different claims.';
      yield { ...placeOf(jti), ruleId: 'jti-reused', message, related };
    }
  }
}
