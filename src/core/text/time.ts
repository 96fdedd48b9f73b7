import { once } from './once.ts';

/** 9999-12-31T23:59:59Z, the last second that dates of four-digit years can name. */
export const LAST_SECOND = 253_402_300_799;

/** Milliseconds since 1973, and seconds of the year 5138: a claim above this was surely written in milliseconds. */
export const FIRST_MILLISECONDS = 100_000_000_000;

export const DEFAULT_CLOCK_TOLERANCE_SECONDS = 60;

/** "Usually no more than a few minutes" (RFC 7519 §4.1.4). */
export const MAX_CLOCK_TOLERANCE_SECONDS = 300;

/** A usable clock tolerance: the default if no number is given, and at most the maximum. */
export function clampTolerance(seconds = DEFAULT_CLOCK_TOLERANCE_SECONDS): number {
  if (Number.isNaN(seconds)) return DEFAULT_CLOCK_TOLERANCE_SECONDS;
  return Math.min(Math.max(seconds, 0), MAX_CLOCK_TOLERANCE_SECONDS);
}

/** A NumericDate that names a second: finite, not negative, not beyond the year 9999 (RFC 7519 §2). */
export function isNumericDate(seconds: number): boolean {
  return seconds >= 0 && seconds <= LAST_SECOND;
}

const units = [
  ['year', 365.25 * 86_400, 2, 'y'],
  ['month', 30.4375 * 86_400, 2, 'mo'],
  ['day', 86_400, 2, 'd'],
  ['hour', 3600, 1, 'h'],
  ['minute', 60, 1, 'min'],
  ['second', 1, 0, 's'],
] as const;

/** Making a format costs more than a hundred uses of it, and nothing needs one at activation. */
const relativeFormat = once(() => new Intl.RelativeTimeFormat('en', { numeric: 'always' }));

/** `3 hours ago`, `in 12 minutes`, `now`: the distance in its largest fitting unit, rounded towards now. */
export function relativeTime(seconds: number, now: Date): string {
  const distance = seconds - now.getTime() / 1000;
  if (!Number.isFinite(distance)) return 'out of range';
  if (Math.abs(distance) < 1) return 'now';
  const { unit, count } = inLargestUnit(Math.abs(distance));
  return relativeFormat().format(Math.sign(distance) * count, unit);
}

/** A distance in the fewest characters, to the minute: `12 min`, `3 h`, `< 1 min`. */
export interface ShortDistance {
  readonly words: string;
  /** When these words are no longer true. */
  readonly changesAt: Date;
}

/** How far an instant is from `now`, before or behind. */
export function shortDistance(seconds: number, now: Date): ShortDistance {
  const distance = seconds - now.getTime() / 1000;
  const { size, count, short, limit } = inLargestUnit(Math.abs(distance));
  const isBelowMinute = size < 60;
  // Words about the future hold until their number is reached, words about the past until the next number.
  const [least, most] = isBelowMinute ? [0, 60] : [count * size, Math.min((count + 1) * size, limit)];
  return {
    words: isBelowMinute ? '< 1 min' : `${count} ${short}`,
    changesAt: new Date(Math.floor((seconds - (distance > 0 ? least : -most)) * 1000) + 1),
  };
}

/** A length of time in words: `90 seconds`, `1 hour`, `45 days`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'out of range';
  const { unit, count } = inLargestUnit(Math.abs(seconds));
  return lengthIn(unit, count);
}

/** `90 minutes`: so many of one unit. */
export function lengthIn(unit: (typeof units)[number][0], count: number): string {
  return lengthFormat(unit).format(count);
}

interface UnitCount {
  readonly unit: (typeof units)[number][0];
  readonly short: string;
  /** Of the unit, in seconds. */
  readonly size: number;
  readonly count: number;
  /** From so many seconds on the next larger unit is used. */
  readonly limit: number;
}

/** A unit is used from its `least` on, so that 36 hours stay hours and 45 days stay days. */
function inLargestUnit(seconds: number): UnitCount {
  let limit = Infinity;
  for (const [unit, size, least, short] of units) {
    if (seconds >= size * least) return { unit, short, size, count: Math.floor(seconds / size), limit };
    limit = size * least;
  }
  return { unit: 'second', short: 's', size: 1, count: 0, limit };
}

/** `31 May 2026, 22:00:00` in the local time zone; `out of range` for what is no NumericDate. */
export function localTime(seconds: number): string {
  return isNumericDate(seconds) ? localFormat().format(seconds * 1000) : 'out of range';
}

/** `31 May 2026, 20:00:00 UTC`; `out of range` for what is no NumericDate. */
export function utcTime(seconds: number): string {
  return isNumericDate(seconds) ? `${utcFormat().format(seconds * 1000)} UTC` : 'out of range';
}

const localFormat = once(() => dateFormat(undefined));
const utcFormat = once(() => dateFormat('UTC'));

function dateFormat(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
}

const lengthFormats = new Map<string, Intl.NumberFormat>();

function lengthFormat(unit: string): Intl.NumberFormat {
  const format = lengthFormats.get(unit) ?? new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' });
  lengthFormats.set(unit, format);
  return format;
}
