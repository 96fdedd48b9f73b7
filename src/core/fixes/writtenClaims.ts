import { describeClaim } from '../facts/claims.ts';
import { plain, timed } from '../text/sentence.ts';
import type { Sentence } from '../text/sentence.ts';
import { duration, isNumericDate, utcTime } from '../text/time.ts';
import { parseJson } from '../text/json.ts';
import type { JsonMember, JsonNode, JsonObject } from '../text/json.ts';
import { printJson } from '../text/printJson.ts';

export type WrittenObject =
  | { readonly ok: true; readonly root: JsonObject }
  /** A sentence for a person, with line and column. It repeats nothing of the text. */
  | { readonly ok: false; readonly problem: string };

/** A JSON object as a person has written it. */
export function readObject(text: string): WrittenObject {
  const reading = parseJson(text);
  if (!reading.ok) {
    const { offset, message } = reading.error;
    const before = text.slice(0, offset).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return { ok: false, problem: `This is not JSON yet. Line ${before.length}, column ${column}: ${message}.` };
  }
  const { root } = reading;
  return root.type === 'object'
    ? { ok: true, root }
    : { ok: false, problem: 'This is JSON, but not an object. It must start with “{”.' };
}

/**
 * Claims as JSON on one line, to be signed at `now` (seconds): order, duplicate members and digits are as written, and
 * what is written as text for a time (`"+1h"`, `"now"`, `"2026-05-31T20:00:00Z"`) is the second it names.
 */
export function claimsToSign(claims: JsonObject, now: number): string {
  const members = claims.members.map((entry) => {
    const { value } = entry;
    const seconds = secondsWritten(claims, entry, now);
    return seconds === undefined
      ? entry
      : { ...entry, value: { ...value, type: 'number', value: seconds, text: String(seconds) } as const };
  });
  return printJson({ ...claims, members });
}

/** What each time among the claims means, in words. A text that names no time is said to stay text. */
export function timesInWords(claims: JsonObject): readonly { readonly name: string; readonly words: Sentence }[] {
  return claims.members.flatMap((entry) => {
    const { name, value } = entry;
    if (!isTimeClaim(claims, name)) return [];
    const words = wordsFor(value);
    return words ? [{ name, words }] : [];
  });
}

function wordsFor(value: JsonNode): Sentence | undefined {
  if (value.type === 'string') {
    const offset = offsetWritten(value.value);
    if (offset !== undefined) return plain(distanceFromSigning(offset));
    const seconds = instantWritten(value.value);
    return seconds === undefined
      ? plain('stays text. Write a time in seconds, or as "+1h", "-30m", "now", "2026-05-31T20:00:00Z"')
      : inWords(seconds);
  }
  return value.type === 'number' && isNumericDate(value.value) ? inWords(value.value) : undefined;
}

function inWords(seconds: number): Sentence {
  return timed(`${utcTime(seconds)}, `, seconds);
}

function distanceFromSigning(offset: number): string {
  if (offset === 0) return 'when the token is signed';
  return `${duration(offset)} ${offset > 0 ? 'after' : 'before'} the token is signed`;
}

function secondsWritten(claims: JsonObject, { name, value }: JsonMember, now: number): number | undefined {
  if (value.type !== 'string' || !isTimeClaim(claims, name)) return undefined;
  const offset = offsetWritten(value.value);
  return offset === undefined ? instantWritten(value.value) : now + offset;
}

function isTimeClaim(claims: JsonObject, name: string): boolean {
  return describeClaim(name, claims)?.kind === 'time';
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };

/** So that what is counted from now is a NumericDate. */
const furthestOffset = 50 * 31_536_000;

/** `+1h`, `-30m`, `now`: seconds from the moment of signing, by at most 50 years of 365 days. */
function offsetWritten(text: string): number | undefined {
  if (text === 'now') return 0;
  const [, sign, count = '', unit = ''] = /^([+-])(\d{1,9})([smhdwy])$/.exec(text.trim()) ?? [];
  const seconds = Number(count) * (unitSeconds[unit] ?? 0);
  if (sign === undefined || seconds > furthestOffset) return undefined;
  return sign === '-' ? -seconds : seconds;
}

const date = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d))?$/;

/** A date of ISO 8601, with its time and zone or as the midnight of UTC that begins it. */
function instantWritten(text: string): number | undefined {
  const [whole, day = ''] = date.exec(text.trim()) ?? [];
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Dates that no calendar has are moved to one that it has.
  const isDay = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
  const seconds = whole !== undefined && isDay ? Date.parse(whole) / 1000 : Number.NaN;
  return isNumericDate(seconds) ? seconds : undefined;
}
