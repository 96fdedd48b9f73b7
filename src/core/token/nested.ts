import { serializedKind } from './jsonSerialization.ts';
import { parseToken } from './parse.ts';
import { scan } from './scan.ts';
import type { Span } from './span.ts';
import type { ParsedToken, TextPart } from './token.ts';

/** A token that is the content of another: RFC 7519 §5.2 and §7.1. */
export interface NestedToken {
  readonly token: ParsedToken;
  /** The characters of the outer token that encode characters of the inner one. */
  locate(span: Span): Span;
}

/** The token that is the whole payload of a signed one. What is in an encrypted token shows only when it is decrypted. */
export function nestedIn({ payload }: ParsedToken): NestedToken | undefined {
  const span = payload && innerToken(payload);
  if (!span) return undefined;
  return {
    token: parseToken(payload.text.slice(span.start, span.end)),
    locate: ({ start, end }) => payload.locate({ start: span.start + start, end: span.start + end }),
  };
}

/** A token and those in it, from the outermost to the innermost: few, since each is at most three quarters as long as that around it. */
export function levelsOf(token: ParsedToken): readonly ParsedToken[] {
  const levels = [token];
  // The list grows while it is walked.
  for (const level of levels) {
    const nested = nestedIn(level);
    if (nested) levels.push(nested.token);
  }
  return levels;
}

/** Where the token is in a content that is nothing but a token: compact, or in JSON serialization (RFC 7515 §4.1.10, `JOSE+JSON`). */
export function innerToken({ text, json }: Pick<TextPart, 'text' | 'json'>): Span | undefined {
  if (json) return serializedKind(json) ? json : undefined;
  return wholeToken(text);
}

/** Where the compact token is in a text that is nothing but one, white space around it apart. */
export function wholeToken(text: string): Span | undefined {
  const [span] = scan(text);
  const isWhole = span?.start === text.length - text.trimStart().length && span.end === text.trimEnd().length;
  return isWhole ? span : undefined;
}
