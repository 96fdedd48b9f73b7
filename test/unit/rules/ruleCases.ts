import type { Severity } from '../../../src/core/text/finding.ts';
import type { InspectOptions } from '../../../src/core/rules/inspect.ts';
import type { Span } from '../../../src/core/text/span.ts';
import { encode } from '../../support/jose.ts';
import { claims } from './tokens.ts';

/** A token that fires a rule, and the characters it has to underline. */
export interface Firing {
  readonly token: string;
  readonly at: Place | readonly Place[];
  readonly options?: InspectOptions;
  /** In a live context. */
  readonly severity?: Severity;
}

/**
 * The text of the header or payload that is encoded there, a part by its index, a range of characters, or the token.
 */
export type Place =
  | { readonly header: string }
  | { readonly payload: string }
  | { readonly part: number }
  | { readonly start: number; readonly end: number }
  | 'token';

/** A token that comes close to a rule and must not fire it. */
export interface NearMiss {
  readonly token: string;
  readonly options?: InspectOptions;
}

/** At least two of each, by what holds and why: a phrase that goes on from "fires" or "stays silent". */
export interface Cases {
  readonly fires: Readonly<Record<string, Firing>>;
  readonly quiet: Readonly<Record<string, NearMiss>>;
}

export type CasesByRule = Readonly<Record<string, Cases>>;

/** Where a place is in a token. */
export function spanOf(token: string, place: Place): Span {
  if (place === 'token') return { start: 0, end: token.length };
  if ('start' in place) return { start: place.start, end: place.end };
  const parts = token.split('.');
  const index = 'part' in place ? place.part : 'header' in place ? 0 : 1;
  const part = parts[index] ?? '';
  const start = parts.slice(0, index).reduce((offset, { length }) => offset + length + 1, 0);
  if ('part' in place) return { start, end: start + part.length };
  return spanOfText(part, start, 'header' in place ? place.header : place.payload);
}

/**
 * Where a part in base64url that stands at `offset` encodes a text, the last time: three bytes are four characters (RFC
 * 4648 §4).
 */
export function spanOfText(part: string, offset: number, text: string): Span {
  const first = Buffer.from(part, 'base64url').lastIndexOf(text);
  if (first < 0) throw new Error(`Nothing encodes ${text}`);
  const last = first + Buffer.byteLength(text);
  return { start: offset + Math.floor((first * 4) / 3), end: offset + Math.ceil((last * 4) / 3) };
}

/** A sound SD-JWT with this one disclosure, underlined where it encodes a piece of it. */
export function disclosing(disclosure: unknown, piece: string): Firing {
  const issued = `${claims({})}~`;
  const encoded = encode(disclosure);
  return { token: `${issued}${encoded}~`, at: spanOfText(encoded, issued.length, piece) };
}
