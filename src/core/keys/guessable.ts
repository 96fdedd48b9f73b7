import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';

import { once } from '../text/once.ts';
import { decodeUtf8, invalidUtf8At } from '../text/utf8.ts';
import { knownSecretBytes, knownSecrets, secretReadings } from '../facts/knownSecrets.ts';
import { englishGain } from './letterPairs.ts';

/**
 * Whether somebody who has a token can guess its secret: because it is publicly known, a person made it up, it repeats
 * itself, or there are so few of its kind that an attacker can try them all. A random secret cannot be guessed, however
 * it is written, unless it is very short.
 */
export function isGuessable(secret: Uint8Array): boolean {
  // HMAC pads its key with zeros: with or without them it is the same secret (RFC 2104 §2).
  const bytes = secret.subarray(0, secret.findLastIndex((byte) => byte !== 0) + 1);
  const text = typedText(bytes);
  if (searchBits(text, bytes) < FEWEST_BITS || looksHumanMade(bytes, text)) return true;
  if (isHashOfWord(bytes)) return true;
  const readings = secretReadings(text);
  // Hex of bytes, once more in base64.
  const inner = readings.flatMap((decoded) => secretReadings(typedText(decoded)));
  return [...readings, ...inner].some((decoded) => {
    if (isHashOfWord(decoded)) return true;
    const typed = typedText(decoded);
    if (typed.length < SHORTEST_TEXT) return isPatterned(decoded) && looksHumanMade(decoded, typed);
    return searchBits(typed, decoded) < FEWEST_BITS || looksHumanMade(decoded, typed);
  });
}

/** Attackers try this many secrets of a token that they have in seconds, in powers of two. */
const FEWEST_BITS = 34;
/** Random bytes can form a text this short by chance. */
const SHORTEST_TEXT = 6;
/** How much of a secret is judged by its words: a secret is not a book, and if it is, its beginning shows that. */
const LONGEST_JUDGED = 4096;

/** What people type on keyboards; random bytes that happen to be UTF-8 are of rarer scripts. */
const writing =
  /^[ -~\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Arabic}\p{sc=Hebrew}\p{Extended_Pictographic}€£§°–—]+$/u;

/** The beginning of what a person can have typed; empty for other bytes. */
function typedText(bytes: Uint8Array): string {
  const start = bytes.subarray(0, LONGEST_JUDGED);
  const isAscii = start.every((byte) => byte >= 0x20 && byte < 0x7f);
  const text = isAscii || invalidUtf8At(start) < 0 ? decodeUtf8(start) : '';
  return isAscii || writing.test(text) ? text : '';
}

function looksHumanMade(bytes: Uint8Array, text: string): boolean {
  if (isKnown(bytes) || isPatterned(bytes)) return true;
  const meant = withoutLeet(text);
  return (
    humanWords.test(text) ||
    humanWords.test(meant) ||
    formats.test(text) ||
    isPhrase(text) ||
    plainShare(text) >= MOST_PLAIN ||
    (meant !== text && plainShare(meant) >= MOST_PLAIN) ||
    isOfSequence(text)
  );
}

/** By the number of its bytes. */
const hashes: ReadonlyMap<number, (bytes: Uint8Array) => Uint8Array> = new Map([
  [16, md5],
  [20, sha1],
  [32, sha256],
  [48, sha384],
  [64, sha512],
]);

const hashesOfWords = new Map<number, ReadonlySet<string>>();

/** Whether it is the hash of a word that is tried first, without salt: people take one for random. */
function isHashOfWord(bytes: Uint8Array): boolean {
  const hash = hashes.get(bytes.length);
  if (!hash) return false;
  let known = hashesOfWords.get(bytes.length);
  if (!known) {
    const encoder = new TextEncoder();
    const words = new Set(['', 'test', 'admin', 'user', ...wordsOfSecrets(), ...knownSecrets]);
    known = new Set(Array.from(words, (word) => String.fromCharCode(...hash(encoder.encode(word)))));
    hashesOfWords.set(bytes.length, known);
  }
  return known.has(String.fromCharCode(...bytes));
}

