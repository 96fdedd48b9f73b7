import type { Span } from './span.ts';

export interface Base64urlFault extends Span {
  readonly reason:
    | 'padding'
    | 'whitespace'
    | 'standard-alphabet'
    | 'foreign-character'
    | 'invisible-character'
    | 'elided'
    | 'impossible-length'
    | 'trailing-bits';
}

/**
 * Classes of {@link SEXTETS} above the 64 values of the alphabet. `+` and `/` carry their value in the low six bits.
 */
const STANDARD = 0x40;
const PADDING = 0x80;
const WHITESPACE = 0x81;
const INVISIBLE = 0x82;
const ELISION = 0x83;
const FOREIGN = 0xff;

/** Characters that nobody sees, from one to the other: text that is copied from pages and chats has them. */
const INVISIBLE_RANGES = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
] as const;

/** The same as a class of a regular expression, without its brackets. */
export const INVISIBLE_CHARACTERS = INVISIBLE_RANGES.map((range) =>
  String.fromCharCode(...range)
    .split('')
    .join('-'),
).join('');

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * What each UTF-16 code unit is to base64url (RFC 4648 §5): 0 to 63 its value, anything else no part of the alphabet.
 * It spans all code units, so that walking a text needs no bounds check.
 */
export const SEXTETS: Uint8Array = (() => {
  const table = new Uint8Array(0x1_0000).fill(FOREIGN);
  for (let value = 0; value < 64; value++) table[ALPHABET.charCodeAt(value)] = value;
  table['+'.charCodeAt(0)] = STANDARD | 62;
  table['/'.charCodeAt(0)] = STANDARD | 63;
  table['='.charCodeAt(0)] = PADDING;
  for (const space of ' \t\r\n') table[space.charCodeAt(0)] = WHITESPACE;
  for (const [first, last] of INVISIBLE_RANGES) table.fill(INVISIBLE, first, last + 1);
  table['…'.charCodeAt(0)] = ELISION;
  return table;
})();

/** True for the 64 characters of base64url. */
export function isBase64url(codeUnit: number): boolean {
  return (SEXTETS[codeUnit] ?? FOREIGN) < 64;
}

/** True for the 64 characters of base64url and for `+` and `/`, which some issuers write by mistake. */
export function isAnyBase64(codeUnit: number): boolean {
  return (SEXTETS[codeUnit] ?? FOREIGN) < PADDING;
}

export interface Base64urlReading {
  /**
   * Everything before the first foreign character or `…`. Padding, white space and what nobody sees are skipped, `+`
   * and `/` understood.
   */
  readonly bytes: Uint8Array;
  /** The worst reason why the text is not canonical (RFC 7515 §2, RFC 4648 §3.5), with offsets in the text. */
  readonly fault?: Base64urlFault;
}

/** Reads base64url leniently, so that what can be shown is shown, and says what a strict decoder would refuse. */
export function readBase64url(text: string): Base64urlReading {
  const bytes = new Uint8Array((text.length * 3) >> 2);
  const quads = readQuads(text, bytes);
  return quads * 4 === text.length ? { bytes } : readRest(text, bytes, quads);
}

/** Reads groups of four characters as long as they are canonical, which is nearly all of nearly every text. */
function readQuads(text: string, bytes: Uint8Array): number {
  const quads = text.length >> 2;
  for (let quad = 0, at = 0, to = 0; quad < quads; quad++, at += 4, to += 3) {
    const first = SEXTETS[text.charCodeAt(at)] ?? FOREIGN;
    const second = SEXTETS[text.charCodeAt(at + 1)] ?? FOREIGN;
    const third = SEXTETS[text.charCodeAt(at + 2)] ?? FOREIGN;
    const fourth = SEXTETS[text.charCodeAt(at + 3)] ?? FOREIGN;
    if ((first | second | third | fourth) > 63) return quad;
    bytes[to] = (first << 2) | (second >> 4);
    bytes[to + 1] = (second << 4) | (third >> 2);
    bytes[to + 2] = (third << 6) | fourth;
  }
  return quads;
}

