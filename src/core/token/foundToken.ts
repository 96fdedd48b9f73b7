import type { Span } from '../text/span.ts';

/** A stretch of a text where characters of a token stand, one after the other. */
export interface TokenPiece extends Span {
  /** How many, where they do not stand there as they are: 3 for 4 characters of base64, 1 for `%2E`. */
  readonly holds?: number;
}

/** A token in a text. */
export interface FoundToken extends Span {
  /** The token, where that is not `text.slice(start, end)`: it stands there in pieces or encoded. */
  readonly token?: string;
  /** Then: where its characters stand, in order. What lies between two pieces is no part of the token. */
  readonly pieces?: readonly TokenPiece[];
}

/** The token itself. */
export function tokenIn(text: string, { start, end, token }: FoundToken): string {
  return token ?? text.slice(start, end);
}

/** Where in the text a part of the token stands; `part` counts characters of the token. */
export function placeInText({ start, pieces }: FoundToken, part: Span): Span {
  if (!pieces) return { start: start + part.start, end: start + part.end };
  const from = characterAt(pieces, part.start).start;
  return { start: from, end: part.end > part.start ? characterAt(pieces, part.end - 1).end : from };
}

/** The part of the token that stands at a place in the text: the other way round. */
export function partAt({ start, end, pieces = [{ start, end }] }: FoundToken, place: Span): Span {
  let offset = 0;
  let from: number | undefined;
  let to = 0;
  for (const piece of pieces) {
    const length = heldBy(piece);
    const width = (piece.end - piece.start) / length;
    const within = (at: number): number => Math.min(length, Math.max(0, Math.floor((at - piece.start) / width)));
    if (piece.end > place.start) from ??= offset + within(place.start);
    if (piece.start < place.end) to = offset + within(place.end);
    offset += length;
  }
  return { start: from ?? offset, end: Math.max(from ?? offset, to) };
}

/** How many characters of the token a piece holds. */
export function heldBy({ start, end, holds }: TokenPiece): number {
  return holds ?? end - start;
}

/** Where the character at `index` of a piece stands: encoded characters share their width. */
export function characterOf(piece: TokenPiece, index: number): Span {
  const width = (piece.end - piece.start) / heldBy(piece);
  return { start: piece.start + Math.floor(index * width), end: piece.start + Math.ceil((index + 1) * width) };
}

function characterAt(pieces: readonly TokenPiece[], index: number): Span {
  let left = index;
  for (const piece of pieces) {
    if (left < heldBy(piece)) return characterOf(piece, left);
    left -= heldBy(piece);
  }
  const end = pieces.at(-1)?.end ?? 0;
  return { start: end, end };
}
