import { scan } from './scan.ts';
import type { Span } from '../text/span.ts';

/** One replacement of a change, in the text before the change. */
export interface Edit {
  readonly start: number;
  /** How many characters are taken out, and how many put in. */
  readonly removed: number;
  readonly inserted: number;
}

/** Reads a piece of the text as it is after the change. Offsets are within the text. */
export type Slice = (start: number, end: number) => string;

/** What an index looks for. Spans do not overlap. */
export interface Sought {
  /** In order. Looks at most 72 characters beyond a span to see whether it is one. */
  find(text: string): readonly Span[];
  /** The piece of the text in which a change can bring spans about, or end them. */
  around(changed: Span, length: number, slice: Slice): Span;
}

/** {@link scan} looks this far at most beyond a run: at a terminal's colour code in front, at an ellipsis behind. */
const context = 72;

/**
 * Ends a run of the characters that tokens and what stands against them consist of: no token reaches from one run into
 * the next.
 */
const otherCharacter = /[^A-Za-z0-9_\-.~=+/%\\]/;

/** Tokens in compact form: of the runs of their characters, those around a change are scanned again. */
const compactTokens: Sought = {
  find: scan,
  around: ({ start, end }, length, slice) => ({
    start: runStart(Math.max(0, start - context), slice),
    end: runEnd(Math.min(length, end + context), length, slice),
  }),
};

/** How much text is read at a time to find the end of a run. */
const stride = 256;

/**
 * The spans of all compact tokens of a text, or of something else that is searched for, kept up to date while the text
 * changes. The cost is that of the change, not of the text: only the text around the change is searched again. At all
 * times it equals a search of the whole text, such as `scan(text)`.
 *
 * Spans before the latest change are stored by their distance from the start of the text, spans after it by their
 * distance from the end, so none of them moves while a person types. Spans change sides only when the place of the
 * changes moves.
 */
export class SpanIndex {
  readonly #front: Span[] = [];
  /** Nearest to the change last. `start` and `end` count from the end of the text, and are positive. */
  readonly #back: Span[] = [];
  readonly #sought: Sought;
  #length: number;

  constructor(text: string, sought: Sought = compactTokens) {
    this.#sought = sought;
    for (const span of sought.find(text)) this.#front.push(span);
    this.#length = text.length;
  }

  get size(): number {
    return this.#front.length + this.#back.length;
  }

  /** In the order of the text. */
  spans(): readonly Span[] {
    return [...this.#front, ...this.#back.toReversed().map((span) => this.#mirror(span))];
  }

  /** The span that holds `offset`, or else the one that ends there: a cursor at either edge counts. */
  at(offset: number): Span | undefined {
    const span = this.#get(this.#countUpTo(offset) - 1);
    return span !== undefined && offset <= span.end ? span : undefined;
  }

  /** The spans that share at least one character with a range, in order; the first `limit`. */
  within({ start, end }: Span, limit = Infinity): readonly Span[] {
    const found: Span[] = [];
    for (let position = Math.max(0, this.#countUpTo(start) - 1); found.length < limit; position++) {
      const span = this.#get(position);
      if (span === undefined || span.start >= end) break;
      if (span.end > start) found.push(span);
    }
    return found;
  }

  /**
   * Follows one change of the text. `edits` are in the order of the text and do not overlap; `slice` reads the text as
   * it is after all of them.
   */
  update(edits: readonly Edit[], slice: Slice): void {
    const changed: Span[] = [];
    let shift = 0;
    for (const { start, removed, inserted } of edits) {
      const at = start + shift;
      this.#drop(at, at + removed);
      this.#length += inserted - removed;
      shift += inserted - removed;
      changed.push({ start: at, end: at + inserted });
    }
    let done = -1;
    for (const span of changed) if (span.end + context > done) done = this.#rescan(span, slice);
  }

  /** Searches what a changed piece of text can affect, and returns where that ends. */
  #rescan(changed: Span, slice: Slice): number {
    const { start, end } = this.#sought.around(changed, this.#length, slice);
    this.#drop(start, end);
    const from = Math.max(0, start - context);
    const to = Math.min(this.#length, end + context);
    for (const span of this.#sought.find(slice(from, to))) {
      if (span.end + from > start && span.start + from < end)
        this.#front.push({ start: span.start + from, end: span.end + from });
    }
    return end;
  }

  /** Moves the division between front and back to `start`, and forgets the spans that overlap `start`..`end`. */
  #drop(start: number, end: number): void {
    for (let last = this.#front.at(-1); last !== undefined && last.end > start; last = this.#front.at(-1)) {
      this.#front.pop();
      this.#back.push(this.#mirror(last));
    }
    for (let next = this.#back.at(-1); next !== undefined; next = this.#back.at(-1)) {
      const span = this.#mirror(next);
      if (span.end <= start) this.#front.push(span);
      else if (span.start >= end) break;
      this.#back.pop();
    }
  }

  /** How many spans begin at `offset` or in front of it. */
  #countUpTo(offset: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#get(middle)?.start ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #get(position: number): Span | undefined {
    const inBack = this.#back[this.size - 1 - position];
    return position < this.#front.length || inBack === undefined ? this.#front[position] : this.#mirror(inBack);
  }

  /** From distances to the start of the text to distances to its end, and back. */
  #mirror({ start, end }: Span): Span {
    return { start: this.#length - start, end: this.#length - end };
  }
}

/** Where the run of token characters that reaches `offset` begins. */
function runStart(offset: number, slice: Slice): number {
  for (let end = offset; end > 0; end -= stride) {
    const start = Math.max(0, end - stride);
    const piece = slice(start, end);
    for (let at = piece.length; at > 0; at--) if (otherCharacter.test(piece.charAt(at - 1))) return start + at;
  }
  return 0;
}

/** Where the run of token characters that `offset` stands in ends. */
function runEnd(offset: number, length: number, slice: Slice): number {
  for (let start = offset; start < length; start += stride) {
    const piece = slice(start, Math.min(length, start + stride));
    const at = piece.search(otherCharacter);
    if (at >= 0) return start + at;
  }
  return length;
}
