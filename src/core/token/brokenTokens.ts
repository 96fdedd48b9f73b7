import type { Span } from '../text/span.ts';
import type { FoundToken } from './foundToken.ts';
import { LONGEST_BROKEN, readOn, pieceEnd } from './reading.ts';
import type { PieceAlphabet, PiecedText } from './reading.ts';
import { isHeader, isTokenStart, scan } from './scan.ts';
import { isWholeToken } from './wholeToken.ts';

/** Compact tokens: a period begins an ellipsis where more follow, and `=` ends a line of quoted-printable. */
const compact: PieceAlphabet = {
  run: [/[A-Za-z0-9_~-]+/y, /\.(?!\.\.)/y, /={1,2}(?=[.~])|={1,2}(?![=\w\r\n])/y],
  one: /[A-Za-z0-9_.~=-]/,
  elided: elidedPart,
};

/** What a reading costs besides its characters, in characters: it tries all that may stand between pieces. */
const READING_COST = 128;

/** What can stand behind the first piece of a token that goes on: all others end here. */
const GOES_ON = /["'`%\\&<=^$#{[*.\s]|[^\0-\u00ac]/;

/**
 * Tokens that stand in pieces: broken over lines or string literals, in the spelling of a URL or a program, with
 * characters in them that nobody sees, or with parts left out. Pieces that the language itself makes one text of are
 * taken as they are. Over lines, a token is believed only if it is whole once it is joined, and not before.
 *
 * Beginnings without an end overlap, so all of them share a budget proportional to the text.
 */
export class BrokenTokens {
  readonly #text: string;
  #budget: number;

  constructor(text: string) {
    this.#text = text;
    this.#budget = 4 * text.length + 2 * LONGEST_BROKEN;
  }

  /** The token that begins at `start` and is more than `plain`, which stands there in one piece. */
  at(start: number, plain: Span | undefined): FoundToken | undefined {
    const text = this.#text;
    if (this.#budget < 0 || !isTokenStart(text, start)) return undefined;
    const first = pieceEnd(compact, text, start);
    this.#budget -= first - start;
    if (first - start > LONGEST_BROKEN || !GOES_ON.test(text.charAt(first))) return undefined;
    const reading = readOn(text, start, compact);
    this.#budget -= reading.end - start + READING_COST;
    const [own] = reading.ends;
    if (!own || (own.length === first - start && reading.ends.length === 1)) return undefined;
    const length = this.#own(reading.joined.text.slice(0, own.length));
    const isOwn = length !== undefined && length > (plain ? plain.end - start : 0);
    if (length !== undefined && this.#isWhole(reading.joined.text.slice(0, length)))
      return isOwn ? found(reading, length) : undefined;
    const whole = this.#whole(reading) ?? (isOwn ? length : undefined) ?? this.#neighbours(reading);
    return whole === undefined ? undefined : found(reading, whole);
  }

  /** How many characters of a text that is one are a token. */
  #own(text: string): number | undefined {
    this.#budget -= text.length;
    const [before = '', ...rest] = text.split(ELIDED);
    // Behind a whole token, something is appended: `'…' + suffix`.
    if (rest.length > 0) return this.#isWhole(before) ? before.length : elidedLength(text);
    const [span] = scan(text);
    return span?.start === 0 ? span.end : undefined;
  }

  /** The longest of the possible ends at which the token is whole. */
  #whole({ joined, ends }: PiecedText): number | undefined {
    for (const { length, isCutOff, endsLiteral } of ends.slice(1).toReversed()) {
      if (isCutOff) continue;
      const text = joined.text.slice(0, length);
      // Without the period of a sentence behind it.
      for (const each of text.endsWith('.') ? [text, text.slice(0, -1)] : [text])
        if (this.#isWhole(each, endsLiteral)) return each.length;
    }
    return undefined;
  }

  /** Literals side by side of which none is a token alone: they are one text, whatever that is. */
  #neighbours({ joined, ends }: PiecedText): number | undefined {
    const last = ends.at(-1);
    const [first] = ends;
    if (!last?.endsLiteral || !first || joined.text.slice(0, first.length).split('.').length > 2) return undefined;
    const [span] = scan(joined.text.slice(0, last.length));
    return span?.start === 0 && span.end === last.length ? span.end : undefined;
  }

  #isWhole(text: string, mayHaveAnyLength = false): boolean {
    if (this.#budget < 0) return false;
    this.#budget -= text.length;
    return isWholeToken(text) ?? mayHaveAnyLength;
  }
}

function found({ joined, isPlain, ends }: PiecedText, length: number): FoundToken {
  const { start, end } = joined.place({ start: 0, end: length });
  // What nobody sees is a part of the token: that is what is wrong with it.
  if (isPlain && ends[0] && length <= ends[0].length) return { start, end };
  return { start, end, token: joined.text.slice(0, length), pieces: joined.pieces({ start: 0, end: length }) };
}

const ELIDED = '…';

/** How what is left out behind `before` is written in a token, so that it has its parts. */
function elidedPart(before: string, mark: string, goesOn: boolean): string {
  const parts = before.split('.');
  const last = parts.at(-1) ?? '';
  // `header...signature`
  if (parts.length === 1) return `.${ELIDED}.`;
  if (parts.length > 2 || last === '') return ELIDED;
  if (isJson(last)) return `.${ELIDED}`;
  if (!goesOn) return `${ELIDED}.${ELIDED}`;
  // `header.payl....signature`
  return mark === '....' ? `${ELIDED}.` : ELIDED;
}

function isJson(encoded: string): boolean {
  try {
    return typeof JSON.parse(atob(encoded.replaceAll('-', '+').replaceAll('_', '/'))) === 'object';
  } catch {
    return false; // Cut off in the middle, or no JSON at all.
  }
}

/** How many characters are a token with a part left out: its header is there, and something of another part. */
function elidedLength(text: string): number | undefined {
  const [token = ''] = /^[\w-]+(?:\.[\w…-]*){1,4}/.exec(text) ?? [];
  const parts = token.split('.');
  const [header = '', ...rest] = parts;
  if (!token.includes(ELIDED) || !rest.some((part) => /[\w-]/.test(part)) || !isHeader(header)) return undefined;
  if (parts.length === 5 || parts.length === 3) return token.length;
  return parts.length === 4 ? token.lastIndexOf('.') : undefined;
}
