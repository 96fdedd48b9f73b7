import { nearMiss } from '../text/nearMiss.ts';
import type { IssuerProfile } from './issuerProfile.ts';

/** The claims that tell which issuer's profile a token belongs to. */
export interface IssuerClaims {
  readonly iss?: unknown;
  readonly aud?: unknown;
}

/**
 * The candidates that a token may belong to: those with exactly its `iss` (RFC 7519 §4.1.1 compares case-sensitively),
 * narrowed to those that expect one of its audiences if any does. A token without `iss` belongs to those that state
 * this about their tokens (`issuer` is null) and expect one of its audiences. If no issuer matches, the ones that a
 * person would mistake for it are returned, so that the verdict can say how they differ; it is never a good one. More
 * than one result is an ambiguity to show, not to guess at.
 */
export function matchProfiles<T extends { readonly profile: IssuerProfile }>(
  { iss, aud }: IssuerClaims,
  candidates: readonly T[],
): readonly T[] {
  const present = asList(aud);
  const byAudience = (found: readonly T[]): readonly T[] =>
    found.filter(({ profile }) => asList(profile.audience).some((audience) => present.includes(audience)));
  if (iss === undefined) return byAudience(namelessProfiles({ iss }, candidates));
  if (typeof iss !== 'string') return [];
  const exact = candidates.filter(({ profile }) => profile.issuer === iss);
  const found = exact.length > 0 ? exact : candidates.filter(({ profile }) => isNearly(profile.issuer, iss));
  const narrowed = byAudience(found);
  return narrowed.length > 0 ? narrowed : found;
}

/** Those whose tokens have no issuer, for a token whose claims name none. */
export function namelessProfiles<T extends { readonly profile: IssuerProfile }>(
  claims: IssuerClaims | undefined,
  candidates: readonly T[],
): readonly T[] {
  return claims !== undefined && claims.iss === undefined
    ? candidates.filter(({ profile }) => profile.issuer === null)
    : [];
}

function isNearly(issuer: IssuerProfile['issuer'], iss: string): boolean {
  return typeof issuer === 'string' && nearMiss(iss, issuer) !== '';
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}
