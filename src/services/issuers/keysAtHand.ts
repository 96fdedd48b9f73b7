import type { IssuerKeys } from './issuerKeys.ts';
import type { SourcedIssuer } from './issuers.ts';

/**
 * The thumbprints of an issuer's keys, secrets included, as far as its keys are at hand: nothing is fetched for it. For
 * comparison only.
 */
export async function keysAtHand(
  issuer: SourcedIssuer,
  issuerKeys: Pick<IssuerKeys, 'of'>,
): Promise<readonly string[]> {
  const { keys } = await issuerKeys.of(issuer, { interactive: false, fetch: false });
  if (keys.length === 0) return [];
  const { thumbprintsOf } = await import('../../core/keys/keySummary.ts');
  return thumbprintsOf(keys);
}
