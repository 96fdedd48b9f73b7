import { algorithms, signatureLengths } from '../facts/algorithms.ts';
import { isAnyBase64, isBase64url, readBase64url } from '../text/base64url.ts';
import { demandText } from '../text/inputError.ts';
import type { Span } from '../text/span.ts';
import type { FoundToken } from './foundToken.ts';

/** Longest header, in characters, that is read. */
export const MAX_HEADER_LENGTH = 16 * 1024;

/** How `{` and what can follow it in a JSON object (a name, white space) begin in base64url. */
export const HEADER_PREFIX = /e(?:y[AIJKL]|w[0ko])/g;
/** How many characters that takes. */
const HEADER_PREFIX_LENGTH = 3;
const MIN_HEADER_LENGTH = 16;
const MAX_PARTS = 6;

const DOT = 0x2e;
const TILDE = 0x7e;
const EQUALS = 0x3d;
const ELLIPSIS = 0x2026;

/**
 * Finds every compact JOSE token in a text, in order and without overlap: the bare token, no `Bearer`, quote or `%20`.
 * A token is what has a header that decodes to a JSON object with a string `alg`; look-alikes fail there.
 *
 * Time is linear in any text and the stack does not grow: the regular expression engine only finds header prefixes and
 * the ends of runs of base64url, both without backtracking, and the search goes on behind the run that was judged.
 * Throws an `InputError` where it is given no text.
 */
export function scan(text: string): readonly Span[] {
  return walk(text);
}

/** Looks further where a token may begin at `start`: `plain` is what stands there in one piece and may not be all. */
export type LookFurther = (start: number, plain: Span | undefined) => FoundToken | undefined;

/** {@link scan}, with a second look at what is no token, or not a whole one. */
export function walk(text: string, lookFurther?: LookFurther): readonly FoundToken[] {
  demandText(text, 'What is searched for tokens');
  const found: FoundToken[] = [];
  const judge = new HeaderJudge(text);
  const prefix = new RegExp(HEADER_PREFIX);
  /** The run of base64url characters that is looked at. */
  let run = 0;
  let headerEnd = 0;
  while (prefix.test(text)) {
    const start = prefix.lastIndex - HEADER_PREFIX_LENGTH;
    if (prefix.lastIndex > headerEnd) {
      run = start;
      headerEnd = runEnd(text, prefix.lastIndex);
    }
    const compact = compactParts(text, start, headerEnd, judge);
    const isSelective = compact?.count === 3 && text.charCodeAt(compact.end) === TILDE;
    const plain = compact && { start, end: isSelective ? disclosuresEnd(text, compact.end, judge) : compact.end };
    const token = compact?.isComplete === true ? plain : (lookFurther?.(start, plain) ?? plain);
    if (token) {
      found.push(token);
      prefix.lastIndex = token.end;
      headerEnd = token.end;
    } else if (start - run < BOUNDARY_LENGTH && !isTokenStart(text, start)) {
      // The word in front of a token may have such letters in it: `monkeyIsland_eyJ…`.
      prefix.lastIndex = start + 1;
    } else {
      // A run that does not start a token at its first place for one starts none at a later one.
      prefix.lastIndex = headerEnd;
    }
  }
  return found;
}

/**
 * Where a token may begin: not inside a word of base64url characters, unless that word is the end of an escape (`\n`,
 * `\x22`, `\u0022`, `%20`, `%2520`, quoted-printable `=3D`) or of a terminal's control sequence. A vendor puts a word
 * that ends in `-` or `_` before its tokens: `ghs_1_`, `glcbt-64_`, `base64-`.
 */
const BOUNDARY =
  /(?:(?<![A-Za-z0-9_-])|\\(?:[bfnrt]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})|%(?:25)?[0-9A-Fa-f]{2}|=3D|\[[0-9;?]{0,16}[A-Za-z])(?:[A-Za-z0-9_-]{0,40}[-_])?$/;
/** More than the longest boundary. An unbounded look back would cost the square of a text like `ghs_111…`. */
const BOUNDARY_LENGTH = 64;

/** Whether a token may begin here: see the boundary above. */
export function isTokenStart(text: string, start: number): boolean {
  return (
    !isBase64url(text.charCodeAt(start - 1)) || BOUNDARY.test(text.slice(Math.max(0, start - BOUNDARY_LENGTH), start))
  );
}

const OUTSIDE_BASE64URL = /[^A-Za-z0-9_-]/g;
const OUTSIDE_ANY_BASE64 = /[^A-Za-z0-9_+/-]/g;

/** The end of the run of base64url characters that begins at `from`. */
function runEnd(text: string, from: number): number {
  return isBase64url(text.charCodeAt(from)) ? search(OUTSIDE_BASE64URL, text, from + 1) : from;
}

