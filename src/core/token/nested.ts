import { parseToken } from './parse.ts';
import { scan } from './scan.ts';
import type { Span } from './span.ts';
import type { ParsedToken } from './token.ts';

/** A token that is the content of another: RFC 7519 §5.2 and §7.1. */
export interface NestedToken {
  readonly token: ParsedToken;
  /** The characters of the outer token that encode characters of the inner one. */
  locate(span: Span): Span;
}

/** The token that is the whole payload of a signed one. What is in an encrypted token shows only when it is decrypted. */
export function nestedIn({ payload }: ParsedToken): NestedToken | undefined {
  if (!payload || payload.json) return undefined;
  const span = wholeToken(payload.text);
  if (!span) return undefined;
  return {
    token: parseToken(payload.text.slice(span.start, span.end)),
    locate: ({ start, end }) => payload.locate({ start: span.start + start, end: span.start + end }),
  };
}

/** Where the token is in a text that is nothing but a token, white space around it apart. */
export function wholeToken(text: string): Span | undefined {
  const [span] = scan(text);
  const isWhole = span?.start === text.length - text.trimStart().length && span.end === text.trimEnd().length;
  return isWhole ? span : undefined;
}
