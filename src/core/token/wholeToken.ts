import { algorithm } from '../facts/algorithms.ts';
import { member } from '../text/json.ts';
import { parseToken } from './parse.ts';
import type { Segment, Token } from './token.ts';

/**
 * Whether a text is a token from its first character to its last: all its parts can be decoded, and the last has the
 * length that the algorithm gives it. `undefined` where nobody knows how long that has to be.
 */
export function isWholeToken(text: string): boolean | undefined {
  if (!hasShape(text)) return false;
  const token = parseToken(text);
  if (token.kind === 'malformed' || token.problem || token.segments.some(({ fault }) => fault)) return false;
  return hasRightEnd(token);
}

const MOST_PARTS = 5;
const MOST_TILDES = 100;

/**
 * Three parts, five, or an SD-JWT that ends with a disclosure or a key binding JWT. Checking this is cheaper than
 * decoding.
 */
function hasShape(text: string): boolean {
  const dots = occurrences('.', text);
  const tildes = occurrences('~', text);
  return tildes < MOST_TILDES && (dots === MOST_PARTS - 1 || (dots === 2 && (tildes === 0 || text.endsWith('~'))));
}

function occurrences(character: string, text: string): number {
  return text.split(character).length - 1;
}

/** Whether the last part has the length that the algorithm gives it; `undefined` where no length is known. */
function hasRightEnd({ kind, alg, header, segments, signature, disclosures, keyBinding }: Token): boolean | undefined {
  if (kind === 'jwe') {
    const enc = member(header?.json, 'enc')?.value;
    const fact = enc?.type === 'string' ? algorithm(enc.value) : undefined;
    if (fact?.tagLength === undefined) return undefined;
    return lengthOf(segments[4]) === fact.tagLength && lengthOf(segments[2]) === fact.ivLength;
  }
  const fact = algorithm(alg ?? '');
  const length = lengthOf(signature);
  if (keyBinding) return isWholeToken(keyBinding.text) ?? false;
  // Its disclosures may follow on the next line.
  if (kind === 'sd-jwt' && disclosures.length === 0) return undefined;
  if (fact?.signatureLength !== undefined) return length === fact.signatureLength;
  // The key decides, but keys in use have a multiple of 1,024 bits.
  if (fact?.keyType === 'RSA') return length > 0 && length % 128 === 0;
  if (fact?.family === 'EdDSA') return length === 64 || length === 114;
  return undefined;
}

function lengthOf(segment: Segment | undefined): number {
  return segment?.bytes?.length ?? 0;
}