/** Where a character of the class is found, or the end of the text. Such a search neither backtracks nor stacks. */
function search(characterClass: RegExp, text: string, from: number): number {
  characterClass.lastIndex = from;
  return characterClass.test(text) ? characterClass.lastIndex - 1 : text.length;
}

/** The end of a part with its `=` padding: any before a dot, else only as much as its length calls for. */
function paddedEnd(text: string, from: number, unpadded: number): number {
  let end = unpadded;
  while (text.charCodeAt(end) === EQUALS && end - unpadded < 3) end++;
  const fits = end - unpadded <= 2 && (text.charCodeAt(end) === DOT || (end - from) % 4 === 0);
  return fits ? end : unpadded;
}

interface Compact {
  readonly end: number;
  /** Dot-separated parts, the header included. */
  readonly count: number;
  /** The last part has the length that the header demands, and not by the length of a key that is too short for use. */
  readonly isComplete: boolean;
}

/**
 * Judges what may be a header, `start`..`headerEnd`, and walks the parts behind it; `undefined` if this is no token.
 */
function compactParts(text: string, start: number, headerEnd: number, judge: HeaderJudge): Compact | undefined {
  let end = paddedEnd(text, start, headerEnd);
  if (text.charCodeAt(end) !== DOT || !isTokenStart(text, start)) return undefined;
  const last = judge.lastPart(start, headerEnd);
  if (!last) return undefined;

  // Empty parts at the end are the periods of a sentence, so the token ends with the last part that is not empty.
  let filled: Pick<Compact, 'end' | 'count'> = { end, count: 1 };
  let count = 1;
  let thirdStart = end;
  let thirdEnd = end;
  let complete = false;
  let abbreviated = false;
  while (!complete && text.charCodeAt(end) === DOT && count < MAX_PARTS) {
    abbreviated = text.charCodeAt(end + 1) === DOT && text.charCodeAt(end + 2) === DOT;
    if (abbreviated) break;
    const from = end + 1;
    const run = runEnd(text, from);
    end = paddedEnd(text, from, run);
    count++;
    if (count === 3) {
      thirdStart = from;
      thirdEnd = end;
    }
    if (end > from) filled = { end, count };
    complete = isComplete(last, count, run - from);
  }
  abbreviated ||= text.charCodeAt(end) === ELLIPSIS;
  if (!complete && count <= 3 && isAnyBase64(text.charCodeAt(end))) {
    const standardEnd = standardAlphabetEnd(text, headerEnd, last);
    if (standardEnd !== undefined) return { end: standardEnd, count: 3, isComplete: true };
  }
  if (filled.count > 2) return { ...filled, isComplete: complete && !(last.isRsa && end - thirdStart < SHORTEST_RSA) };
  if (filled.count < 2 || abbreviated) return undefined;
  // `h.p.` is a token whose signature is empty.
  return count > 2 ? { end: thirdEnd, count: 3, isComplete: complete } : { ...filled, isComplete: false };
}

/** Characters of a signature with a key of 2,048 bits. A shorter one may be the first piece of it. */
const SHORTEST_RSA = 342;

/**
 * True if the part just read has the length that the header demands of the last part: what follows (`.json`) is not the
 * token.
 */
function isComplete(last: LastPart, count: number, length: number): boolean {
  if (count !== last.count) return false;
  // The key decides the length of an RSA signature, but keys in use have a multiple of 1,024 bits.
  return last.isRsa ? length > 0 && length % 4 !== 1 && ((length * 3) >> 2) % 128 === 0 : last.lengths.includes(length);
}

/**
 * The end of a JWS that an issuer wrote with `+` and `/`. Outside of tokens these separate words, most often the
 * segments of a path, so they count only where they lead to a signature of exactly the length that `alg` demands.
 */
function standardAlphabetEnd(text: string, headerEnd: number, last: LastPart): number | undefined {
  const payload = text.indexOf('.', headerEnd) + 1;
  const payloadEnd = paddedEnd(text, payload, search(OUTSIDE_ANY_BASE64, text, payload));
  if (text.charCodeAt(payloadEnd) !== DOT) return undefined;
  const signature = payloadEnd + 1;
  const signatureEnd = search(OUTSIDE_ANY_BASE64, text, signature);
  return signatureEnd > signature && isComplete(last, 3, signatureEnd - signature)
    ? paddedEnd(text, signature, signatureEnd)
    : undefined;
}

/**
 * SD-JWT (RFC 9901 §4): the end of the disclosures that begin at `from`, and of the key binding JWT behind the last
 * tilde.
 */
