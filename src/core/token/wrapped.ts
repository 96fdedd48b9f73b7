import { algorithm } from '../facts/algorithms.ts';
import { member } from '../text/json.ts';
import { parseToken } from './parse.ts';
import { find } from './find.ts';
import { HEADER_PREFIX, HEADER_PREFIX_LENGTH, isTokenStart } from './scan.ts';
import type { Span } from '../text/span.ts';
import type { Token, Segment } from './token.ts';

/** A wrapped token: split over lines, or concatenated from string literals. */
export interface WrappedToken extends Span {
  /** In one piece. */
  readonly token: string;
  /** Where its characters are, in order; what lies between two of them is no part of it. */
  readonly pieces: readonly Span[];
}

/** How far a token in pieces may reach, in characters and in pieces. */
export const LONGEST_WRAPPED = 16 * 1024;
const MOST_PIECES = 64;
/** How many beginnings before a place are tried. Others that look like one are parts that begin a line. */
const MOST_STARTS = 8;

const PIECE = /[A-Za-z0-9_.~-]+/y;

/**
 * From the end of a string literal into the next one: with an operator (`+`, `.`, `..`, `&`, `<>`, `||`, the `\` of
 * Ruby), on whichever line it stands, or with nothing but a new line (Python, C). A comment may end a line, letters
 * (`r`, `b`, `f`) may begin the next literal.
 */