/** Digits that people know: of π, e, √2, √3, the golden ratio and ln 2; primes, Fibonacci's numbers, powers, squares */
const sequences =
  `3141592653589793238462643383279502884197169399375105820974944 2718281828459045235360287471352662497757247093699959574966967
  1414213562373095048801688724209698078569671875376948073176679 1732050807568877293527446341505872366942805253810380628055806
  1618033988749894848204586834365638117720309179805762862135448 0693147180559945309417232121458176568075500134360255254120680
  2357111317192329313741434753596167717379838997101103107109113 0112358132134558914423337761098715972584418167651094617711286
  1248163264128256512102420484096819216384327686553613107226214 0149162536496481100121144169196225256289324361400441484529576`.split(
    /\s+/,
  );

/** At least this many digits of one are no chance. */
const FEWEST_DIGITS = 8;

function isOfSequence(text: string): boolean {
  const digits = text.replaceAll(/[-., _]/g, '');
  if (digits.length < FEWEST_DIGITS || !/^\d+$/.test(digits)) return false;
  const start = digits.slice(0, 48);
  return sequences.some((sequence) => sequence.includes(start));
}

/** Whether a list of secrets that everybody has holds it, as text or as libraries decode it. */
export function isKnown(bytes: Uint8Array): boolean {
  return bytes.length <= LONGEST_JUDGED && knownSecretBytes().has(String.fromCharCode(...bytes));
}

/** Words that people write into secrets they mean to replace, and key rows that fingers walk along. */
const humanWords =
  /secret|passwor|passwd|passphrase|change.?me|example|default|placeholder|your[-_ ]|qwerty|qwertz|azerty|asdfgh|123456789|abcdefg|1q2w3e|q1w2e3|1qaz2|zaq12|letmein|development|production|supersafe|passwort|geheim|contrase|парол|секрет|密码|密碼|秘密|パスワード|비밀/i;

/** Dates, times in seconds and milliseconds, e-mail addresses, names of hosts and URLs. */
const formats =
  /^(?:\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}(?:[T ,]+[\d:.Z+ -]{4,20})?|1\d{9}(?:\d{3})?|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{0,6}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}|https?:\/\/\S{1,500}|(?:www\.)?[a-z-]{2,30}\.(?:com|org|net|io|dev|local|de|eu|co\.uk))$/i;

/** Repeats itself, has few different bytes, or goes up or down by steps that do. */
function isPatterned(bytes: Uint8Array): boolean {
  return isRepetitive(bytes) || (bytes.length > SHORTEST_TEXT && isRepetitive(stepsOf(bytes)));
}

/** From each byte to the next. */
function stepsOf(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes.subarray(1), (byte, at) => byte - (bytes[at] ?? 0));
}

function isRepetitive(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return true;
  const period = periodOf(bytes);
  const { length } = bytes;
  // 128 bits are enough (RFC 8725 §3.5); counting characters sees up to a quarter less than there is in 32 random hex
  // digits.
  if (period < length && entropyBits(bytes.subarray(0, period)) < 96) return true;
  const bits = entropyBits(bytes);
  if (length >= 48 && bits < 96) return true;
  return length >= SHORTEST_TEXT && bits / length < 0.6 * Math.min(Math.log2(length), Math.log2(10));
}

/**
 * The number of bytes after which they repeat, by the failure function of Knuth, Morris and Pratt; their full length if
 * they do not repeat.
 */
function periodOf(bytes: Uint8Array): number {
  const { length } = bytes;
  const border = new Uint32Array(length);
  for (let at = 1; at < length; at++) {
    let matched = border[at - 1] ?? 0;
    while (matched > 0 && bytes[at] !== bytes[matched]) matched = border[matched - 1] ?? 0;
    border[at] = bytes[at] === bytes[matched] ? matched + 1 : 0;
  }
  const period = length - (border[length - 1] ?? 0);
  return period <= length / 2 ? period : length;
}

