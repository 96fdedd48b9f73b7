import { readBase64url } from '../text/base64url.ts';
import { decodeUtf8, invalidUtf8At } from '../text/utf8.ts';
import { inAlphabets } from './alphabets.ts';
import { beginsLikeKey } from './beginsLikeKey.ts';
import { listsIn, withoutPlaces } from './numberLists.ts';
import { decodeBase64 } from './pem.ts';
import { plainCharacters } from './plainCharacters.ts';
import { turnedTexts } from './turnedTexts.ts';

/** One thing that some material is: its bytes, and the text that they are, where they are one. */
export interface Layer {
  readonly bytes: Uint8Array;
  readonly text: string | undefined;
}

/** Base64 of hex of a JSON string: no real key has more layers. */
const DEEPEST = 5;
/** How deep rarer writings are looked for: in what was given, and in what that encodes. */
const DEEPEST_RARE = 1;
/** What one layer may hold of others; a key wrapped in a list of bytes takes up to five times its length. */
const MOST_LAYERS = 48;
/** All layers together, in bytes: the cost is bounded by the length of the material. */
const mostBytes = (length: number): number => 8 * length + 65_536;
/** In characters or bytes: longer material is neither a key, whatever it is wrapped in, nor a secret. */
export const LONGEST_MATERIAL = 65_536;
/** A key has at least this many bytes. */
const SHORTEST = 24;

/**
 * The material itself and everything that it is in an encoding: UTF-16 and UTF-32, base64 in its alphabets, base32, hex
 * with or without separators, lists of numbers, percent signs, escapes and entities, quotes, the value behind a name,
 * strings in JSON; one in the other, the outermost first. Rarer alphabets, lists and dumps of other languages and
 * programs, and text that was turned around, only where they begin as keys do. Bounded by the length of the material.
 */
export function* layersOf(material: string | Uint8Array): Generator<Layer> {
  const first = typeof material === 'string' ? utf8(material.slice(0, LONGEST_MATERIAL)) : beginningOf(material);
  const seen = new Set<string>();
  let left = mostBytes(first.length);
  let count = 0;
  let level: readonly Uint8Array[] = [first];
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    const next: Uint8Array[] = [];
    for (const bytes of level) {
      const text = textOf(bytes);
      const identity = `${bytes.length} ${bytes.subarray(0, 64).join()} ${bytes.subarray(-64).join()}`;
      if (seen.has(identity) || bytes.length > left || ++count > MOST_LAYERS) continue;
      seen.add(identity);
      left -= bytes.length;
      yield { bytes, text };
      for (const inner of text === undefined ? turnedBytes(bytes) : decodings(text, depth <= DEEPEST_RARE))
        if (inner.length >= SHORTEST) next.push(inner);
    }
    level = next;
  }
}

