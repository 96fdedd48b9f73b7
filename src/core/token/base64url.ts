import type { Base64urlFault } from './token.ts';

/** Classes of {@link SEXTETS} above the 64 values of the alphabet. `+` and `/` carry their value in the low six bits. */
const STANDARD = 0x40;
const PADDING = 0x80;
const WHITESPACE = 0x81;
const FOREIGN = 0xff;

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
  /** Everything before the first foreign character; white space and padding are skipped, `+` and `/` understood. */
  readonly bytes: Uint8Array;
  /** The worst reason why the text is not canonical (RFC 7515 §2, RFC 4648 §3.5), with offsets in the text. */
  readonly fault?: Base64urlFault;
}

/** Reads base64url leniently, so that what can be shown is shown, and says what a strict decoder would refuse. */
export function readBase64url(text: string): Base64urlReading {
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let length = 0;
  let sextets = 0;
  let held = 0;
  let last = -1;
  let standard = -1;
  let space = -1;
  let padding = -1;
  let foreign = -1;
  for (let at = 0; at < text.length; at++) {
    const kind = SEXTETS[text.charCodeAt(at)] ?? FOREIGN;
    if (kind === WHITESPACE) {
      if (space < 0) space = at;
      continue;
    }
    if (kind === PADDING) {
      if (padding < 0) padding = at;
      continue;
    }
    if (kind === FOREIGN || padding >= 0) {
      // Padding is only padding at the end: with more text behind it, it is what does not belong.
      foreign = kind === FOREIGN ? at : padding;
      break;
    }
    if (kind >= STANDARD && standard < 0) standard = at;
    last = at;
    held = (held << 6) | (kind & 63);
    if ((sextets++ & 3) !== 0) bytes[length++] = (held >> (6 - 2 * ((sextets - 1) & 3))) & 0xff;
  }
  const spare = sextets & 3;
  const trailing = spare === 2 ? held & 0x0f : spare === 3 ? held & 0x03 : 0;

  const fault = (reason: Base64urlFault['reason'], start: number, end: number): Base64urlReading => ({
    bytes: bytes.subarray(0, length),
    fault: { reason, start, end },
  });
  if (foreign >= 0)
    return fault('foreign-character', foreign, foreign + ((text.codePointAt(foreign) ?? 0) > 0xffff ? 2 : 1));
  if (spare === 1) return fault('impossible-length', last, last + 1);
  if (standard >= 0) return fault('standard-alphabet', standard, standard + 1);
  if (space >= 0) return fault('whitespace', space, space + 1);
  if (padding >= 0) return fault('padding', padding, text.length);
  if (trailing !== 0) return fault('trailing-bits', last, last + 1);
  return { bytes: bytes.subarray(0, length) };
}

/** Where each character that carries bits stands in a base64url text with white space. */
export function characterPositions(text: string): Uint32Array {
  const positions = new Uint32Array(text.length);
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    if (SEXTETS[text.charCodeAt(at)] !== WHITESPACE) positions[count++] = at;
  }
  return positions.subarray(0, count);
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
