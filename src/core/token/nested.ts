import { member } from '../text/json.ts';
import type { JsonObject } from '../text/json.ts';
import { serializedKind } from './serializedForm.ts';
import { tokenOf } from './tokenOf.ts';
import { scan } from './scan.ts';
import type { Span } from '../text/span.ts';
import type { Token, TextPart } from './token.ts';

/** A token that is the content of another: RFC 7519 §5.2 and §7.1. */
export interface NestedToken {
  readonly token: Token;
  /** The characters of the outer token that encode characters of the inner one. */
  locate(span: Span): Span;
}

/**
 * The token that is the whole payload of a signed one, or of an encrypted one that was decrypted. Claims are claims
 * whatever their names: JSON is a token only where the protected header says so (RFC 7515 §4.1.10).
 */
export function nestedIn({ payload, protectedHeader }: CarriesToken): NestedToken | undefined {
  const span = payload && innerToken(payload, protectedHeader);
  if (!span) return undefined;
  return {
    token: tokenOf(payload.text.slice(span.start, span.end)),
    locate: ({ start, end }) => payload.locate({ start: span.start + start, end: span.start + end }),
  };
}

type CarriesToken = Pick<Token, 'payload' | 'protectedHeader'>;

/**
 * A token and those in it, from the outermost to the innermost: few, since each is at most three quarters as long as
 * that around it.
 */
export function levelsOf(token: Token): readonly Token[] {
  const levels = [token];
  // The list grows while it is walked.
  for (const level of levels) {
    const nested = nestedIn(level);
    if (nested) levels.push(nested.token);
  }
  return levels;
}

/**
 * Where the token is in a content that is nothing but a token: compact, or in JSON serialization where the header
 * announces that.
 */
export function innerToken({ text, json, problem }: TextPart, header: JsonObject | undefined): Span | undefined {
  if (!json) return wholeToken(text);
  // Bytes that are not UTF-8 are not a token, however they are read.
  return announcesJson(header) && !problem && serializedKind(json) ? json : undefined;
}

function announcesJson(header: JsonObject | undefined): boolean {
  const cty = member(header, 'cty')?.value;
  return cty?.type === 'string' && /^(?:application\/)?(?:jose\+json|(?:[^/]+\+)?jwt)$/i.test(cty.value);
}

/** Where the compact token is in a text that is nothing but one, white space around it apart. */
export function wholeToken(text: string): Span | undefined {
  const [span] = scan(text);
  return span && isSpace.test(text.slice(0, span.start)) && isSpace.test(text.slice(span.end)) ? span : undefined;
}

/** White space of JSON: a byte order mark is none. */
const isSpace = /^[ \t\r\n]*$/;
