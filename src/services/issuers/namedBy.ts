import type { ConfiguredIssuer } from '../../core/issuers/issuerSettings.ts';
import { WORKSPACE_KEY } from '../../core/report/verdict.ts';
import { visibleStart } from '../../core/text/visible.ts';

/** Short enough that a sentence never cuts what follows it. */
const longestName = 40;

/**
 * How verdicts name an issuer. `Google, key from this workspace`: where a workspace says whose key it is, anybody can
 * have written that.
 */
export function namedBy({ name, origin }: Pick<ConfiguredIssuer, 'name' | 'origin'>): string {
  return origin === 'workspace' ? visibleStart(name, longestName) + WORKSPACE_KEY : name;
}
