import { findMarks, findSerialized } from './find.ts';
import type { Span } from '../text/span.ts';
import { SpanIndex } from './spanIndex.ts';
import type { Edit, Slice, Sought } from './spanIndex.ts';

/** Longer tokens in JSON serialization are not found in documents, in UTF-16 code units. */
export const LONGEST_SERIALIZED = 64 * 1024;

/** A text with more marks is data. Its first marks are enough to judge it. */
const MOST_MARKS = 1000;

/** A mark is shorter than this. */
const reach = 40;

const marks: Sought = {
  find: findMarks,
  around: ({ start, end }, length) => ({ start: Math.max(0, start - reach), end: Math.min(length, end + reach) }),
};

/**
 * Where the tokens in JSON serialization are in a text. Only the names of the members that such a token has are
 * followed through changes, at the cost of the change. The objects around them are read when somebody asks for them, so
 * a text without such names is never read.
 */
export class SerializedIndex {
  readonly #marks: SpanIndex;

  constructor(text: string) {
    this.#marks = new SpanIndex(text, marks);
  }

  /** Follows one change, as {@link SpanIndex.update} does. */
  update(edits: readonly Edit[], slice: Slice): void {
    this.#marks.update(edits, slice);
  }

  /** The tokens around the first 1000 marks, in the order of the text. */
  first(slice: Slice): readonly Span[] {
    return [...tokensAround(this.#marks.within({ start: 0, end: Infinity }, MOST_MARKS), slice)];
  }

  /** The tokens that overlap a range or touch it. */
  touching({ start, end }: Span, slice: Slice): readonly Span[] {
    const near = this.#marks.within({ start: start - LONGEST_SERIALIZED, end: end + LONGEST_SERIALIZED });
    return [...tokensAround(near, slice)].filter((span) => span.start <= end && start <= span.end);
  }
}

function* tokensAround(found: readonly Span[], slice: Slice): Iterable<Span> {
  let done = 0;
  for (const region of regionsOf(found)) {
    const from = Math.max(0, region.start - LONGEST_SERIALIZED);
    for (const span of findSerialized(slice(from, region.end + LONGEST_SERIALIZED), LONGEST_SERIALIZED)) {
      const start = span.start + from;
      const end = span.end + from;
      // A token that is cut off at the end of the region belongs to the next region.
      if (start < done || end <= region.start || start >= region.end) continue;
      done = end;
      yield { start, end };
    }
  }
}

/** Stretches of text from mark to mark, as much as is read at a time. */
function* regionsOf(found: readonly Span[]): Iterable<Span> {
  let region: Span | undefined;
  for (const { start, end } of found) {
    if (region && end - region.start <= 4 * LONGEST_SERIALIZED) {
      region = { start: region.start, end };
    } else {
      if (region) yield region;
      region = { start, end };
    }
  }
  if (region) yield region;
}
