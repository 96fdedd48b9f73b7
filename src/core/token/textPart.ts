import { characterPositions, INVISIBLE_CHARACTERS, readBase64url } from '../text/base64url.ts';
import { inflate } from '../text/inflate.ts';
import { parseJson } from '../text/json.ts';
import type { Span } from '../text/span.ts';
import type { DecodeProblem, Segment, TextPart } from './token.ts';
import { byteOffsets, decodeUtf8, invalidUtf8At, LONE_SURROGATE } from '../text/utf8.ts';

export const BYTE_ORDER_MARK = '\ufeff';

/** A base64url segment that begins at `start` of the token, decoded as far as it can be. */
export function readSegment(text: string, start: number): Segment {
  const { bytes, fault } = readBase64url(text);
  return {
    text,
    start,
    end: start + text.length,
    ...((bytes.length > 0 || text === '') && { bytes }),
    ...(fault && { fault: { ...fault, start: start + fault.start, end: start + fault.end } }),
  };
}

/**
 * Why a segment cannot be decoded in full. Other deviations from canonical base64url lose nothing: they are a rule's
 * business.
 */
export function segmentProblem(part: string, { text, start, fault }: Segment): DecodeProblem | undefined {
  if (fault?.reason === 'impossible-length') {
    const message = `The ${part} has an impossible length. It was cut off, or a character is missing or extra.`;
    return { part, start: fault.start, end: fault.end, message };
  }
  if (fault?.reason === 'elided')
    return { part, start: fault.start, end: fault.end, message: `Text of the ${part} was left out here.` };
  if (fault?.reason !== 'foreign-character') return undefined;
  const at = fault.start - start;
  const message = `Character ${at + 1} of the ${part} (${codePointAt(text, at)}) is not in the base64url alphabet.`;
  return { part, start: fault.start, end: fault.end, message };
}

/** The first segment that cannot be decoded in full, and why. */
export function firstSegmentProblem(segments: readonly Segment[], names: readonly string[]): DecodeProblem | undefined {
  for (const [index, segment] of segments.entries()) {
    const problem = segmentProblem(names[index] ?? `part ${index + 1}`, segment);
    if (problem) return problem;
  }
  return undefined;
}

