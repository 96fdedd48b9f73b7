import { member } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';

/**
 * Whether a header asks for a payload other than the encoded one, however it writes that. If `b64` is absent, it is
 * true (RFC 7797 §3).
 */
export function saysUnencoded(header: JsonNode | undefined): boolean {
  const b64 = member(header, 'b64')?.value;
  return b64 !== undefined && (b64.type !== 'literal' || b64.value !== true);
}

/** RFC 7797 §3 and §6: `b64: false` counts only if `crit` lists it. */
export function hasUnencodedPayload(header: JsonNode | undefined): boolean {
  const b64 = member(header, 'b64')?.value;
  const crit = member(header, 'crit')?.value;
  return (
    b64?.type === 'literal' &&
    b64.value === false &&
    crit?.type === 'array' &&
    crit.items.some((item) => item.type === 'string' && item.value === 'b64')
  );
}
