import type { Span } from '../../text/span.ts';
import { codeParts } from './codeParts.ts';
import type { CodeToken } from './codeToken.ts';
import type { Grammar } from './grammars.ts';
import { lex } from './lexer.ts';

/** A range of tokens, by their indexes; `to` is the one behind the last. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** One argument of a call, or an entry of a list. */
export interface Argument extends TokenRange {
  /** Of a named one: its name. `from` is where its value begins. */
  readonly name?: string;
  /** With its name. */
  readonly span: Span;
}

/** More tokens than these, and a call or list is not judged. */
const MOST_IN_LIST = 1500;
/** Where nothing is. */
const nothing: CodeToken = { kind: 'end', text: '', start: 0, end: 0, inner: 0, isPlain: false, isFresh: true };

/** The tokens of a file, and how they hang together. */
export class Code {
  readonly tokens: readonly CodeToken[];
  readonly grammar: Grammar;
  readonly #text: string;
  /** Of a bracket, where its other half is; -1 where there is none. */
  readonly #pair: Int32Array;
  /** The innermost bracket that is open at each token; -1 outside of all. */
  readonly #opener: Int32Array;
  #places: ReadonlyMap<string, readonly number[]> | undefined;
  #vocabulary: string | undefined;
  /** How many tokens of arguments may still be read: calls that never end overlap. */
  #budget: number;

  constructor(text: string, grammar: Grammar) {
    this.grammar = grammar;
    this.#text = text;
    this.tokens = lex(text, grammar, codeParts(text, grammar));
    this.#pair = new Int32Array(this.tokens.length).fill(-1);
    this.#opener = new Int32Array(this.tokens.length).fill(-1);
    this.#budget = 8 * this.tokens.length + MOST_IN_LIST;
    this.#match();
  }

  #match(): void {
    const open: number[] = [];
    const { length } = this.tokens;
    let last = -1;
    for (let index = 0; index < length; index++) {
      const { kind, text } = this.at(index);
      if (kind === 'end') {
        open.length = 0;
        last = -1;
      }
      this.#opener[index] = last;
      if (kind !== 'sign' || text.length > 1) continue;
      if (text === '(' || text === '[' || text === '{') {
        open.push(index);
        last = index;
      } else if (last >= 0 && (text === ')' || text === ']' || text === '}') && closers[this.at(last).text] === text) {
        open.pop();
        this.#pair[index] = last;
        this.#pair[last] = index;
        last = open.at(-1) ?? -1;
        this.#opener[index] = last;
      }
    }
  }

  at(index: number): CodeToken {
    return this.tokens[index] ?? nothing;
  }

  is(index: number, one: string, ...more: readonly string[]): boolean {
    const { kind, text } = this.at(index);
    return (text === one || more.includes(text)) && (kind === 'word' || kind === 'sign');
  }

  pair(index: number): number {
    return this.#pair[index] ?? -1;
  }

  opener(index: number): number {
    return this.#opener[index] ?? -1;
  }

  /** Where words, and texts that are as short as words, are. */
  placesOf(word: string): readonly number[] {
    this.#places ??= this.#index();
    return this.#places.get(word) ?? [];
  }

  /** Every word, and every short text, once. */
  get words(): Iterable<string> {
    this.#places ??= this.#index();
    return this.#places.keys();
  }

  #index(): ReadonlyMap<string, readonly number[]> {
    const places = new Map<string, number[]>();
    for (let index = 0; index < this.tokens.length; index++) {
      const { kind, text } = this.at(index);
      if (kind !== 'word' && (kind !== 'string' || text.length > LONGEST_NAME)) continue;
      const known = places.get(text);
      if (known === undefined) places.set(text, [index]);
      else known.push(index);
    }
    return places;
  }

  /** Whether the words of the file, or names of what it imports, are such. */
  mentions(words: RegExp): boolean {
    this.#vocabulary ??= [...this.words].join('\n');
    return words.test(this.#vocabulary);
  }

  spanOf({ from, to }: TokenRange): Span {
    return { start: this.at(from).start, end: this.at(to - 1).end };
  }

  /** How far a place is from the start of its line. */
  columnAt(offset: number): number {
    return offset - this.#text.lastIndexOf('\n', offset - 1) - 1;
  }

  /** Whether a bracket at `index` holds something near enough to be read: what is read is counted. */
  #pays(count: number): boolean {
    this.#budget -= count;
    return this.#budget >= 0 && count <= MOST_IN_LIST;
  }

  /** What stands in brackets, or, in Ruby, behind the name of what is called; undefined if that has no end. */
  argumentsAt(index: number): readonly Argument[] | undefined {
    if (this.is(index, '(', '[', '{')) {
      const to = this.pair(index);
      return to < 0 || !this.#pays(to - index) ? undefined : this.#split(index + 1, to);
    }
    const to = this.lineEnd(index);
    return this.#pays(to - index) ? this.#split(index, to) : undefined;
  }

  /** Where a command of Ruby that begins here ends: with its line, unless that ends with a comma. */
  lineEnd(index: number): number {
    const furthest = Math.min(this.tokens.length, index + MOST_IN_LIST);
    for (let at = index; at < furthest; at = this.next(at)) {
      const { kind, text, isFresh } = this.at(at);
      if (kind === 'end' || text === ';' || text === ')' || text === ']' || text === '}') return at;
      if (kind === 'word' && lineEnders.has(text)) return at;
      if (at > index && isFresh && !this.is(at - 1, ',')) return at;
    }
    return furthest;
  }

  /** The token behind this one, or behind what stands in brackets here. */
  next(index: number): number {
    const pair = this.pair(index);
    return pair > index ? pair + 1 : index + 1;
  }

  #split(from: number, to: number): readonly Argument[] {
    const found: Argument[] = [];
    let start = from;
    const push = (end: number): void => {
      if (end > start) found.push(this.#argument(start, end));
      start = end + 1;
    };
    for (let at = from; at < to; at = this.next(at)) if (this.at(at).text === ',' && this.is(at, ',')) push(at);
    push(to);
    return found;
  }

  #argument(from: number, to: number): Argument {
    const span = this.spanOf({ from, to });
    const key = this.is(from, ':', '.', '&', '*') ? from + 1 : from;
    const { kind, text } = this.at(key);
    if ((kind === 'word' || kind === 'string') && this.is(key + 1, ':', '=', '=>') && key + 2 < to)
      return { from: key + 2, to, name: text, span };
    return { from, to, span };
  }

  /** Whether this bracket is an argument of a call at `call`, by however many brackets. */
  isWithin(index: number, outer: number): boolean {
    const end = this.pair(outer);
    return index > outer && end >= 0 && index < end;
  }
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const lineEnders: ReadonlySet<string> = new Set(['do', 'if', 'unless', 'rescue', 'and', 'or', 'end']);
const LONGEST_NAME = 60;
