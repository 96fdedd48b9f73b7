import { decodeBase64Text, encodeBase64url } from '../text/base64url.ts';
import { heldBy } from '../token/foundToken.ts';
import { healthCardDigits } from '../token/healthCards.ts';
import { LONGEST_BROKEN } from '../token/reading.ts';
import type { FoundToken, TokenPiece } from '../token/foundToken.ts';
import type { Span } from '../text/span.ts';

/** A change of a text in one place. */
export interface Rewriting extends Span {
  readonly text: string;
}

/**
 * How another text is written in a token's place so that whoever reads the text finds it: inside base64 and in the
 * spelling of a URL or a program as the token was, else in one piece.
 */
export function writtenToken(text: string, found: FoundToken, written: string): Rewriting {
  const { start, end, pieces = [] } = found;
  const [only] = pieces;
  if (only?.holds !== undefined && only.end - only.start === 2 * only.holds && pieces.length === 1)
    return { start, end, text: healthCardDigits(written) };
  if (pieces.some(isBase64)) return inBase64(text, found, written);
  const escape = pieces.find(({ holds, ...piece }) => holds === 1 && isEscape(text.slice(piece.start, piece.end)));
  if (!escape) return { start, end, text: written };
  const example = text.slice(escape.start, escape.end);
  return { start, end, text: written.replace(/[^\w-]/g, (character) => escaped(character, example)) };
}

function isBase64(piece: TokenPiece): boolean {
  const width = piece.end - piece.start;
  return piece.holds !== undefined && piece.holds > 1 && width === Math.ceil((piece.holds * 4) / 3);
}

function isEscape(text: string): boolean {
  return /^(?:%|\\|&#|=)/.test(text) && /[0-9A-Fa-f]{2}/.test(text);
}

/** A character in the spelling of an escape: `%2E`, `\u002e`, `&#46;`. */
function escaped(character: string, example: string): string {
  const code = character.charCodeAt(0);
  if (/^&#[0-9]/.test(example)) return `&#${code};`;
  return example.replace(/[0-9A-Fa-f]{2}(?=[;}]?$)/, (digits) => {
    const hex = code.toString(16).padStart(2, '0');
    return /[a-f]/.test(digits) ? hex : hex.toUpperCase();
  });
}

/** What is encoded together with the token is encoded again around the new text. */
function inBase64(text: string, { start, end, pieces = [] }: FoundToken, written: string): Rewriting {
  const [first] = pieces;
  // The token begins in a group of four characters: with one, two or no bytes of something else in front of it.
  const isHead = first?.holds !== undefined && first.holds < 3 && pieces.length > 1;
  const group = start - (isHead ? 4 - (first.end - first.start) : 0);
  const [rest = ''] = /^(?:[A-Za-z0-9+/_-]+|%2[BbFf])*(?:=|%3[Dd]){0,2}/.exec(text.slice(end)) ?? [];
  const whole = text.slice(group, end + rest.length);
  const isUrl = /%[23]/.test(whole);
  const run = whole
    .replace(/%(2B|2F|3D)/gi, (escape) => decodeURIComponent(escape))
    .replace(/(["'`])\s*[+&.|<>]+\s*\1|[^A-Za-z0-9+/_=-]/g, '');
  const bytes = Uint8Array.from(decodeBase64Text(run.replace(/=+$/, '')), (character) => character.charCodeAt(0));
  const before = isHead ? 3 - (first.holds ?? 0) : 0;
  const length = pieces.reduce((sum, piece) => sum + heldBy(piece), 0);
  const encoded = encodeBase64url(
    Uint8Array.from([
      ...bytes.subarray(0, before),
      ...new TextEncoder().encode(written),
      ...bytes.subarray(before + length),
    ]),
  );
  const [front = ''] = /[A-Za-z0-9+/_]*$/.exec(text.slice(Math.max(0, group - LONGEST_BROKEN), group)) ?? [];
  const isStandard = !/[-_]/.test(run) && !front.includes('_');
  // Where none is called for, nobody knows whether there would be padding: only base64url goes without.
  const isPadded = run.endsWith('=') || (isStandard && run.length % 4 === 0);
  const padded = isPadded ? encoded.padEnd(Math.ceil(encoded.length / 4) * 4, '=') : encoded;
  const spelled = isStandard ? padded.replaceAll('-', '+').replaceAll('_', '/') : padded;
  return { start: group, end: end + rest.length, text: isUrl ? encodeURIComponent(spelled) : spelled };
}
