/** A token and, where it came from a document, the place. */
export interface TokenSource {
  readonly text: string;
  /** Of the document, as a string. */
  readonly uri?: string;
  /** Offset of the token in the document at the time. */
  readonly start?: number;
}

/** How much token text is kept: thousands of ordinary tokens, or a dozen of the largest. */
const maximumCharacters = 4_000_000;

/**
 * Replaces tokens where their text must not appear: in command links and in addresses of virtual documents. An id says
 * nothing about its token, cannot be guessed and means nothing to another session. In memory only; when there are too
 * many, the oldest are forgotten.
 */
export class TokenHandles {
  readonly #sources = new Map<string, TokenSource>();
  #characters = 0;

  /** A new id for the token. */
  create(source: TokenSource): string {
    const id = crypto.randomUUID();
    this.#sources.set(id, source);
    this.#characters += source.text.length;
    for (const [oldest, { text }] of this.#sources) {
      if (this.#characters <= maximumCharacters || oldest === id) break;
      this.#sources.delete(oldest);
      this.#characters -= text.length;
    }
    return id;
  }

  /** `undefined` for an id of another session, and for one that was not used for long. */
  get(id: string): TokenSource | undefined {
    return this.#sources.get(id);
  }
}
