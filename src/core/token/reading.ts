import { Assembly } from './assembly.ts';
import {
  CONCATENATIONS,
  ELISIONS,
  escapedAt,
  EXPRESSION,
  firstEnd,
  INTO_LITERAL,
  INVISIBLES,
  matchEnd,
  NEIGHBOURS,
  NEXT_LINE,
  OTHER_TEXT,
  SOFT_BREAK,
} from './glue.ts';

/** How far a token in pieces may reach, in characters. */
export const LONGEST_BROKEN = 16 * 1024;
/** Over how many lines or neighbouring literals. */
const MOST_LINES = 64;

/** How much may be left out of a token: each of its parts, and once more where somebody writes so twice. */
const MOST_ELISIONS = 8;

/** The characters that pieces consist of. */
export interface PieceAlphabet {
  /** What a run of them consists of. Sticky. */
  readonly run: readonly RegExp[];
  readonly one: RegExp;
  /** What may stand behind the last of them. Sticky; matches the empty text. */
  readonly padding?: RegExp;
  /**
   * What to read for a `mark` of something left out; `goesOn`: before more of the text. Absent where nothing may be
   * left out.
   */
  readonly elided?: (before: string, mark: string, goesOn: boolean) => string;
}

/** A place at which what was read may end. */
export interface PossibleEnd {
  /** In characters of what was read. */
  readonly length: number;
  /** What was read last stands in a literal whose text is over. */
  readonly endsLiteral: boolean;
  /** Other text follows. */
  readonly isCutOff: boolean;
}

/** What stands at a place, over all that may stand between pieces of one text. */
export interface PiecedText {
  readonly joined: Assembly;
  /**
   * Up to the first of these, the pieces belong together, whatever they are: the language says so. What follows may be
   * another text, so it has to show that it is not.
   */
  readonly ends: readonly PossibleEnd[];
  /** Nothing but characters that nobody sees stands between the pieces. */
  readonly isPlain: boolean;
  /** Where it ends. */
  readonly end: number;
}

/** Reads the text that begins at `start`. */
export function readOn(text: string, start: number, alphabet: PieceAlphabet): PiecedText {
  return new PieceReader(text, start, alphabet).read();
}

/** Where a run of characters of pieces ends; `from` where there is none. */
export function pieceEnd({ run }: PieceAlphabet, text: string, from: number): number {
  let at = from;
  for (let end = firstEnd(run, text, at); end !== undefined; end = firstEnd(run, text, at)) at = end;
  return at;
}

class PieceReader {
  readonly #text: string;
  readonly #alphabet: PieceAlphabet;
  readonly #start: number;
  readonly #joined = new Assembly();
  readonly #ends: PossibleEnd[] = [];
  #at: number;
  #elisions = 0;
  #isPlain = true;
  #isInLiteral = false;
  #isOver = false;

  constructor(text: string, start: number, alphabet: PieceAlphabet) {
    this.#text = text;
    this.#alphabet = alphabet;
    this.#start = start;
    this.#at = start;
  }

  read(): PiecedText {
    while (!this.#isOver && this.#at - this.#start <= LONGEST_BROKEN && this.#ends.length < MOST_LINES) {
      const isMore =
        this.#run() || this.#invisible() || this.#escape() || this.#concatenation() || this.#elision() || this.#line();
      if (!isMore) break;
    }
    this.#mark(false);
    return { joined: this.#joined, ends: this.#ends, isPlain: this.#isPlain, end: this.#at };
  }

  #run(): boolean {
    const end = pieceEnd(this.#alphabet, this.#text, this.#at);
    if (end === this.#at) return false;
    this.#joined.add(this.#text.slice(this.#at, end), { start: this.#at, end });
    return this.#goTo(end);
  }

  #invisible(): boolean {
    const end = matchEnd(INVISIBLES, this.#text, this.#at);
    return end !== undefined && this.#goTo(end);
  }

  #escape(): boolean {
    const escape = escapedAt(this.#text, this.#at);
    if (!escape || !this.#alphabet.one.test(escape.character))
      return this.#glue(matchEnd(SOFT_BREAK, this.#text, this.#at));
    this.#joined.add(escape.character, { start: this.#at, end: escape.end });
    return this.#glue(escape.end);
  }

  #concatenation(): boolean {
    return this.#glue(firstEnd(CONCATENATIONS, this.#text, this.#at));
  }

  /** What is left out, or comes from elsewhere. */
  #elision(): boolean {
    const { elided } = this.#alphabet;
    if (!elided || this.#elisions === MOST_ELISIONS) return false;
    const within = firstEnd(ELISIONS, this.#text, this.#at);
    const end = within ?? matchEnd(EXPRESSION, this.#text, this.#at);
    if (end === undefined) return false;
    const next = within ?? matchEnd(INTO_LITERAL, this.#text, end);
    const goesOn = next !== undefined && this.#alphabet.one.test(this.#text.charAt(next));
    this.#elisions += 1;
    this.#joined.add(elided(this.#joined.text, this.#text.slice(this.#at, end), goesOn), { start: this.#at, end });
    this.#isOver = !goesOn;
    return this.#glue(next ?? end);
  }

  #line(): boolean {
    const neighbour = matchEnd(NEIGHBOURS, this.#text, this.#at);
    const next = neighbour ?? matchEnd(NEXT_LINE, this.#text, this.#at);
    // Behind an empty line, something else begins.
    if (next === undefined || this.#joined.text.length === (this.#ends.at(-1)?.length ?? 0)) return false;
    this.#mark(true);
    this.#isInLiteral = neighbour !== undefined;
    return this.#glue(next);
  }

  #glue(end: number | undefined): boolean {
    if (end === undefined) return false;
    this.#isPlain = false;
    return this.#goTo(end);
  }

  #goTo(end: number): boolean {
    this.#at = end;
    return true;
  }

  #mark(goesOn: boolean): void {
    const { length } = this.#joined.text;
    const isNew = length > (this.#ends.at(-1)?.length ?? 0);
    if (!isNew) return;
    const { padding } = this.#alphabet;
    const from = padding ? (matchEnd(padding, this.#text, this.#at) ?? this.#at) : this.#at;
    this.#ends.push({
      length,
      endsLiteral: this.#isInLiteral && !goesOn,
      isCutOff: this.#ends.length > 0 && !this.#isInLiteral && matchEnd(OTHER_TEXT, this.#text, from) !== undefined,
    });
  }
}
