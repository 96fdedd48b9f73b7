import { pause } from '../keys/pause.ts';

/** The word that is the secret, and which one of the words it is, counted from 1. */
export interface Guess {
  readonly word: string;
  readonly place: number;
}

/** Words between two pauses of a search: some milliseconds at the most. */
const wordsAtOnce = 256;
/** In milliseconds: nobody notices a thread that is busy for so long. */
const sliceLength = 16;

/** Tries one word after the other, and pauses regularly so that the caller can stop it. */
export function* guessSecret(
  words: Iterable<string>,
  isSecret: (word: string) => boolean,
  atOnce = wordsAtOnce,
): Generator<void, Guess | undefined> {
  let place = 0;
  for (const word of words) {
    place += 1;
    if (isSecret(word)) return { word, place };
    if (place % atOnce === 0) yield;
  }
  return undefined;
}

/** Runs a search to its end or until it is cancelled, and lets other work on this thread run in between. */
export async function inSlices<T>(
  search: Iterator<void, T>,
  isCancelled = (): boolean => false,
): Promise<T | undefined> {
  let start = performance.now();
  while (!isCancelled()) {
    const step = search.next();
    if (step.done === true) return step.value;
    if (performance.now() - start < sliceLength) continue;
    await pause();
    start = performance.now();
  }
  return undefined;
}
