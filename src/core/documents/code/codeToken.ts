import type { Span } from '../../text/span.ts';

/** `end` stands between two stretches of code that have nothing to do with each other; `other`: numbers and regexes. */
export type CodeTokenKind = 'word' | 'string' | 'sign' | 'other' | 'end';

/** A word of a programming language. */
export interface CodeToken extends Span {
  readonly kind: CodeTokenKind;
  /** As it is written; of a text, without its quotes. */
  readonly text: string;
  /** Of a text: where that begins. */
  readonly inner: number;
  /** Of a text: whether all of it is written there, with no variable in it. */
  readonly isPlain: boolean;
  /** Whether it is the first of its line. */
  readonly isFresh: boolean;
}