/** Reads what follows the first `quads` groups character by character, and looks for faults. */
function readRest(text: string, bytes: Uint8Array, quads: number): Base64urlReading {
  let length = quads * 3;
  let sextets = 0;
  let held = 0;
  let last = -1;
  let standard = -1;
  let space = -1;
  let padding = -1;
  let foreign = -1;
  let invisible = -1;
  let elided = -1;
  for (let at = quads * 4; at < text.length && foreign < 0 && elided < 0; at++) {
    const kind = SEXTETS[text.charCodeAt(at)] ?? FOREIGN;
    if (kind === WHITESPACE) {
      if (space < 0) space = at;
    } else if (kind === INVISIBLE) {
      if (invisible < 0) invisible = at;
    } else if (kind === ELISION) {
      elided = at;
    } else if (kind === PADDING) {
      if (padding < 0) padding = at;
    } else if (kind === FOREIGN) {
      foreign = at;
    } else if (padding >= 0) {
      // Padding is only padding at the end: with more text behind it, it is what does not belong.
      foreign = padding;
    } else {
      if (kind >= STANDARD && standard < 0) standard = at;
      last = at;
      held = (held << 6) | (kind & 63);
      const position = sextets++ & 3;
      if (position !== 0) bytes[length++] = held >> (6 - 2 * position);
    }
  }
  const spare = sextets & 3;
  const trailing = spare === 2 ? held & 0x0f : spare === 3 ? held & 0x03 : 0;
  const read = bytes.subarray(0, length);
  if (elided >= 0) return { bytes: read, fault: { reason: 'elided', start: elided, end: elided + 1 } };
  if (foreign >= 0) {
    const width = (text.codePointAt(foreign) ?? 0) > 0xffff ? 2 : 1;
    return { bytes: read, fault: { reason: 'foreign-character', start: foreign, end: foreign + width } };
  }
  if (invisible >= 0)
    return { bytes: read, fault: { reason: 'invisible-character', start: invisible, end: invisible + 1 } };
  if (spare === 1) return { bytes: read, fault: { reason: 'impossible-length', start: last, end: last + 1 } };
  if (standard >= 0) return { bytes: read, fault: { reason: 'standard-alphabet', start: standard, end: standard + 1 } };
  if (space >= 0) return { bytes: read, fault: { reason: 'whitespace', start: space, end: space + 1 } };
  if (padding >= 0) return { bytes: read, fault: { reason: 'padding', start: padding, end: text.length } };
  if (trailing !== 0) return { bytes: read, fault: { reason: 'trailing-bits', start: last, end: last + 1 } };
  return { bytes: read };
}

/** Where each character that carries bits stands in a base64url text with white space or what nobody sees. */
export function characterPositions(text: string): Uint32Array {
  const positions = new Uint32Array(text.length);
  let count = 0;
  for (let at = 0; at < text.length; at++)
    if ((SEXTETS[text.charCodeAt(at)] ?? FOREIGN) < PADDING) positions[count++] = at;
  return positions.subarray(0, count);
}

/** The bytes that a text encodes, read leniently; none where there is no text. */
export function base64urlBytes(text: string | undefined): Uint8Array {
  return readBase64url(text ?? '').bytes;
}

/** Canonical base64url without padding (RFC 7515 §2). */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const triple = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const digits = Math.min(bytes.length - at, 3) + 1;
    for (let digit = 0; digit < digits; digit++) text += ALPHABET.charAt((triple >> (18 - 6 * digit)) & 63);
  }
  return text;
}

/** The base64url text of a text's UTF-8. */
export function encodeTextAsBase64url(text: string): string {
  return encodeBase64url(new TextEncoder().encode(text));
}

/** Base64 in either alphabet, without padding, as bytes, a character each. What completes no byte is dropped. */
export function decodeBase64Text(encoded: string): string {
  const whole = encoded.length % 4 === 1 ? encoded.slice(0, -1) : encoded;
  return atob(whole.replaceAll('-', '+').replaceAll('_', '/'));
}
