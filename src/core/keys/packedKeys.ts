import { secretReadings } from '../facts/knownSecrets.ts';
import { textOf } from './hiddenLayers.ts';
import { whatElse } from './meansKey.ts';
import { unpack } from './packing.ts';

/** Compressed, no key is longer. */
const LONGEST = 8192;
const LONGEST_UNPACKED = 65_536;

/**
 * What a secret is meant to be that is a compressed key, in a sentence, as bytes or in base64 or hex: zlib (RFC 1950)
 * and DEFLATE (RFC 1951). `whatElse` knows those with a file's beginning, such as gzip. `undefined` for any other
 * secret.
 */
export async function whatIsPacked(secret: Uint8Array): Promise<string | undefined> {
  if (secret.length > LONGEST) return undefined;
  const text = textOf(secret);
  for (const bytes of text === undefined ? [secret] : secretReadings(text)) {
    const format = formatOf(bytes);
    const unpacked = format && (await unpack(bytes, LONGEST_UNPACKED, format));
    if (unpacked && whatElse(unpacked) !== undefined) return 'This secret is a compressed key. Enter the key itself.';
  }
  return undefined;
}

/** The header of zlib; or a block of DEFLATE that is the only one, which a text as short as a key is. */
function formatOf([first = 0, second = 0, third = 0, fourth = 0, fifth = 0]: Uint8Array):
  | 'deflate'
  | 'deflate-raw'
  | undefined {
  if ((first & 0x8f) === 8 && (first * 256 + second) % 31 === 0) return 'deflate';
  const block = first & 7;
  // What is stored as it is has its length in front, twice.
  const isStored = block === 1 && fourth === (second ^ 0xff) && fifth === (third ^ 0xff);
  return block === 3 || block === 5 || isStored ? 'deflate-raw' : undefined;
}
