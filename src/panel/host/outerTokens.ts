import type { Progress } from './verifySession.ts';

/** A token around the one on the page, with how far it had come. */
interface OuterToken {
  readonly text: string;
  readonly progress: Progress;
}

/** The way from the token that was taken into the one on the page: the tokens around it, outermost first. */
export class OuterTokens {
  #tokens: readonly OuterToken[] = [];

  get texts(): readonly string[] {
    return this.#tokens.map(({ text }) => text);
  }

  /** A token inside `token` is on the page now. */
  enter(token: OuterToken): void {
    this.#tokens = [...this.#tokens, token];
  }

  /** Back to the token at this depth, 0 the outermost; `undefined` where there is none. */
  leaveTo(depth: number): OuterToken | undefined {
    const token = this.#tokens[depth];
    if (token) this.#tokens = this.#tokens.slice(0, depth);
    return token;
  }

  clear(): void {
    this.#tokens = [];
  }
}