/** Shannon's entropy of the bytes as if each were drawn alone: an upper bound that repetition brings down. */
function entropyBits(bytes: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  return counts.reduce((bits, count) => (count === 0 ? bits : bits - count * Math.log2(count / bytes.length)), 0);
}

/**
 * `this is no good`, `ThisIsNoGood`: nothing but words. Random text has digits among its letters, or capitals inside
 * words.
 */
function isPhrase(text: string): boolean {
  if (!/^[A-Za-z]+(?:[ _.,-]{1,2}[A-Za-z]+)*$/.test(text)) return false;
  const words = text.replaceAll(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z]+/);
  const areWords = words.every((word) => /^(?:[A-Z]?[a-z]+|[A-Z]+)$/.test(word));
  if (!areWords || words.length < FEWEST_WORDS || text.length / words.length < SHORT_WORD) return false;
  return words.reduce((gain, word) => gain + englishGain(word), 0) > 0;
}

const FEWEST_WORDS = 4;
/** Mean length of words, above that of the pieces into which capitals cut random letters. */
const SHORT_WORD = 3.5;

/** A piece of a text, and how many bits it takes to guess. */
interface Piece {
  readonly length: number;
  readonly bits: number;
  /** A word, a year, or characters that follow from each other. */
  readonly isPlain: boolean;
}

/** The share from which a text counts as words and patterns with something in between. */
const MOST_PLAIN = 0.75;

function plainShare(text: string): number {
  const plain = piecesOf(text).reduce((length, piece) => length + (piece.isPlain ? piece.length : 0), 0);
  return text.length < SHORTEST_TEXT ? 0 : plain / text.replaceAll(/[-_ .,:/]/g, '').length;
}

/** How large the space is in which a secret of this kind lies, in powers of two. */
function searchBits(text: string, bytes: Uint8Array): number {
  if (text === '') return bytes.length * 8;
  return piecesOf(text.replace(/=+$/, '')).reduce((bits, piece) => bits + piece.bits, 0);
}

/** Runs of letters as a person capitalises words, years, runs of other digits; else character by character. */
const pieces = /[A-Z]?[a-z]+|[A-Z]+|(?:19|20)\d\d(?!\d)|\d+|[!-/:-@[-`{-~]+|[^A-Za-z\d]/gu;

function piecesOf(text: string): readonly Piece[] {
  const each = Math.log2(kinds.reduce((sum, [kind, size]) => (kind.test(text) ? sum + size : sum), 0));
  return [...text.matchAll(pieces)].flatMap(([piece]): readonly Piece[] => {
    const { length } = piece;
    if (isWord(piece)) return [{ length, bits: Math.min(14, length * 4), isPlain: true }];
    const parts = wordAndRest(piece);
    if (parts) {
      const [word, rest] = parts;
      return [
        { length: word, bits: Math.min(14, word * 4), isPlain: true },
        { length: rest, bits: rest * each, isPlain: false },
      ];
    }
    if (favouriteNumber.test(piece)) return [{ length, bits: 8, isPlain: true }];
    const walk = walkLength(piece);
    const rest = length - walk;
    return [
      ...(walk > 0 ? [{ length: walk, bits: 6 + 1.5 * walk, isPlain: true }] : []),
      ...(rest > 0 ? [{ length: rest, bits: rest * each, isPlain: false }] : []),
    ];
  });
}

/** Years, and what stands behind a word where a digit is demanded. */
const favouriteNumber = /^(?:(?:19|20)\d\d|123|321|000|007|111|666|777|999)$/;

/** How many characters there are of each kind that a text has. */
const kinds: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/\d/, 10],
  [/[ -/:-@[-`{-~]/, 33],
  [/[^ -~]/, 64],
];

