import { decodeBase64Text } from '../text/base64url.ts';
import type { Span } from '../text/span.ts';
import type { FoundToken } from './foundToken.ts';
import { healthCardAt } from './healthCards.ts';
import { LONGEST_BROKEN, readOn } from './reading.ts';
import type { PieceAlphabet, PiecedText } from './reading.ts';
import { isTokenStart, scan } from './scan.ts';
import { isWholeToken } from './wholeToken.ts';

const base64: PieceAlphabet = { run: [/[A-Za-z0-9_+/-]+/y], one: /[A-Za-z0-9_+/-]/, padding: /={0,2}/y };

/**
 * How the first characters of a token (`eyJ`, `ewo`, …) look in base64, by the byte of a group of three that the token
 * begins with; and how a SMART Health Card begins, because one search costs less than two.
 */
export const ENCODED_PREFIX = /(?:ZX(?:l[BJKLM]|cw|d[rv])|(V(?:5[QST]|3[Mab]))|(l(?:eU|d[z2]))|(shc:\/))/g;

/** Where in its group of four characters each of them begins. */
const GROUP_STARTS = [0, 2, 3];

/** A text of so many characters of base64 shows whether a token can begin there. */
const ENOUGH = 24;
const MIN_RUN = 12;
/** How much in front of a token shows whether it may begin there: groups of four characters. */
const GROUPS_BEFORE = 16;

/**
 * Tokens inside base64: the value of a Kubernetes Secret, a cookie that is base64 of JSON, credentials of HTTP's Basic.
 * In order; none inside of `taken`, which are the tokens that are found already. All readings share a budget that is
 * proportional to the text.
 */
export function encodedTokens(text: string, taken: readonly Span[]): readonly FoundToken[] {
  const found: FoundToken[] = [];
  const prefix = new RegExp(ENCODED_PREFIX);
  let budget = 4 * text.length + 16 * LONGEST_BROKEN;
  let next = 0;
  for (let match = prefix.exec(text); match && budget >= 0; match = prefix.exec(text)) {
    if (match[3] !== undefined) {
      const card = healthCardAt(text, prefix.lastIndex);
      if (card) found.push(card);
      prefix.lastIndex = card?.end ?? prefix.lastIndex;
      continue;
    }
    const byte = match[1] === undefined ? (match[2] === undefined ? 0 : 2) : 1;
    const group = match.index - (GROUP_STARTS[byte] ?? 0);
    while ((taken[next]?.end ?? Infinity) <= match.index) next++;
    const outer = taken[next];
    if (outer && outer.start <= match.index) {
      // What is encoded in a token is a part of that.
      prefix.lastIndex = Math.max(prefix.lastIndex, outer.end);
      continue;
    }
    if (group < 0 || !mayBegin(text, group, byte)) continue;
    const reading = readOn(text, group, base64);
    budget -= reading.end - group;
    const token = readToken(reading, byte);
    if (token) found.push(token);
    prefix.lastIndex = Math.max(prefix.lastIndex, token?.end ?? wordEnd(reading, group, byte));
  }
  return found;
}

/** A look at a few bytes: nearly all base64 that has such letters in it ends here. */
function mayBegin(text: string, group: number, byte: number): boolean {
  const ahead = text.slice(group, group + ENOUGH);
  if (!/^[\w+/-]{6}/.test(ahead)) return false;
  const bytes = decodeBase64Text(/^[\w+/-]+/.exec(ahead)?.[0] ?? '').slice(byte);
  if (!/^[\w-]+$/.test(bytes) || (ahead.length === ENOUGH && bytes.length < MIN_RUN && /^[\w+/-]+$/.test(ahead)))
    return false;
  if (byte === 0 && isTokenStart(text, group)) return true;
  const [run = ''] = /[\w+/-]*$/.exec(text.slice(Math.max(0, group - 4 * GROUPS_BEFORE), group)) ?? [];
  const before = decodeBase64Text(run.slice(run.length % 4) + text.slice(group, group + 4));
  return isTokenStart(before, before.length - 3 + byte);
}

function readToken(reading: PiecedText, byte: number): FoundToken | undefined {
  const { joined, ends } = reading;
  const [own, ...further] = ends;
  if (!own) return undefined;
  const plain = tokenEnd(joined.text.slice(0, own.length), byte);
  if (plain?.isWhole === true) return placed(reading, byte, plain);
  for (const { length, isCutOff } of further.toReversed()) {
    const longer = isCutOff ? undefined : tokenEnd(joined.text.slice(0, length), byte);
    if (longer?.isWhole === true) return placed(reading, byte, longer);
  }
  return plain && placed(reading, byte, plain);
}

/** Where a word ends that looks like the beginning of a token and is none: it is not looked at again. */
function wordEnd({ joined, ends }: PiecedText, group: number, byte: number): number {
  const [word = ''] = /^[\w-]*/.exec(decodeBase64Text(joined.text.slice(0, ends[0]?.length)).slice(byte)) ?? [];
  return group + Math.floor(((byte + word.length) * 4) / 3);
}

interface Decoded {
  readonly token: string;
  readonly isWhole: boolean;
}

/** The token that the bytes from `byte` on are. */
function tokenEnd(encoded: string, byte: number): Decoded | undefined {
  const [bytes = ''] = /^[\w.~=-]+/.exec(decodeBase64Text(encoded).slice(byte)) ?? [];
  const [span] = scan(bytes);
  if (span?.start !== 0) return undefined;
  const token = bytes.slice(0, span.end);
  return { token, isWhole: isWholeToken(token) === true };
}

function placed({ joined }: PiecedText, byte: number, { token }: Decoded): FoundToken {
  const pieces = joined.encodedPieces(0, { start: byte, end: byte + token.length });
  return { start: pieces[0]?.start ?? 0, end: pieces.at(-1)?.end ?? 0, token, pieces };
}
