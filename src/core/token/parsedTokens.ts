import { parseToken } from './parse.ts';
import type { Token } from './token.ts';

/** Of all remembered tokens together, in UTF-16 code units: hundreds of ordinary ones, or a few of the longest. */
const MOST_CHARACTERS = 1_000_000;

/** Reads tokens, and gives the same object for the same text as long as it remembers it: what was derived from it is kept with it. */
export class ParsedTokens {
  /** By text, the one asked for last at the end. */
  readonly #known = new Map<string, Token>();
  #characters = 0;

  of(text: string): Token {
    const known = this.#known.get(text);
    const token = known ?? parseToken(text);
    this.#known.delete(text);
    this.#known.set(text, token);
    if (!known) this.#makeRoom(text);
    return token;
  }

  #makeRoom(latest: string): void {
    this.#characters += latest.length;
    for (const [oldest] of this.#known) {
      if (this.#characters <= MOST_CHARACTERS || oldest === latest) return;
      this.#known.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}
