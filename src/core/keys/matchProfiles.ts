import type { IssuerProfile } from './issuerProfile.ts';

/** The claims that tell which issuer's profile a token belongs to. */
export interface IssuerClaims {
  readonly iss?: unknown;
  readonly aud?: unknown;
}

/**
 * Those of the candidates a token may belong to: the ones of exactly its `iss` (RFC 7519 §4.1.1 compares case-sensitively), and of these the ones
 * that expect one of its audiences, where any does. More than one result is an ambiguity to show, not to guess at.
 */
export function matchProfiles<T extends { readonly profile: IssuerProfile }>(
  claims: IssuerClaims,
  candidates: readonly T[],
): readonly T[] {
  const { iss } = claims;
  const byIssuer = typeof iss === 'string' ? candidates.filter(({ profile }) => profile.issuer === iss) : [];
  const present = asList(claims.aud);
  const byAudience = byIssuer.filter(({ profile }) =>
    asList(profile.audience).some((audience) => present.includes(audience)),
  );
  return byAudience.length > 0 ? byAudience : byIssuer;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}
