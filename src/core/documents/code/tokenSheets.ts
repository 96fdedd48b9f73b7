import type { CodeToken, CodeTokenKind } from './codeToken.ts';
import type { StringForm } from './grammars.ts';

/** An expression inside a text: what is lexed, and the text that goes on after it. */
export interface Inside {
  readonly tokens: CodeToken[];
  /** How many braces are open in the expression. */
  braces: number;
  readonly form: StringForm;
  readonly closer: string;
  /** Where the text and its content begin. */
  readonly start: number;
  readonly inner: number;
  readonly isFresh: boolean;
}

/** The tokens of a file as they are found: of the code itself, and of the expressions inside its texts. */
export class TokenSheets {
  readonly #text: string;
  readonly #lists: CodeToken[][] = [];
  readonly #inside: Inside[] = [];
  #tokens: CodeToken[] = [];
  /** Whether the next token is the first of its line. */
  isFresh = true;

  constructor(text: string) {
    this.#text = text;
  }

  /** Begins a stretch of code that has nothing to do with the one before. */
  open(): void {
    this.#tokens = [];
    this.#lists.push(this.#tokens);
    this.isFresh = true;
  }

  get last(): CodeToken | undefined {
    return this.#tokens.at(-1);
  }

  /** The expression that is being read, if it is inside a text. */
  get inside(): Inside | undefined {
    return this.#inside.at(-1);
  }

  add(token: CodeToken): void {
    this.#tokens.push(token);
    this.isFresh = false;
  }

  push(kind: CodeTokenKind, start: number, end: number): void {
    const text = this.#text.slice(start, end);
    this.add({ kind, text, start, end, inner: start, isPlain: false, isFresh: this.isFresh });
  }

  /** Begins an expression inside a text. */
  enter(form: StringForm, closer: string, start: number, inner: number, isFresh: boolean): void {
    this.#inside.push({ tokens: this.#tokens, braces: 0, form, closer, start, inner, isFresh });
    this.open();
  }

  /** Ends the expression inside a text: what comes is the text again. */
  leave(): Inside | undefined {
    const inside = this.#inside.pop();
    if (inside) this.#tokens = inside.tokens;
    return inside;
  }

  /** Ends every expression inside a text that may not go over lines, or all, and their texts with them. */
  closeInside(end: number, isAtLineEnd: boolean): void {
    for (;;) {
      const { inside } = this;
      if (!inside || (isAtLineEnd && inside.form.lines)) return;
      this.leave();
      const { start, inner, isFresh } = inside;
      const text = this.#text.slice(inner, end);
      this.add({ kind: 'string', text, start, end, inner, isPlain: false, isFresh });
    }
  }

  /** All tokens; what is inside a text comes after all of what is around it. */
  finish(): readonly CodeToken[] {
    const all: CodeToken[] = [];
    for (const list of this.#lists) {
      for (const token of list) all.push(token);
      const at = list.at(-1)?.end ?? 0;
      all.push({ kind: 'end', text: '', start: at, end: at, inner: at, isPlain: false, isFresh: true });
    }
    return all;
  }
}
