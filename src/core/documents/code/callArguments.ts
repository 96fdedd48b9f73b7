import type { Span } from '../../text/span.ts';

/** One argument of a call, without the white space around it. */
export interface Argument extends Span {
  readonly text: string;
}

/** How many characters of a call are read. A longer call is not judged. */
const LONGEST_CALL = 2000;
const closers: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/**
 * How many times the length of a text may be read to find arguments: in real code each character is in one call, or
 * two.
 */
const MOST_READINGS = 8;

/**
 * Reads the arguments of calls in a text, in time proportional to the text. Calls that never end overlap, so reading
 * stops when the budget is used up.
 */
export class ArgumentReader {
  readonly #text: string;
  #budget: number;

  constructor(text: string) {
    this.#text = text;
    this.#budget = MOST_READINGS * text.length + LONGEST_CALL;
  }

  /**
   * The arguments of a call. `from` is just after its parenthesis, or at its first argument if the call has no
   * parentheses (Ruby). `undefined` if the call does not end nearby, or if too much has been read already.
   */
  read(from: number, hasParenthesis: boolean): readonly Argument[] | undefined {
    if (this.#budget < 0) return undefined;
    const args = readArguments(this.#text, from, hasParenthesis);
    const length = args ? (args.at(-1)?.end ?? from) - from : Math.min(LONGEST_CALL, this.#text.length - from);
    this.#budget -= length;
    return args;
  }
}

function readArguments(text: string, from: number, hasParenthesis: boolean): readonly Argument[] | undefined {
  const furthest = Math.min(text.length, from + LONGEST_CALL);
  const expected: string[] = [];
  const spans: Argument[] = [];
  let start = from;
  const push = (end: number): void => {
    const raw = text.slice(start, end);
    const trimmed = raw.trim();
    const first = start + raw.length - raw.trimStart().length;
    if (trimmed !== '') spans.push({ start: first, end: first + trimmed.length, text: trimmed });
  };
  for (let at = from; at < furthest; at++) {
    const character = text.charAt(at);
    if (character === '"' || character === "'" || character === '`') {
      at = quoteEnd(text, at, furthest);
    } else if (closers.has(character)) {
      expected.push(closers.get(character) ?? '');
    } else if (character === expected.at(-1)) {
      expected.pop();
    } else if (expected.length > 0) {
      continue;
    } else if (character === ',') {
      push(at);
      start = at + 1;
    } else if (hasParenthesis ? character === ')' : character === '\n' || character === ';' || character === ')') {
      push(at);
      return spans;
    }
  }
  if (hasParenthesis || furthest < text.length) return undefined;
  push(furthest);
  return spans;
}

/** The closing quote of the string that begins at `start`; a string that does not close reaches `furthest`. */
function quoteEnd(text: string, start: number, furthest: number): number {
  const quote = text.charAt(start);
  let at = start + 1;
  while (at < furthest && text.charAt(at) !== quote) at += text.charAt(at) === '\\' ? 2 : 1;
  return at;
}
