import { member } from '../text/json.ts';
import { parseSerialized } from './jsonSerialization.ts';
import { MAX_HEADER_LENGTH } from './scan.ts';
import { MAX_DISCLOSURES } from './serializedSelection.ts';
import {
  readInflatedPart,
  readRawPart,
  readSegment,
  readTextPart,
  segmentProblem,
  firstSegmentProblem,
} from './textPart.ts';
import type { DecodeProblem, Token, Segment, TextPart, TokenKind } from './token.ts';
import { tokenProblem } from './tokenProblem.ts';
import { hasUnencodedPayload } from './unencodedPayload.ts';
import { stringMember } from './stringPart.ts';

/** Longest token, in characters, of which more than the header is decoded. */
export const MAX_TOKEN_LENGTH = 256 * 1024;

/** Parts behind the header that are decoded; no form has more than four. */
const MAX_PARTS = 8;
/** Parts that are told apart: a text of nothing but dots has no more than one more. */
const MOST_COUNTED = 100;
const JWS_PARTS = ['header', 'payload', 'signature'];
const JWE_PARTS = ['header', 'encrypted key', 'initialization vector', 'ciphertext', 'authentication tag'];

/**
 * Takes a token apart and keeps every position. Never throws: whatever can be decoded of any text is decoded, and
 * `problem` says what cannot. The text is the bare token, compact or in JSON serialization; `scan` and `find` find one
 * in other text.
 */
