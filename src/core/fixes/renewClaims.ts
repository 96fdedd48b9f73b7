import { FIRST_MILLISECONDS, isNumericDate } from '../text/time.ts';
import { member } from '../text/json.ts';
import type { JsonObject } from '../text/json.ts';
import type { Span } from '../text/span.ts';
import { timeClaims } from '../claims/numericDate.ts';

/** For a token whose times do not show its lifetime. */
const DEFAULT_LIFETIME_SECONDS = 3600;

/**
 * The JSON text of claims with times that hold from `now` (seconds) on, for as long as they did before, counted from
 * `iat`, else from `nbf`; an hour where that cannot be told. `iat` and `nbf` are renewed where they are; `exp` is added
 * where it is missing. Everything else stays as it is spelled.
 */
export function renewedClaims(text: string, claims: JsonObject, now: number): string {
  const [exp, nbf, iat] = [secondsOf(claims, 'exp'), secondsOf(claims, 'nbf'), secondsOf(claims, 'iat')];
  const lifetime = exp === undefined ? 0 : exp - (iat ?? nbf ?? exp);
  const renewed = {
    exp: now + (lifetime > 0 ? lifetime : DEFAULT_LIFETIME_SECONDS),
    nbf: now,
    iat: now,
    auth_time: secondsOf(claims, 'auth_time'),
  };
  const written = replaceTimes(text, claims, (name) => renewed[name]);
  if (member(claims, 'exp')) return written;
  const separator = claims.members.length > 0 ? ',' : '';
  const end = written.lastIndexOf('}');
  return `${written.slice(0, end)}${separator}"exp":${renewed.exp}${written.slice(end)}`;
}

/**
 * The JSON text of claims with times that were written in milliseconds in seconds; `undefined` where there are none.
 */
export function claimsInSeconds(text: string, claims: JsonObject): string | undefined {
  const written = replaceTimes(text, claims, (name) => secondsOf(claims, name));
  return written === text ? undefined : written;
}

/** The value that counts for parsers, in seconds; `undefined` where it names no second. */
function secondsOf(claims: JsonObject, name: string): number | undefined {
  const value = member(claims, name)?.value;
  if (value?.type !== 'number') return undefined;
  const seconds = value.value > FIRST_MILLISECONDS ? Math.floor(value.value / 1000) : value.value;
  return isNumericDate(seconds) ? seconds : undefined;
}

/** Writes times into the text, back to front so that offsets stay true. What is `undefined` stays as it is. */
function replaceTimes(
  text: string,
  claims: JsonObject,
  timeOf: (name: (typeof timeClaims)[number]) => number | undefined,
): string {
  const edits = timeClaims.flatMap((name): readonly (Span & { readonly text: string })[] => {
    const value = member(claims, name)?.value;
    const time = timeOf(name);
    return value && time !== undefined ? [{ start: value.start, end: value.end, text: String(time) }] : [];
  });
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((written, edit) => written.slice(0, edit.start) + edit.text + written.slice(edit.end), text);
}
