import { FIRST_MILLISECONDS, isNumericDate, LAST_SECOND } from '../text/time.ts';
import type { JsonNode } from '../text/json.ts';

/** A NumericDate (RFC 7519 §2), or why the value is not one. */
export type DateReading =
  | { readonly seconds: number; readonly fault?: never }
  | { readonly seconds?: never; readonly fault: 'wrong-type' | 'milliseconds' | 'out-of-range' };

/** Reads a time as RFC 7519 §2 demands it: a JSON number of seconds since the epoch that names a date. */
export function readNumericDate(value: JsonNode): DateReading {
  if (value.type !== 'number') return { fault: 'wrong-type' };
  // The last second of the year 9999 is how some issuers write "never".
  const isSeconds = isNumericDate(value.value) && (value.value <= FIRST_MILLISECONDS || value.value === LAST_SECOND);
  if (isSeconds) return { seconds: value.value };
  const isMilliseconds = value.value > FIRST_MILLISECONDS && isNumericDate(value.value / 1000);
  return { fault: isMilliseconds ? 'milliseconds' : 'out-of-range' };
}

/** The registered claims whose values are times (RFC 7519 §4.1, OIDC Core §2). */
export const timeClaims = ['exp', 'nbf', 'iat', 'auth_time'] as const;

/** Ten years: as a time it lies in the 1970s, and as a length it is the longest that anybody gives a token. */
const LONGEST_DURATION = 10 * 366 * 86_400;

/** Whether an `exp` is rather `expires_in`: a length, where RFC 7519 §4.1.4 wants the time. 0 and 1 mean "expired". */
export function looksLikeDuration(seconds: number): boolean {
  return seconds > 1 && seconds <= LONGEST_DURATION;
}
