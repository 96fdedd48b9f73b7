import type { Span } from '../text/span.ts';
import { characterOf, heldBy } from './foundToken.ts';
import type { TokenPiece } from './foundToken.ts';

/** A text that is put together from pieces of another, with the way back. */
export class Assembly {
  #text = '';
  readonly #pieces: TokenPiece[] = [];
  /** Where in the text each piece begins. */
  readonly #offsets: number[] = [];

  get text(): string {
    return this.#text;
  }

  /** Appends `characters`, which stand at `source`: as they are, or encoded. */
  add(characters: string, source: Span): void {
    const { start, end } = source;
    const isPlain = characters.length === end - start;
    const last = this.#pieces.at(-1);
    if (isPlain && last && last.holds === undefined && last.end === start) {
      this.#pieces[this.#pieces.length - 1] = { start: last.start, end };
    } else {
      this.#pieces.push({ start, end, ...(!isPlain && { holds: characters.length }) });
      this.#offsets.push(this.#text.length);
    }
    this.#text += characters;
  }

  /** Where the characters `start`..`end`, at least one, stand in the other text. */
  place({ start, end }: Span): Span {
    return { start: this.#characterAt(start).start, end: this.#characterAt(end - 1).end };
  }

  /** The pieces that hold the characters `start`..`end`. */
  pieces({ start, end }: Span): readonly TokenPiece[] {
    const cut: TokenPiece[] = [];
    for (let at = this.#indexOf(start); at < this.#pieces.length; at++) {
      const piece = this.#pieces[at];
      const offset = this.#offsets[at] ?? 0;
      if (!piece || offset >= end) break;
      const from = Math.max(0, start - offset);
      const to = Math.min(heldBy(piece), end - offset);
      const holds = to - from;
      const place = { start: characterOf(piece, from).start, end: characterOf(piece, to - 1).end };
      cut.push(place.end - place.start === holds ? place : { ...place, holds });
    }
    return cut;
  }

  /**
   * The pieces that hold the bytes `start`..`end` of what the text from `origin` on encodes in base64. Four characters
   * hold three bytes, and only what does not share a character with others can be cut off exactly.
   */
  encodedPieces(origin: number, { start, end }: Span): readonly TokenPiece[] {
    const head = Math.min(end, Math.ceil(start / 3) * 3);
    const tail = Math.max(head, Math.floor(end / 3) * 3);
    return [
      { start, end: head },
      { start: head, end: tail },
      { start: tail, end },
    ].flatMap((bytes) => (bytes.end > bytes.start ? this.#encoded(origin, bytes) : []));
  }

  #encoded(origin: number, bytes: Span): readonly TokenPiece[] {
    const characters = {
      start: origin + Math.floor((bytes.start * 4) / 3),
      end: origin + Math.ceil((bytes.end * 4) / 3),
    };
    const place = this.place(characters);
    const holds = bytes.end - bytes.start;
    if (place.end - place.start === characters.end - characters.start || holds === 1) return [{ ...place, holds }];
    // Something stands between these characters: half of the groups, down to single bytes.
    const half = bytes.start + (holds > 3 ? Math.floor(holds / 6) * 3 || 3 : 1);
    return [
      ...this.#encoded(origin, { start: bytes.start, end: half }),
      ...this.#encoded(origin, { start: half, end: bytes.end }),
    ];
  }

  #characterAt(index: number): Span {
    const at = this.#indexOf(index);
    const piece = this.#pieces[at];
    return piece ? characterOf(piece, index - (this.#offsets[at] ?? 0)) : { start: 0, end: 0 };
  }

  /** Which piece holds the character. */
  #indexOf(index: number): number {
    let low = 0;
    let high = this.#offsets.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#offsets[middle] ?? Infinity) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