const wordsOfSecrets = once(
  () =>
    new Set(
      [...knownSecrets, ...commonWords]
        .flatMap((secret) => secret.replaceAll(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z]+/))
        .map((word) => word.toLowerCase())
        .filter((word) => word.length >= 4 || shortWords.has(word)),
    ),
);

const shortWords: ReadonlySet<string> = new Set(
  'jwt key api app dev web the and for not you our com org www abc foo bar baz old new one two red dog cat man god sun sex'.split(
    ' ',
  ),
);

/**
 * Words from the lists of passwords that are tried first, which are not known secrets and whose letters do not give
 * them away.
 */
const commonWords =
  `football password welcome dragon keyboard basketball baseball hockey soccer jordan michael michelle jennifer thomas harley ranger hunter buster robert daniel
  jessica ashley charlie andrew joshua matthew amanda nicole george computer internet service security company customer manager
  ferrari mercedes porsche yamaha corvette mustang phoenix falcon tiger eagle wizard jackson winner winter summer spring autumn
  january february march april june july august september october november december monday tuesday wednesday thursday friday
  saturday sunday london berlin paris madrid moscow tokyo liverpool chelsea arsenal juventus barcelona princess flower angel
  lovely loveme forever family friend mother father sister brother purple orange yellow green silver golden diamond crystal
  matrix pokemon minecraft zelda mario superman spiderman qazwsx qweasd zaqxsw login access system network database
  signing token tokens session cookie cookies crypto encryption decrypt encrypt strong secure safe private public`.split(
    /\s+/,
  );

/**
 * A word of a list, or letters that follow each other as in English. Fewer than one in two hundred random texts of that
 * length do.
 */
function isWord(piece: string): boolean {
  if (!/^[A-Za-z]{3,}$/.test(piece)) return false;
  return wordsOfSecrets().has(piece.toLowerCase()) || (piece.length >= 6 && englishGain(piece) >= 6);
}

/** A word of a list with up to three letters before or behind it: `liverpoolfc`. Their lengths. */
function wordAndRest(piece: string): readonly [word: number, rest: number] | undefined {
  if (!/^[A-Za-z]{6,24}$/.test(piece)) return undefined;
  const lower = piece.toLowerCase();
  for (let rest = 1; rest <= 3 && lower.length - rest >= 5; rest++) {
    if (wordsOfSecrets().has(lower.slice(rest)) || wordsOfSecrets().has(lower.slice(0, -rest)))
      return [lower.length - rest, rest];
  }
  return undefined;
}

const rows = [
  ...['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./', 'qazwsxedcrfvtgb'],
  // With the shift key, of American, British and German keyboards; and German and French letters.
  ...['~!@#$%^&*()_+', '!"£$%^&*()_+', '!"§$%&/()=?', 'qwertzuiopü', 'yxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'],
];

/**
 * How many characters of a piece are one repeated, or walk along the alphabet, the digits or a row of keys, four or
 * more at a time.
 */
function walkLength(piece: string): number {
  const lower = piece.toLowerCase();
  let walked = 0;
  for (let at = 0; at < lower.length;) {
    let end = at + 1;
    const steps = (to: number): boolean => {
      const pair = lower.slice(to - 1, to + 1);
      return (
        pair === `${pair.charAt(1)}${pair.charAt(1)}` ||
        rows.some((row) => row.includes(pair) || row.includes(`${pair.charAt(1)}${pair.charAt(0)}`))
      );
    };
    while (end < lower.length && steps(end)) end++;
    if (end - at >= 4) walked += end - at;
    at = end;
  }
  return walked;
}

const leet: ReadonlyMap<string, string> = new Map(
  ['0o', '1i', '3e', '4a', '5s', '7t', '@a', '$s', '!i'].map(([sign = '', letter = '']) => [sign, letter]),
);

/** `p@ssw0rd` as it is meant. */
function withoutLeet(text: string): string {
  return text.replaceAll(/(?<=[A-Za-z@$!])[013457@$!]|[013457@$!](?=[A-Za-z@$!])/g, (sign) => leet.get(sign) ?? sign);
}