export function parseToken(text: string): Token {
  const headerOnly = text.length > MAX_TOKEN_LENGTH;
  const serialized = /^\s*\{/.test(text) ? parseSerialized(text, headerOnly) : undefined;
  if (serialized) return serialized;
  const [compact = '', ...pieces] = text.split('~');
  const [first = '', ...rest] = compact.split('.', MOST_COUNTED + 1);

  const headerSegment = first.length > MAX_HEADER_LENGTH ? unreadSegment(first, 0) : readSegment(first, 0);
  const header = readTextPart('header', headerSegment);
  const alg = stringMember(header?.json, 'alg')?.value;
  // `enc` alone does not make a token encrypted: with three parts it has the shape of a JWS and is read as one.
  const isEncrypted = rest.length !== 2 && stringMember(header?.json, 'enc')?.value !== undefined;
  const isUnencoded = rest.length === 2 && hasUnencodedPayload(header?.json);

  const isDeflated = stringMember(header?.json, 'zip')?.value === 'DEF';

  const segments = [headerSegment];
  let payload: TextPart | undefined;
  for (const [index, part] of rest.entries()) {
    const start = (segments.at(-1)?.end ?? 0) + 1;
    let segment = headerOnly || index >= MAX_PARTS ? unreadSegment(part, start) : readSegment(part, start);
    const isDetached = part === '' && rest.length === 2 && rest[1] !== '';
    if (index === 0 && !isEncrypted && !isDetached && !headerOnly) {
      payload = isUnencoded
        ? readRawPart('payload', part, start)
        : ((isDeflated ? readInflatedPart('payload', segment) : undefined) ?? readTextPart('payload', segment));
      segment = payload?.segment ?? segment;
    }
    segments.push(segment);
  }
  const signature = isEncrypted ? undefined : segments[2];
  const { disclosures, keyBinding } = readPieces(pieces, compact.length + 1, headerOnly);

  const misshapen =
    (rest.length > 0 ? headerProblem(header, headerSegment) : undefined) ??
    countProblem(header, segments, compact.length);
  const problem =
    misshapen ??
    sizeProblem(text, pieces.length) ??
    header?.problem ??
    (payload && isMeantAsJson(header, payload) ? payload.problem : undefined) ??
    firstSegmentProblem(segments, isEncrypted ? JWE_PARTS : JWS_PARTS) ??
    disclosures.find((disclosure) => disclosure.problem)?.problem;
  return {
    text,
    kind: misshapen ? 'malformed' : kindOf(segments, pieces.length > 0, alg),
    segments,
    ...(header && { header }),
    ...(header?.json?.type === 'object' && { protectedHeader: header.json }),
    ...(payload && { payload }),
    ...(alg !== undefined && { alg }),
    ...(signature && { signature }),
    disclosures,
    ...(keyBinding && { keyBinding }),
    ...(pieces.length > 0 && { presentation: text.slice(0, keyBinding?.start) }),
    headerOnly,
    ...(problem && { problem }),
  };
}

function kindOf(segments: readonly Segment[], hasTilde: boolean, alg: string | undefined): TokenKind {
  if (segments.length === 5) return 'jwe';
  if (hasTilde) return 'sd-jwt';
  if (alg === 'none') return 'unsecured';
  return segments[1]?.text === '' && segments[2]?.text !== '' ? 'detached' : 'jws';
}

/**
 * SD-JWT (RFC 9901 §4): what stands behind the tildes. The last piece is empty or, if it has dots, the key binding JWT.
 */
function readPieces(
  pieces: readonly string[],
  from: number,
  headerOnly: boolean,
): Pick<Token, 'disclosures' | 'keyBinding'> {
  const disclosures: TextPart[] = [];
  let start = from;
  for (const [index, piece] of pieces.entries()) {
    const isLast = index === pieces.length - 1;
    if (isLast && piece.includes('.')) return { disclosures, keyBinding: unreadSegment(piece, start) };
    if (!headerOnly && disclosures.length < MAX_DISCLOSURES && !(isLast && piece === '')) {
      const disclosure = readTextPart(`disclosure ${index + 1}`, readSegment(piece, start));
      if (disclosure) disclosures.push(disclosure);
    }
    start += piece.length + 1;
  }
  return { disclosures };
}

function unreadSegment(text: string, start: number): Segment {
  return { text, start, end: start + text.length };
}

/**
 * Any bytes may be signed (RFC 7515 §2). A payload that is no JSON is a fault only where a claims set is declared or
 * begun.
 */
function isMeantAsJson(header: TextPart | undefined, payload: TextPart): boolean {
  return (
    /^\s*[{[]/.test(payload.text) ||
    /^(?:application\/)?(?:[^/]+\+)?jwt$/i.test(stringMember(header?.json, 'typ')?.value ?? '')
  );
}

/** Why the first part is no JOSE header (RFC 7515 §4, RFC 7516 §4). */
function headerProblem(header: TextPart | undefined, segment: Segment): DecodeProblem | undefined {
  const { start, end, text } = segment;
  const problem = (message: string): DecodeProblem => ({ part: 'header', start, end, message });
  if (text === '') return problem('The header is missing: there is nothing before the first dot of the token.');
  if (text.length > MAX_HEADER_LENGTH)
    return problem(`The header is longer than ${MAX_HEADER_LENGTH / 1024} KB and was not read.`);
  if (!header) return segmentProblem('header', segment);
  if (!header.json) return header.problem;
  if (header.json.type !== 'object') return problem('The header is JSON, but not an object.');
  const alg = member(header.json, 'alg');
  // RFC 7515 §4.1.1, RFC 7516 §4.1.1: "alg" MUST be present.
  if (!alg) return problem('The header has no "alg" member.');
  if (alg.value.type === 'string') return undefined;
  return { part: 'header', ...header.locate(alg.value), message: '"alg" in the header is not a string.' };
}

/** RFC 7515 §7.1: three parts. RFC 7516 §7.1: five. */
function countProblem(
  header: TextPart | undefined,
  { length }: readonly Segment[],
  end: number,
): DecodeProblem | undefined {
  if (length === 3 || (length === 5 && stringMember(header?.json, 'enc')?.value !== undefined)) return undefined;
  const problem = (message: string): DecodeProblem => tokenProblem({ start: 0, end }, message);
  if (length === 1)
    return problem('This is not a token. A signed token has 3 parts separated by dots, and an encrypted token has 5.');
  if (length === 5)
    return problem('The token has five parts like an encrypted token, but the header has no "enc" member.');
  return problem(`A signed token has 3 parts, and an encrypted token has 5. This one has ${partCount(length)}.`);
}

/** How many parts a token has, in words. */
export function partCount(length: number): string {
  return length > MOST_COUNTED ? `more than ${MOST_COUNTED}` : String(length);
}

function sizeProblem(text: string, disclosures: number): DecodeProblem | undefined {
  const problem = (message: string): DecodeProblem => tokenProblem({ start: 0, end: text.length }, message);
  if (text.length > MAX_TOKEN_LENGTH)
    return problem(`The token is longer than ${MAX_TOKEN_LENGTH / 1024} KB, so only its header was decoded.`);
  // The last tilde ends the last disclosure.
  if (disclosures <= MAX_DISCLOSURES + 1) return undefined;
  return problem(
    `The token has more than ${MAX_DISCLOSURES} disclosures. Only the first ${MAX_DISCLOSURES} were decoded.`,
  );
}
