import type { Span } from '../../text/span.ts';
import type { CodeToken, CodeTokenKind } from './codeToken.ts';
import type { Grammar, StringForm } from './grammars.ts';
import {
  APOSTROPHE,
  AT,
  byFirst,
  characterEnd,
  CLOSE_CURLY,
  endOfComment,
  DOLLAR,
  GREATER,
  HASH,
  isDigitCode,
  isNamePart,
  isNameStart,
  isValue,
  LESS,
  NEW_LINE,
  OPEN_CURLY,
  PERCENT,
  DOUBLE_QUOTE,
  readContent,
  regexEnd,
  signLength,
  specialSigns,
  SLASH,
  SPACE,
} from './lexemes.ts';
import { openHeredoc, percentEnd } from './rubyTexts.ts';
import type { Heredoc } from './rubyTexts.ts';
import { TokenSheets } from './tokenSheets.ts';
import type { Inside } from './tokenSheets.ts';

/** More here documents that never end than these, and none is looked for. */
const MOST_UNENDED = 8;

/**
 * Reads code as the tokens of its language, without comments. What stands inside a text as an expression (`${…}`) is
 * lexed as well and comes after all of what is around it. One pass: every character is looked at a few times at most,
 * whatever the text.
 */
export function lex(text: string, grammar: Grammar, parts: readonly Span[]): readonly CodeToken[] {
  return new Lexer(text, grammar).run(parts);
}

class Lexer {
  readonly #text: string;
  readonly #grammar: Grammar;
  readonly #sheets: TokenSheets;
  readonly #forms: ReadonlyMap<string, readonly StringForm[]>;
  readonly #prefixes: ReadonlyMap<string, readonly StringForm[]>;
  readonly #heredocs: Heredoc[] = [];
  /** By their character codes: signs that can begin something else than a sign. */
  readonly #special: Uint8Array;
  #at = 0;
  #end = 0;
  /** No regular expression ends before this. */
  #noRegexBefore = 0;
  #unended = 0;

  constructor(text: string, grammar: Grammar) {
    this.#text = text;
    this.#grammar = grammar;
    this.#sheets = new TokenSheets(text);
    const sorted = grammar.strings.toSorted((one, other) => other.open.length - one.open.length);
    this.#forms = byFirst(sorted.filter(({ prefix }) => prefix?.test('') ?? true));
    this.#prefixes = byFirst(sorted.filter(({ prefix }) => prefix !== undefined));
    this.#special = specialSigns(grammar);
  }

  run(parts: readonly Span[]): readonly CodeToken[] {
    for (const { start, end } of parts) {
      this.#sheets.open();
      this.#at = start;
      this.#end = end;
      while (this.#at < end) this.#step();
      this.#sheets.closeInside(end, false);
    }
    return this.#sheets.finish();
  }

  #step(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (code === NEW_LINE) this.#newLine();
    else if (code <= SPACE) this.#at++;
    else if (isNameStart(code)) this.#word();
    else if (isDigitCode(code)) this.#token('other', this.#nameEnd(this.#at + 1));
    else if (this.#special[code] === 0 || (!this.#comment() && !this.#string() && !this.#other())) this.#sign(code);
  }

  #token(kind: CodeTokenKind, end: number): void {
    this.#sheets.push(kind, this.#at, end);
    this.#at = end;
  }

  #nameEnd(from: number): number {
    let at = from;
    while (at < this.#end && isNamePart(this.#text.charCodeAt(at))) at++;
    return at;
  }

  #newLine(): void {
    this.#sheets.closeInside(this.#at, true);
    const block = this.#grammar.otherComments?.find(([open]) => this.#text.startsWith(open, this.#at));
    if (block) {
      const end = this.#text.indexOf(block[1], this.#at + 1);
      this.#at = end < 0 ? this.#end : Math.min(this.#end, end + block[1].length);
      return;
    }
    this.#at++;
    this.#sheets.isFresh = true;
    for (const heredoc of this.#heredocs.splice(0)) this.#at = Math.min(this.#end, heredoc.read(this.#at));
  }

  #word(): void {
    const end = this.#nameEnd(this.#at + 1);
    const code = this.#text.charCodeAt(end);
    const mayPrefix = code === DOUBLE_QUOTE || code === APOSTROPHE || code === HASH;
    if (mayPrefix && this.#prefixes.size > 0 && end - this.#at <= LONGEST_PREFIX && this.#prefixed(end)) return;
    this.#token('word', end);
  }