/** Not cut within a character. */
function beginningOf(bytes: Uint8Array): Uint8Array {
  let end = Math.min(bytes.length, LONGEST_MATERIAL);
  while (end < bytes.length && end > LONGEST_MATERIAL - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

/** The text that bytes are, in UTF-8 or, with or without its mark, in UTF-16 or UTF-32. */
export function textOf(bytes: Uint8Array): string | undefined {
  const wide = wideText(bytes);
  if (wide !== undefined) return wide;
  return invalidUtf8At(bytes) < 0 ? decodeUtf8(bytes).replace(/^\ufeff/, '') : undefined;
}

/** UTF-16 and UTF-32 of mostly Latin text: every other byte, or three of four, are zero in the same places. */
function wideText(bytes: Uint8Array): string | undefined {
  if (bytes.length < 8) return undefined;
  const start = bytes.subarray(0, 256);
  const zeros = [0, 0, 0, 0];
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 4] = (zeros[index % 4] ?? 0) + 1;
  const most = (start.length / 4) * 0.85;
  const isZero = zeros.map((count) => count >= most);
  const pattern = isZero.map(Number).join('');
  if (pattern === '0111') return everyFourth(bytes, 0);
  if (pattern === '1110') return everyFourth(bytes, 3);
  if (pattern === '0101') return new TextDecoder('utf-16le').decode(bytes);
  return pattern === '1010' ? new TextDecoder('utf-16be').decode(bytes) : undefined;
}

function everyFourth(bytes: Uint8Array, offset: number): string {
  return decodeUtf8(bytes.filter((_, index) => index % 4 === offset));
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
/** Whether each character is a byte, and some of them no ASCII. */
const isLatin1 = (text: string): boolean => /[\u0080-\u00ff]/.test(text) && !/[\u0100-\uffff]/.test(text);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const isAscii = (text: string): boolean => /^[\t\n\r -~]*$/.test(text);

/** Bytes from the last to the first. */
function* turnedBytes(bytes: Uint8Array): Generator<Uint8Array> {
  if (beginsLikeKey(bytes.slice(-32).toReversed(), bytes.length)) yield bytes.toReversed();
}

function* decodings(given: string, withRare: boolean): Generator<Uint8Array> {
  const text = given.trim();
  if (text.length < SHORTEST) return;
  yield* unwrapped(text);
  yield* unescaped(text);
  yield* digits(text);
  yield* base64s(text);
  if (withRare) yield* rareDecodings(text);
  // Bytes that somebody read as Latin-1 and wrote as UTF-8.
  if (isLatin1(text)) yield latin1(text);
}

/** What nobody does twice. */
function* rareDecodings(text: string): Generator<Uint8Array> {
  const solid = text.replaceAll(/\s/g, '');
  const ungrouped = solid.replaceAll(/[-_.,:;|]/g, '');
  if (ungrouped.length < solid.length && beginsLikeKey(readBase64url(ungrouped.slice(0, 32)).bytes, 0))
    yield readBase64url(ungrouped).bytes;
  yield* base64Within(solid);
  if (solid.length < text.length) yield* base64Runs(text);
  yield* hexRuns(text);
  yield* inAlphabets(text);
  yield* listsIn(text);
  for (const contents of withoutPlaces(text)) yield utf8(contents);
  for (const turned of turnedTexts(text)) yield utf8(turned);
  const plain = plainCharacters(text);
  if (plain !== text && isAscii(plain)) yield utf8(plain);
}

/** Out of quotes, from behind a name or a prefix, and out of JSON. */
function* unwrapped(text: string): Generator<Uint8Array> {
  const quoted = /^[A-Za-z]{0,2}(["'`]{1,3})([^]+)\1[,;]?$/.exec(text)?.[2];
  if (quoted !== undefined) yield utf8(quoted);
  const named = /^(?:export[ \t]{1,9})?(?:"[\w.-]{1,80}"|[\w.-]{1,80})[ \t]{0,9}(?:=>?|:)\s{0,9}([^]+)$/.exec(
    text,
  )?.[1];
  if (named !== undefined) yield utf8(named);
  const data = /^data:[^,]{0,200},([^]+)$/i.exec(text)?.[1];
  if (data !== undefined) yield utf8(data);
  if (/^[[{"]/.test(text)) for (const inner of stringsIn(text)) yield utf8(inner);
}

/** The strings of a JSON text, some of them. */
function stringsIn(text: string): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (found.length >= 16 || depth > 4) return;
    if (typeof value === 'string') {
      if (value.length >= SHORTEST) found.push(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const each of Object.values(value).slice(0, 64)) visit(each, depth + 1);
    }
  };
  try {
    visit(JSON.parse(text), 0);
  } catch {
    // It is no JSON.
  }
  return found;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
]);

function* unescaped(text: string): Generator<Uint8Array> {
  if (/\\(?:[nrt"'\\/]|u[0-9a-f]{4}|x[0-9a-f]{2}|[0-3][0-7]{2})/i.test(text)) {
    const plain = text.replaceAll(
      /\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([0-3][0-7]{2})|([^]))/gi,
      (_, wide?: string, byte?: string, octal?: string, other?: string) => {
        const hex = wide ?? byte;
        if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
        return hex === undefined
          ? (escapes.get(other ?? '') ?? other ?? '')
          : String.fromCharCode(Number.parseInt(hex, 16));
      },
    );
    yield isLatin1(plain) ? latin1(plain) : utf8(plain);
  }
  if (/%[0-9a-f]{2}/i.test(text)) yield percentDecoded(text);
  // Quoted-printable, as in e-mail.
  if (/=(?:3D|0A|20|\r?\n)/.test(text)) {
    yield utf8(
      text
        .replaceAll(/=\r?\n/g, '')
        .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    );
  }
  if (/&(?:#\d{1,5}|#x[0-9a-f]{1,4}|lt|gt|quot|amp);/i.test(text)) {
    yield utf8(
      text.replaceAll(
        /&(?:#(\d{1,5})|#x([0-9a-f]{1,4})|([a-z]{2,4}));/gi,
        (whole, decimal?: string, hex?: string, name?: string) => {
          if (name !== undefined) return entities.get(name.toLowerCase()) ?? whole;
          return String.fromCharCode(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal));
        },
      ),
    );
  }
}

function percentDecoded(text: string): Uint8Array {
  const bytes = utf8(text);
  const decoded = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const value =
      bytes[at] === 0x25
        ? Number.parseInt(String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0), 16)
        : Number.NaN;
    if (Number.isNaN(value)) {
      decoded[length++] = bytes[at] ?? 0;
    } else {
      decoded[length++] = value;
      at += 2;
    }
  }
  return decoded.subarray(0, length);
}

/** Hex with whatever stands between its digits, and lists of decimal numbers. */
function* digits(text: string): Generator<Uint8Array> {
  if (/^[\s:;,.|_\-0-9a-fx\\[\](){}'"h]+$/i.test(text)) {
    const hex = text.replaceAll(/0x|\\x|[^0-9a-f]/gi, '');
    if (hex.length % 2 === 0 && /^[0-9a-f]*$/i.test(hex)) yield fromHex(hex);
    // An odd number of digits: one was lost at an end.
    else yield fromHex(hex.slice(0, -1));
  }
  const list = /(?:^|[[({<])\s{0,9}(-?\d{1,3}(?:[\s,;]{1,9}-?\d{1,3}){15,})/.exec(text)?.[1];
  if (list !== undefined) {
    const numbers = list.split(/[\s,;]+/).map(Number);
    if (numbers.every((value) => value >= -128 && value < 256)) yield Uint8Array.from(numbers);
  }
}

/** Hex in other text, with or without separators, that begins as keys do. */
function* hexRuns(text: string): Generator<Uint8Array> {
  let count = 0;
  for (const [run] of text.matchAll(/(?:[\da-f]{2}[ :-]?){24,}/gi)) {
    if (run.length === text.length || ++count > 8) return;
    const bytes = fromHex(run.replaceAll(/[ :-]/g, ''));
    if (beginsLikeKey(bytes, bytes.length)) yield bytes;
  }
}

function fromHex(digitsOfHex: string): Uint8Array {
  const bytes = new Uint8Array(digitsOfHex.length >> 1);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digitsOfHex.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}

/**
 * Base64 in either alphabet, over lines, padded or not; and each long run of it in other text, as the body of a damaged
 * PEM block.
 */
function* base64s(text: string): Generator<Uint8Array> {
  const solid = text.replaceAll(/\s|(?<!\\)\\+[nr]|[\p{Cf}\p{Cc}]/gu, '');
  if (/^[A-Za-z0-9+/_-]+=*$/.test(solid)) yield readBase64url(solid).bytes;
  if (/^[A-Z2-7]+=*$/i.test(solid) && solid.length >= 56) yield fromBase32(solid.toUpperCase());
  yield* base64Runs(solid);
}

/** Each long run of base64 in other text. */
function* base64Runs(text: string): Generator<Uint8Array> {
  let count = 0;
  for (const [run] of text.matchAll(/[A-Za-z0-9+/]{40,}={0,2}/g)) {
    if (run.length === text.length || ++count > 8) return;
    const bytes = decodeBase64(run.slice(0, run.length - (run.length % 4))) ?? readBase64url(run).bytes;
    yield bytes;
  }
}

/** How keys, PEM, JSON and gzip begin in base64. */
const base64Start = /(?=M[A-J][\w+/]{30}|LS0t|AAAA[A-Z][23]|eyJ|eyA|H4sI)/g;
const MOST_STARTS = 64;
const MOST_WITHIN = 4;
const LONGEST_WITHIN = 8192;

/** Base64 with other text in front of it, which may be of its letters. */
function* base64Within(solid: string): Generator<Uint8Array> {
  let starts = 0;
  let found = 0;
  for (const { index } of solid.matchAll(base64Start)) {
    if (++starts > MOST_STARTS || found === MOST_WITHIN) return;
    if (index === 0) continue;
    const rest = /^[\w+/-]*/.exec(solid.slice(index, index + LONGEST_WITHIN))?.[0] ?? '';
    if (rest.length < 40 || !beginsLikeKey(readBase64url(rest.slice(0, 32)).bytes, 0)) continue;
    found += 1;
    yield readBase64url(rest).bytes;
  }
}

function fromBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const character of text.replace(/=+$/, '')) {
    held = ((held << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return Uint8Array.from(bytes);
}
