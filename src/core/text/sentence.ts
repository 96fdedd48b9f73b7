import { relativeTime } from './time.ts';

/**
 * A sentence with a part that changes over time: with `seconds`, the distance of that instant from now stands between
 * its halves.
 */
export interface Sentence {
  readonly before: string;
  /** Since the epoch. */
  readonly seconds?: number;
  readonly after: string;
}

/** A sentence that does not depend on time. */
export function plain(text: string): Sentence {
  return { before: text, after: '' };
}

/** `before`, the distance of an instant, `after`. */
export function timed(before: string, seconds: number, after = ''): Sentence {
  return { before, seconds, after };
}

/** The sentence as it reads at `now`. */
export function read({ before, seconds, after }: Sentence, now: Date): string {
  return before + (seconds === undefined ? '' : relativeTime(seconds, now)) + after;
}

/**
 * Core's sentence, said at `now`, with its words for the distance of one of `instants` made live. A sentence that
 * mentions none of them stays as it is.
 */
export function enliven(text: string, instants: readonly number[], now: Date): Sentence {
  for (const seconds of instants) {
    const words = relativeTime(seconds, now);
    const at = text.indexOf(words);
    if (at !== -1) return timed(text.slice(0, at), seconds, text.slice(at + words.length));
  }
  return plain(text);
}