  /** Reads a text whose letters in front end at `end`: `f"a"`, `r#"a"#`. */
  #prefixed(end: number): boolean {
    const prefix = this.#text.slice(this.#at, end);
    let at = end;
    while (at - end < MOST_HASHES && this.#text.charCodeAt(at) === HASH) at++;
    const form = this.#prefixes
      .get(this.#text.charAt(at))
      ?.find(
        (each) =>
          each.prefix?.test(prefix) && this.#text.startsWith(each.open, at) && (at === end || each.hashes === true),
      );
    return form !== undefined && this.#open(form, at, at - end);
  }

  /** Reads over a comment. */
  #comment(): boolean {
    const end = endOfComment(this.#text, this.#at, this.#end, this.#grammar);
    this.#at = end ?? this.#at;
    return end !== undefined;
  }

  #string(): boolean {
    const forms = this.#forms.get(this.#text.charAt(this.#at));
    const form = forms?.find(({ open }) => this.#text.startsWith(open, this.#at));
    return form !== undefined && this.#open(form, this.#at, 0);
  }

  /** Reads a text whose quotes are at `quotesAt`. False if it is none after all. */
  #open(form: StringForm, quotesAt: number, hashes: number): boolean {
    if (form.character) {
      const end = characterEnd(this.#text, quotesAt);
      if (end !== undefined && end <= this.#end) this.#token('other', end);
      return end !== undefined && end <= this.#end;
    }
    let inner = quotesAt + form.open.length;
    if (form.counted) while (this.#text.charCodeAt(inner) === DOUBLE_QUOTE) inner++;
    const quotes = form.counted ? '"'.repeat(inner - quotesAt - form.open.indexOf('"')) : (form.close ?? form.open);
    const closer = `${quotes}${'#'.repeat(hashes)}`;
    this.#content({ form, closer, start: this.#at, inner, isFresh: this.#sheets.isFresh }, inner, true);
    return true;
  }

  /** The content of a text from here on: to its end, or to the next expression inside. */
  #content(text: Omit<Inside, 'tokens' | 'braces'>, from: number, isPlainBefore: boolean): void {
    const { form, closer, start, inner, isFresh } = text;
    const { isHeld, isPlain, innerEnd, end } = readContent(this.#text, from, this.#end, form, closer);
    if (isHeld) this.#sheets.enter(form, closer, start, inner, isFresh);
    else this.#addText(start, inner, innerEnd, end, isPlain && isPlainBefore, isFresh);
    this.#at = end;
  }

  #addText(start: number, inner: number, innerEnd: number, end: number, isPlain: boolean, isFresh: boolean): void {
    const text = this.#text.slice(inner, innerEnd);
    this.#sheets.add({ kind: 'string', text, start, end, inner, isPlain, isFresh });
  }

  /** What is neither a word nor a sign in some languages: regular expressions, here documents, `%w()`. */
  #other(): boolean {
    const { regex, heredocs, percent, nameSigns } = this.#grammar;
    const code = this.#text.charCodeAt(this.#at);
    if (code === SLASH && regex) return this.#regex();
    if (code === PERCENT && percent) return this.#percent();
    if (code === LESS && heredocs && this.#text.startsWith(heredocs, this.#at)) return this.#heredoc(heredocs);
    return nameSigns?.includes(this.#text.charAt(this.#at)) === true && this.#signedWord(code);
  }

  #isBehindValue(): boolean {
    const { last } = this.#sheets;
    return last !== undefined && isValue(last);
  }

  #percent(): boolean {
    const found = percentEnd(this.#text, this.#at, this.#end, this.#isBehindValue(), this.#sheets.last?.end);
    if (!found) return false;
    const { inner, end, isPlain } = found;
    this.#addText(this.#at, inner, end - 1, end, isPlain, this.#sheets.isFresh);
    this.#at = end;
    return true;
  }

  /** `$name`, `@name`, `#name`. `$` alone is a name of JavaScript. */
  #signedWord(code: number): boolean {
    const from = this.#at + (this.#text.charCodeAt(this.#at + 1) === AT ? 2 : 1);
    const isDollar = this.#grammar.regex === true && code === DOLLAR;
    if (!isNameStart(this.#text.charCodeAt(from)) && !isDollar) return false;
    this.#token('word', this.#nameEnd(from));
    return true;
  }

  #heredoc(mark: '<<<' | '<<'): boolean {
    if (this.#unended >= MOST_UNENDED) return false;
    const opened = openHeredoc(this.#text, this.#at, this.#end, mark, this.#isBehindValue(), this.#sheets.isFresh);
    if (opened === 'unended') this.#unended++;
    if (opened === undefined || opened === 'unended') return false;
    this.#sheets.add(opened.token);
    this.#heredocs.push(opened);
    this.#at = opened.token.end;
    return true;
  }

  #regex(): boolean {
    const { last } = this.#sheets;
    // `</div>` and `/>` are tags.
    const isTag = this.#text.charCodeAt(this.#at + 1) === GREATER || (last?.text === '<' && last.end === this.#at);
    if (isTag || this.#at < this.#noRegexBefore || this.#isBehindValue()) return false;
    const end = regexEnd(this.#text, this.#at, this.#end);
    if (end < 0) this.#noRegexBefore = -end;
    else this.#token('other', end);
    return end >= 0;
  }

  #sign(code: number): void {
    const length = signLength(this.#text, this.#at);
    const inside = length === 1 ? this.#sheets.inside : undefined;
    if (inside && code === OPEN_CURLY) inside.braces++;
    if (inside && code === CLOSE_CURLY && inside.braces-- === 0) {
      this.#sheets.leave();
      this.#content(inside, this.#at + 1, false);
      return;
    }
    this.#token('sign', Math.min(this.#end, this.#at + length));
  }
}

const LONGEST_PREFIX = 8;
const MOST_HASHES = 16;