/** `U+200B` */
export function codePointAt(text: string, at: number): string {
  return `U+${(text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The text that a segment encodes in base64url, read as JSON. `undefined` if the segment has no bytes. */
export function readTextPart(part: string, segment: Segment): TextPart | undefined {
  const { bytes } = segment;
  if (!bytes) return undefined;
  const text = decodeUtf8(bytes);
  const locate = base64urlLocator(segment, bytes, text);
  const problem = segmentProblem(part, segment) ?? utf8Problem(part, bytes, text, locate);
  return jsonPart(part, { segment, text, locate }, problem);
}

/** Compressed payloads are shown up to this size, in bytes: few bytes can become very many. */
const MOST_INFLATED = 250 * 1024;

/**
 * A payload that is compressed although the token is only signed, as in SMART Health Cards. `undefined` if it is
 * not, or is too long.
 */
export function readInflatedPart(part: string, segment: Segment): TextPart | undefined {
  const bytes = segment.bytes && !segment.fault ? inflate(segment.bytes, MOST_INFLATED) : undefined;
  if (!bytes) return undefined;
  const { start, end } = segment;
  const text = decodeUtf8(bytes);
  const locate = (): Span => ({ start, end });
  return { ...jsonPart(part, { segment, text, locate }, utf8Problem(part, bytes, text, locate)), isInflated: true };
}

/** A payload that stands in the token as it is (RFC 7797 §5.2). */
export function readRawPart(part: string, text: string, start: number): TextPart {
  const bytes = new TextEncoder().encode(text);
  const locate = (span: Span): Span => ({ start: start + span.start, end: start + span.end });
  const half = LONE_SURROGATE.exec(text);
  const problem = half ? surrogateProblem(part, start + half.index) : utf8Problem(part, bytes, text, locate);
  return jsonPart(part, { segment: { text, start, end: start + text.length, bytes }, text, locate }, problem);
}

/**
 * A payload that comes as bytes: one that is kept elsewhere, or was encrypted. Its positions are those in its own text.
 */
export function readBytesPart(part: string, bytes: Uint8Array): TextPart {
  const text = decodeUtf8(bytes);
  const locate = ({ start, end }: Span): Span => ({ start, end });
  const segment = { text, start: 0, end: text.length, bytes };
  return jsonPart(part, { segment, text, locate }, utf8Problem(part, bytes, text, locate));
}

function surrogateProblem(part: string, start: number): DecodeProblem {
  return {
    part,
    byte: 0,
    start,
    end: start + 1,
    message: `The ${part} has half of a character, which UTF-8 does not allow.`,
  };
}

function jsonPart(
  part: string,
  unread: Pick<TextPart, 'segment' | 'text' | 'locate'>,
  earlier: DecodeProblem | undefined,
): TextPart {
  const { text, locate } = unread;
  // A byte order mark is no JSON, but what follows it can be shown. A space in its place keeps the offsets.
  const reading = parseJson(text.startsWith(BYTE_ORDER_MARK) ? ` ${text.slice(1)}` : text);
  if (reading.ok) return { ...unread, json: reading.root, ...(earlier && { problem: earlier }) };
  if (earlier) return { ...unread, problem: earlier };
  const { offset, message } = reading.error;
  const byte = new TextEncoder().encode(text.slice(0, offset)).length;
  const at = Math.max(0, Math.min(offset, text.length - 1)); // where the text ends too early, its last character
  const span = locate({ start: at, end: Math.min(at + 1, text.length) });
  return {
    ...unread,
    problem: { part, byte, ...span, message: `The ${part} is not JSON: at byte ${byte}, ${message}.` },
  };
}

function utf8Problem(
  part: string,
  bytes: Uint8Array,
  text: string,
  locate: TextPart['locate'],
): DecodeProblem | undefined {
  if (text.startsWith(BYTE_ORDER_MARK)) {
    // RFC 8259 §8.1: no byte order mark.
    return {
      part,
      byte: 0,
      ...locate({ start: 0, end: 1 }),
      message: `The ${part} begins with a byte order mark, which JSON does not allow.`,
    };
  }
  const byte = invalidUtf8At(bytes);
  if (byte < 0) return undefined;
  const unit = byteOffsets(bytes).indexOf(byte);
  const value = (bytes[byte] ?? 0).toString(16).padStart(2, '0');
  return {
    part,
    byte,
    ...locate({ start: unit, end: unit + 1 }),
    message: `Byte ${byte} of the ${part} (0x${value}) is not UTF-8.`,
  };
}

/** What the decoder reads over. */
const SKIPPED = new RegExp(`[\\s${INVISIBLE_CHARACTERS}]`);

/**
 * Maps code units of the text to bytes, bytes to base64url characters, and those to the token. Its tables are made when
 * first needed.
 */
function base64urlLocator(segment: Segment, bytes: Uint8Array, text: string): TextPart['locate'] {
  let offsets: Uint32Array | undefined;
  let positions: Uint32Array | undefined;
  // As many code units as bytes: each is one byte.
  const isOneToOne = bytes.length === text.length;
  const byteAt = (unit: number): number =>
    isOneToOne ? unit : ((offsets ??= byteOffsets(bytes))[unit] ?? bytes.length);
  const isContiguous = !SKIPPED.test(segment.text);
  const characterAt = (index: number): number =>
    isContiguous ? index : ((positions ??= characterPositions(segment.text))[index] ?? segment.text.length);
  return ({ start, end }) => {
    // Byte n begins in character ⌊4n/3⌋, and n bytes take ⌈4n/3⌉ characters.
    const first = Math.floor((byteAt(start) * 4) / 3);
    const last = Math.ceil((byteAt(end) * 4) / 3) - 1;
    const from = segment.start + characterAt(first);
    return { start: from, end: start === end ? from : segment.start + characterAt(last) + 1 };
  };
}
