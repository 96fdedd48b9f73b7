import { findCompact, findMarks, findSerialized } from './find.ts';
import { ENCODED_PREFIX } from './encodedTokens.ts';
import type { FoundToken } from './foundToken.ts';
import { LONGEST_BROKEN } from './reading.ts';
import { HEADER_PREFIX } from './scan.ts';
import type { Span } from '../text/span.ts';
import { SpanIndex } from './spanIndex.ts';
import type { Edit, Slice, Sought } from './spanIndex.ts';

/** Longer tokens in JSON serialization are not found in documents, in UTF-16 code units. */
export const LONGEST_SERIALIZED = 64 * 1024;

/** A text with more marks is data. Its first marks are enough to judge it. */
const MOST_MARKS = 1000;

/** A mark is shorter than this. */
const reach = 40;

/** Tokens that cost something to find. */
interface Kind {
  /** What all of them have, and little else. */
  readonly marks: (text: string) => readonly Span[];
  readonly find: (text: string) => readonly FoundToken[];
  /** How far from a mark its token may begin and end. */
  readonly longest: number;
}

/** Tokens in JSON serialization. */
export const serializedTokens: Kind = {
  marks: findMarks,
  find: (text) => findSerialized(text, LONGEST_SERIALIZED),
  longest: LONGEST_SERIALIZED,
};

const START = new RegExp(`${HEADER_PREFIX.source}|${ENCODED_PREFIX.source}`, 'g');

/** Tokens that `scan` does not find, or not all of: in pieces, with characters that nobody sees, inside base64. */
export const brokenTokens: Kind = {
  marks: (text) =>
    Array.from(text.matchAll(START), ({ index, 0: mark }) => ({ start: index, end: index + mark.length })),
  find: (text) =>
    findCompact(text).filter(({ start, end, pieces }) => pieces !== undefined || /[^ -~]/.test(text.slice(start, end))),
  longest: LONGEST_BROKEN,
};

/**
 * Where the tokens of a kind are in a text. Only their marks are followed through changes, at the cost of the change.
 * What is around them is read when somebody asks for it, so a text without marks is never read.
 */
export class MarkedIndex {
  readonly #marks: SpanIndex;
  readonly #kind: Kind;
  #all: readonly FoundToken[] | undefined;

  constructor(text: string, kind: Kind) {
    const marks: Sought = {
      find: kind.marks,
      around: ({ start, end }, length) => ({ start: Math.max(0, start - reach), end: Math.min(length, end + reach) }),
    };
    this.#kind = kind;
    this.#marks = new SpanIndex(text, marks);
  }

  /** Follows one change, as {@link SpanIndex.update} does. */
  update(edits: readonly Edit[], slice: Slice): void {
    this.#all = undefined;
    this.#marks.update(edits, slice);
  }

  /** The tokens around the first 1000 marks, in the order of the text. They are remembered until the next change. */
  first(slice: Slice): readonly FoundToken[] {
    this.#all ??= [...this.#around(this.#marks.within({ start: 0, end: Infinity }, MOST_MARKS), slice)];
    return this.#all;
  }

  /** The tokens that overlap a range or touch it. */
  touching({ start, end }: Span, slice: Slice): readonly FoundToken[] {
    const { longest } = this.#kind;
    const near = this.#marks.within({ start: start - longest, end: end + longest });
    return [...this.#around(near, slice)].filter((token) => token.start <= end && start <= token.end);
  }

  *#around(found: readonly Span[], slice: Slice): Iterable<FoundToken> {
    const { find, longest } = this.#kind;
    let done = 0;
    for (const region of regionsOf(found, 4 * longest)) {
      const from = Math.max(0, region.start - longest);
      for (const token of find(slice(from, region.end + longest))) {
        const moved = movedBy(token, from);
        // A token that is cut off at the end of the region belongs to the next region.
        if (moved.start < done || moved.end <= region.start || moved.start >= region.end) continue;
        done = moved.end;
        yield moved;
      }
    }
  }
}

function movedBy({ start, end, token, pieces }: FoundToken, by: number): FoundToken {
  const moved = { start: start + by, end: end + by };
  if (token === undefined || !pieces) return moved;
  return {
    ...moved,
    token,
    pieces: pieces.map((piece) => ({ ...piece, start: piece.start + by, end: piece.end + by })),
  };
}

/** Stretches of text from mark to mark, as much as is read at a time. */
function* regionsOf(found: readonly Span[], most: number): Iterable<Span> {
  let region: Span | undefined;
  for (const { start, end } of found) {
    if (region && end - region.start <= most) {
      region = { start: region.start, end };
    } else {
      if (region) yield region;
      region = { start, end };
    }
  }
  if (region) yield region;
}
