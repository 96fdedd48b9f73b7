/**
 * The UTF-8 sequence at `at` (RFC 3629). An invalid one has the length that `TextDecoder` replaces by one U+FFFD
 * (the "maximal subpart" of the WHATWG Encoding Standard), so that offsets agree with the text it makes.
 */
function sequence(bytes: Uint8Array, at: number): { length: number; valid: boolean } {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return { length: 1, valid: true };
  const size =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 1;
  if (size === 1) return { length: 1, valid: false };
  // The second byte has a narrower range where overlong forms, surrogates and code points past U+10FFFF would begin.
  let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  for (let length = 1; length < size; length++) {
    const next = bytes[at + length] ?? 0;
    if (next < low || next > high) return { length, valid: false };
    low = 0x80;
    high = 0xbf;
  }
  return { length: size, valid: true };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The bytes as text: a byte order mark is kept as U+FEFF, what is not UTF-8 becomes U+FFFD. Never throws. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** The first byte that is not UTF-8, or -1. */
export function invalidUtf8At(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length;) {
    const { length, valid } = sequence(bytes, at);
    if (!valid) return at;
    at += length;
  }
  return -1;
}

/**
 * Where each code unit of {@link decodeUtf8}'s text begins in the bytes, and one entry more for the end. Both halves of
 * a surrogate pair begin where their sequence does.
 */
export function byteOffsets(bytes: Uint8Array): Uint32Array {
  const offsets = new Uint32Array(bytes.length + 1);
  let units = 0;
  for (let at = 0; at < bytes.length;) {
    const { length, valid } = sequence(bytes, at);
    offsets[units++] = at;
    if (valid && length === 4) offsets[units++] = at;
    at += length;
  }
  offsets[units++] = bytes.length;
  return offsets.subarray(0, units);
}

/** Half of a pair, which a JSON string can escape and UTF-8 cannot write. */
export const LONE_SURROGATE = /\p{Cs}/u;