const BETWEEN_LITERALS =
  /(["'`])[ \t]{0,80}(?:(?:\+\+?|\.\.?|&|<>|<<|\|\||\\)[ \t]{0,9}_?[ \t]{0,80}(?:(?:\/\/|#)[^\r\n]{0,200})?(?:\r?\n[ \t]{0,200})?|(?:(?:\/\/|#)[^\r\n]{0,200})?\r?\n[ \t]{0,200}(?:(?:\+\+?|\.\.?|&|<>|<<|\|\|)[ \t]{0,80})?)[a-zA-Z@$]{0,2}\1/y;

/**
 * From one line to the next: over what continues a command there (`\`, `^`, a backtick) or the `=` of quoted-printable,
 * indentation, and what marks a comment, a quotation or a margin.
 */
const BETWEEN_LINES = /[ \t]{0,80}[\\=^`]?\r?\n[ \t]{0,200}(?:(?:[#*>|]|\/\/)[ \t]{0,80}){0,3}/y;

/**
 * Behind the last line of a token: text that goes on is text of its own, and `NAME=` or `name:` begins something else.
 */
const OTHER_TEXT = /[ \t]*[=:+/%@({[]|[ \t]+[A-Za-z0-9_]/y;

/**
 * The token in pieces that covers an offset: one that is complete only after it is joined, judging by its parts and the
 * length that its algorithm gives the last one. `scan` does not find such tokens, or finds their first piece.
 */
export function wrappedTokenAt(text: string, offset: number): WrappedToken | undefined {
  const from = Math.max(0, offset - LONGEST_WRAPPED);
  const before = text.slice(from, offset + HEADER_PREFIX_LENGTH);
  const starts = [...before.matchAll(HEADER_PREFIX)]
    .map(({ index }) => from + index)
    .filter((start) => start <= offset && mayBegin(text, start));
  const joiner = new Joiner(text, LONGEST_WRAPPED);
  for (const start of starts.slice(-MOST_STARTS)) {
    const wrapped = joiner.joinFrom(start);
    if (wrapped && offset <= wrapped.end) return wrapped;
  }
  return undefined;
}

/** How many beginnings in a text are tried. No pasted text has more. */
const MOST_STARTS_IN_ALL = 500;

/**
 * The tokens in pieces in a text that a person has selected or copied, in order and without overlap. Time is linear: if
 * a text consists of beginnings without an end, only the first ones are tried.
 */
export function wrappedTokens(text: string): readonly WrappedToken[] {
  const wrapped: WrappedToken[] = [];
  const joiner = new Joiner(text, text.length);
  let starts = 0;
  for (const { index } of text.matchAll(HEADER_PREFIX)) {
    if (++starts > MOST_STARTS_IN_ALL) break;
    const isFree = index >= (wrapped.at(-1)?.end ?? 0) && mayBegin(text, index);
    const token = isFree ? joiner.joinFrom(index) : undefined;
    if (token) wrapped.push(token);
  }
  return wrapped;
}

/** All tokens of such a text, each in one piece: those that {@link find} finds, but joined where they are broken. */
export function tokenTexts(text: string): readonly string[] {
  const texts: string[] = [];
  const wrapped = wrappedTokens(text);
  let next = 0;
  for (const { start, end } of find(text)) {
    for (let one = wrapped[next]; one && one.start < end; one = wrapped[++next]) texts.push(one.token);
    if (start >= (wrapped[next - 1]?.end ?? 0)) texts.push(text.slice(start, end));
  }
  return [...texts, ...wrapped.slice(next).map(({ token }) => token)];
}

function mayBegin(text: string, start: number): boolean {
  return !/[.~]/.test(text.charAt(start - 1)) && isTokenStart(text, start);
}

/** A place at which a token may end. */
interface PossibleEnd {
  /** Characters of the joined text, and pieces, up to there. */
  readonly length: number;
  readonly pieces: number;
  /** Where the algorithm does not say how long a signature is, it is as long as the concatenation. */
  readonly mayHaveAnyLength: boolean;
}

/**
 * Joins pieces of a text. Beginnings without an end overlap, so all of them share a budget proportional to the text.
 */
class Joiner {
  readonly #text: string;
  #budget: number;

  constructor(text: string, length: number) {
    this.#text = text;
    this.#budget = 2 * length + 16 * LONGEST_WRAPPED;
  }

  /** The token that begins here and goes on behind the end of its literal or line. */
  joinFrom(start: number): WrappedToken | undefined {
    if (this.#budget < 0) return undefined;
    const text = this.#text;
    const pieces: Span[] = [];
    const ends: PossibleEnd[] = [];
    let joined = '';
    let isConcatenated = false;
    let dots = 0;
    let tildes = 0;
    for (let at = start; pieces.length < MOST_PIECES;) {
      const end = matchEnd(PIECE, text, at);
      if (end === undefined || end - start > LONGEST_WRAPPED) break;
      this.#budget -= end - at;
      const piece = text.slice(at, end);
      pieces.push({ start: at, end });
      joined += piece;
      dots += occurrences('.', piece);
      tildes += occurrences('~', piece);
      if (dots > MOST_PARTS || tildes >= MOST_TILDES) break;
      const literal = matchEnd(BETWEEN_LITERALS, text, end);
      if (hasShape(dots, tildes, piece) || (piece.endsWith('.') && hasShape(dots - 1, tildes, ''))) {
        if (pieces.length === 1) {
          if (this.#isWhole(joined, false)) return undefined;
        } else if (isConcatenated || matchEnd(OTHER_TEXT, text, end) === undefined) {
          const mayHaveAnyLength = isConcatenated && literal === undefined;
          ends.push({ length: joined.length, pieces: pieces.length, mayHaveAnyLength });
        }
      }
      const next = literal ?? matchEnd(BETWEEN_LINES, text, end);
      if (next === undefined) break;
      isConcatenated = literal !== undefined;
      at = next;
    }
    for (const end of ends.toReversed()) {
      const whole = this.#wholeToken(joined.slice(0, end.length), pieces.slice(0, end.pieces), end.mayHaveAnyLength);
      if (whole) return whole;
    }
    return undefined;
  }

  /** These pieces as a token, without the period of a sentence behind it. */
  #wholeToken(joined: string, pieces: readonly Span[], mayHaveAnyLength: boolean): WrappedToken | undefined {
    const last = pieces.at(-1);
    const token = [joined, joined.replace(/\.$/, '')].find((each) => this.#isWhole(each, mayHaveAnyLength));
    if (!last || token === undefined) return undefined;
    const end = last.end - (joined.length - token.length);
    const [first = last] = pieces;
    return { start: first.start, end, token, pieces: [...pieces.slice(0, -1), { start: last.start, end }] };
  }

  #isWhole(text: string, mayHaveAnyLength: boolean): boolean {
    if (!hasShape(occurrences('.', text), occurrences('~', text), text) || this.#budget < 0) return false;
    this.#budget -= text.length;
    return isWholeToken(text) ?? mayHaveAnyLength;
  }
}

/** `undefined` where nobody knows how long the last part has to be. */
function isWholeToken(text: string): boolean | undefined {
  const token = parseToken(text);
  if (token.kind === 'malformed' || token.problem || token.segments.some(({ fault }) => fault)) return false;
  return hasRightEnd(token);
}

/**
 * Three parts, five, or an SD-JWT that ends with a disclosure or a key binding JWT. Checking this is cheaper than
 * decoding.
 */
function hasShape(dots: number, tildes: number, end: string): boolean {
  return tildes < MOST_TILDES && (dots === MOST_PARTS - 1 || (dots === 2 && (tildes === 0 || end.endsWith('~'))));
}

const MOST_PARTS = 5;
const MOST_TILDES = 100;

function occurrences(character: string, text: string): number {
  return text.split(character).length - 1;
}

/** Whether the last part has the length that the algorithm gives it; `undefined` where no length is known. */
function hasRightEnd({ kind, alg, header, segments, signature, disclosures, keyBinding }: Token): boolean | undefined {
  if (kind === 'jwe') {
    const enc = member(header?.json, 'enc')?.value;
    const fact = enc?.type === 'string' ? algorithm(enc.value) : undefined;
    if (fact?.tagLength === undefined) return undefined;
    return lengthOf(segments[4]) === fact.tagLength && lengthOf(segments[2]) === fact.ivLength;
  }
  const fact = algorithm(alg ?? '');
  const length = lengthOf(signature);
  if (keyBinding) return isWholeToken(keyBinding.text) ?? false;
  // Its disclosures may follow on the next line.
  if (kind === 'sd-jwt' && disclosures.length === 0) return undefined;
  if (fact?.signatureLength !== undefined) return length === fact.signatureLength;
  // The key decides, but keys in use have a multiple of 1,024 bits.
  if (fact?.keyType === 'RSA') return length > 0 && length % 128 === 0;
  if (fact?.family === 'EdDSA') return length === 64 || length === 114;
  return undefined;
}

function lengthOf(segment: Segment | undefined): number {
  return segment?.bytes?.length ?? 0;
}

/** Where a match that begins at `from` ends. */
function matchEnd(sticky: RegExp, text: string, from: number): number | undefined {
  sticky.lastIndex = from;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}