function disclosuresEnd(text: string, from: number, judge: HeaderJudge): number {
  let start = from;
  let end = from;
  while (text.charCodeAt(end) === TILDE) {
    start = end + 1;
    end = runEnd(text, start);
  }
  return compactParts(text, start, end, judge)?.end ?? end;
}

/** What a header says about the last part of its token. */
interface LastPart {
  /** Which part of the token is the last. */
  readonly count: 3 | 5 | undefined;
  /** Its characters without padding, where the algorithm decides. */
  readonly lengths: readonly number[];
  readonly isRsa: boolean;
}

/**
 * The last parts by `alg` of a signature (RFC 7518 §3.1) and by `enc` of an encryption (§5.1), whose tag comes last.
 */
const LAST_PARTS: ReadonlyMap<string, LastPart> = new Map(
  algorithms.map((fact) => {
    const { name, use, family, tagLength } = fact;
    const bytes = use === 'enc' && tagLength !== undefined ? [tagLength] : signatureLengths(fact);
    const lengths = bytes.map((count) => Math.ceil((count * 4) / 3));
    return [name, { count: use === 'enc' ? 5 : 3, lengths, isRsa: family === 'RSA-PKCS1' || family === 'RSA-PSS' }];
  }),
);
const UNKNOWN_LAST_PART: LastPart = { count: undefined, lengths: [], isRsa: false };

/**
 * Reads the headers of one text. Tokens of one issuer share theirs and stand together, so the last one is remembered.
 */
class HeaderJudge {
  readonly #text: string;
  #encoded = '';
  #lastPart: LastPart | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** What the header at `start`..`end` says; `undefined` if it is none. */
  lastPart(start: number, end: number): LastPart | undefined {
    if (end - start < MIN_HEADER_LENGTH || end - start > MAX_HEADER_LENGTH) return undefined;
    const encoded = this.#text.slice(start, end);
    if (encoded !== this.#encoded) {
      this.#encoded = encoded;
      this.#lastPart = readLastPart(encoded);
    }
    return this.#lastPart;
  }
}

/** What a header says; `undefined` if this is none. */
function readLastPart(encoded: string): LastPart | undefined {
  // A last character that completes no byte carries no data.
  const whole = encoded.length % 4 === 1 ? encoded.slice(0, -1) : encoded;
  const isPlain = !whole.includes('-') && !whole.includes('_');
  const binary = atob(isPlain ? whole : whole.replaceAll('-', '+').replaceAll('_', '/'));
  const header = FLAT_OBJECT.test(binary)
    ? { alg: flatMember(binary, '"alg":"'), enc: flatMember(binary, '"enc":"') }
    : parseHeader(binary, whole);
  if (typeof header?.alg !== 'string') return undefined;
  return LAST_PARTS.get(typeof header.enc === 'string' ? header.enc : header.alg) ?? UNKNOWN_LAST_PART;
}

/**
 * JSON as nearly all headers have it: ASCII strings without escapes, and no spaces. Recognising that costs a third of
 * parsing it.
 */
const FLAT_OBJECT = /^\{"[ !#-[\]-~]*":"[ !#-[\]-~]*"(?:,"[ !#-[\]-~]*":"[ !#-[\]-~]*")*\}$/;

/** The value of a {@link FLAT_OBJECT}'s member, `"name":"`. As for any JSON reader the last of a name counts. */
function flatMember(object: string, name: string): string | undefined {
  const at = object.lastIndexOf(name);
  return at === -1 ? undefined : object.slice(at + name.length, object.indexOf('"', at + name.length));
}

const BEYOND_ASCII = /[\x80-\xff]/;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads a JSON object with the platform's own decoders: its bytes as characters, and the base64url they came from. */
function parseHeader(binary: string, encoded: string): { readonly alg?: unknown; readonly enc?: unknown } | undefined {
  // Most text that is not a header does not end like one. Checking that is cheaper than an exception.
  if (!binary.endsWith('}') && !binary.trimEnd().endsWith('}')) return undefined;
  try {
    const json = BEYOND_ASCII.test(binary) ? strictUtf8.decode(readBase64url(encoded).bytes) : binary;
    // Text that begins with a header's prefix and parses is an object.
    return JSON.parse(json) as { readonly alg?: unknown; readonly enc?: unknown };
  } catch {
    return undefined; // Not UTF-8 or not JSON, so not a header.
  }
}

/** Whether a text is a header: base64url of a JSON object with an `alg`. */
export function isHeader(encoded: string): boolean {
  return (
    encoded.length >= MIN_HEADER_LENGTH && encoded.length <= MAX_HEADER_LENGTH && readLastPart(encoded) !== undefined
  );
}
