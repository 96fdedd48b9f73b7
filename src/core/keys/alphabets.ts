import { beginsLikeKey } from './beginsLikeKey.ts';

/** One way to write bytes as text, besides hex, base64 and base32. */
interface ByteAlphabet {
  /** Its digits by their value. */
  readonly digits: string;
  /**
   * What a digit stands for: some bits; a group of digits for a group of bytes, the digit of the highest value first or
   * last; or a place in one long number.
   */
  readonly digit: { readonly bits: number } | Group | 'place';
  /** Digits that people take for others. */
  readonly alias?: Readonly<Record<string, string>>;
  /** Capitals and small letters are the same. */
  readonly isCaseless?: true;
  /** What multibase puts in front of it. */
  readonly code?: string;
  /** It is looked for only behind such a code. */
  readonly isCodeNeeded?: true;
}

interface Group {
  readonly digits: number;
  readonly bytes: number;
  readonly isLowestFirst?: true;
}

const decimal = '0123456789';
const small = 'abcdefghijklmnopqrstuvwxyz';
const capitals = small.toUpperCase();
const signs85 = Array.from({ length: 85 }, (_, value) => String.fromCharCode(33 + value)).join('');
const group85: Group = { digits: 5, bytes: 4 };

const adobe85: ByteAlphabet = { digits: signs85, digit: group85 };
const uuencode: ByteAlphabet = { digits: `\`${signs85.slice(0, 63)}`, digit: { bits: 6 } };

const alphabets: readonly ByteAlphabet[] = [
  { digits: '01', digit: { bits: 1 }, code: '0' },
  { digits: '01234567', digit: { bits: 3 }, code: '7' },
  { digits: `${decimal}abcdef`, digit: { bits: 4 }, isCaseless: true, code: 'fF', isCodeNeeded: true },
  // Of YubiKeys.
  { digits: 'cbdefghijklnrtuv', digit: { bits: 4 }, isCaseless: true },
  // RFC 4648 §6, §7, Crockford's and z-base-32.
  { digits: `${small}234567`, digit: { bits: 5 }, isCaseless: true, code: 'bBcC', isCodeNeeded: true },
  { digits: `${decimal}${small.slice(0, 22)}`, digit: { bits: 5 }, isCaseless: true, code: 'vVtT' },
  {
    digits: '0123456789abcdefghjkmnpqrstvwxyz',
    digit: { bits: 5 },
    isCaseless: true,
    alias: { o: '0', i: '1', l: '1' },
  },
  { digits: 'ybndrfg8ejkmcpqxot1uwisza345h769', digit: { bits: 5 }, isCaseless: true, code: 'h' },
  // RFC 4648 §4, §5, and base64 of IMAP, bcrypt, crypt, xxencode and uuencode.
  { digits: `${capitals}${small}${decimal}+/`, digit: { bits: 6 }, code: 'mM', isCodeNeeded: true },
  { digits: `${capitals}${small}${decimal}-_`, digit: { bits: 6 }, code: 'uU', isCodeNeeded: true },
  { digits: `${capitals}${small}${decimal}+,`, digit: { bits: 6 } },
  { digits: `./${capitals}${small}${decimal}`, digit: { bits: 6 } },
  { digits: `./${decimal}${capitals}${small}`, digit: { bits: 6 } },
  { digits: `+-${decimal}${capitals}${small}`, digit: { bits: 6 } },
  uuencode,
  // RFC 9285; Adobe's, ZeroMQ's and Git's base85.
  { digits: `${decimal}${capitals} $%*+-./:`, digit: { digits: 3, bytes: 2, isLowestFirst: true }, code: 'R' },
  adobe85,
  { digits: `${decimal}${small}${capitals}.-:+=^!/*?&<>()[]{}@%$#`, digit: group85 },
  { digits: `${decimal}${capitals}${small}!#$%&()*+-;<=>?@^_\`{|}~`, digit: group85 },
  // One long number.
  { digits: decimal, digit: 'place', code: '9' },
  { digits: `${decimal}${small}`, digit: 'place', isCaseless: true, code: 'kK' },
  // Of Bitcoin, Flickr and Ripple.
  { digits: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz', digit: 'place', code: 'z' },
  { digits: '123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ', digit: 'place', code: 'Z' },
  { digits: 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz', digit: 'place' },
  { digits: `${decimal}${capitals}${small}`, digit: 'place' },
  { digits: `${decimal}${small}${capitals}`, digit: 'place' },
];

/** A long number takes the square of its digits to read: no key that anybody uses has more. */
const LONGEST_NUMBER = 6000;
/** A key has at least this many digits, whatever they are. */
const FEWEST_DIGITS = 30;
/** These bytes tell what the rest is. */
const TELLING = 24;

/**
 * What a text is in rarer alphabets: only what begins as keys and their text do, which its first bytes tell, so that
 * others cost next to nothing.
 */
export function* inAlphabets(text: string): Generator<Uint8Array> {
  const whole = text.replaceAll(/[\t\r\n]/g, '');
  const signs = whole.replaceAll(/ |^<~|~>$/g, '');
  const digits = signs.replace(/=+$/, '');
  if (digits.length < FEWEST_DIGITS) return;
  const ungrouped = digits.replaceAll(/[-:.,_]/g, '');
  /** Without what is no digit: padding, spaces, and what groups letters. */
  const asWritten = (alphabet: ByteAlphabet): string => {
    if (/^[A-Za-z\d]+$/.test(alphabet.digits)) return ungrouped;
    return alphabet.digits.includes(' ') ? whole : alphabet.digits.includes('=') ? signs : digits;
  };
  for (const alphabet of alphabets) {
    if (alphabet.code?.includes(digits.charAt(0)) === true) yield* readIn(digits.slice(1), alphabet);
    if (alphabet.isCodeNeeded === true) continue;
    yield* readIn(asWritten(alphabet), alphabet);
  }
  // Four zero bytes are one `z` in Adobe's base85.
  if (digits.includes('z')) yield* readIn(digits.replaceAll('z', '!!!!!'), adobe85);
  for (const { written, length } of uuencoded(text))
    for (const bytes of readIn(written, uuencode, length)) yield bytes.subarray(0, length);
}

/** The digits of lines that begin with their length, as uuencode writes them; spaces are zeros. */
function* uuencoded(text: string): Generator<{ readonly written: string; readonly length: number }> {
  if (!/^(?:begin [^\n]{0,99}\n)?[!-M][ -`]{0,62}(?:\r?\n|$)/.test(text)) return;
  const lines = text
    .replace(/^begin[^\n]*\n/, '')
    .replace(/\r?\n`?\r?\nend$/, '')
    .split(/\r?\n/);
  const lengths = lines.map((line) => (line.charCodeAt(0) - 0x20) % 0x40);
  const [first = 0] = lengths;
  const expected = Math.ceil(first / 3) * 4;
  if (!(first > 0) || first > 45 || Math.abs((lines[0] ?? '').length - 1 - expected) > 3) return;
  const written = lines.map((line) => line.slice(1).replaceAll(' ', '`')).join('');
  yield { written, length: lengths.reduce((sum, length) => sum + length, 0) };
}

interface AlphabetReader {
  readonly pattern: RegExp;
  readonly values: ReadonlyMap<string, number>;
}

const readers = new Map<ByteAlphabet, AlphabetReader>();

/** Made when it is first needed. */
function readerOf(alphabet: ByteAlphabet): AlphabetReader {
  const before = readers.get(alphabet);
  if (before) return before;
  const { digits, alias = {}, isCaseless } = alphabet;
  const values = new Map(Array.from(digits, (digit, value) => [digit, value]));
  for (const [digit, meant] of Object.entries(alias)) values.set(digit, values.get(meant) ?? 0);
  if (isCaseless) for (const [digit, value] of values) values.set(digit.toUpperCase(), value);
  const set = [...values.keys()].join('').replaceAll(/[\\\]^-]/g, String.raw`\$&`);
  const reader = { pattern: new RegExp(`^[${set}]+$`), values };
  readers.set(alphabet, reader);
  return reader;
}

function* readIn(written: string, alphabet: ByteAlphabet, known?: number): Generator<Uint8Array> {
  const { pattern } = readerOf(alphabet);
  const { digit } = alphabet;
  if (digit === 'place') {
    if (written.length <= LONGEST_NUMBER && mayBeginLikeKey(written, alphabet) && pattern.test(written)) {
      const bytes = fromPlaces(written, alphabet);
      if (beginsLikeKey(bytes, bytes.length)) yield bytes;
    }
    return;
  }
  const fromDigits = 'bits' in digit ? fromBits : fromGroups;
  const [some, length] =
    'bits' in digit
      ? [Math.ceil((TELLING * 8) / digit.bits), Math.floor((written.length * digit.bits) / 8)]
      : [Math.ceil(TELLING / digit.bytes) * digit.digits, Math.floor((written.length * digit.bytes) / digit.digits)];
  // The beginning first, and all of it only if that is of this alphabet and tells of a key.
  const start = written.slice(0, some);
  if (!pattern.test(start) || !beginsLikeKey(fromDigits(start, alphabet), known ?? length) || !pattern.test(written))
    return;
  yield fromDigits(written, alphabet);
}

function valuesOf(written: string, { values }: AlphabetReader): readonly number[] {
  return Array.from(written, (digit) => values.get(digit) ?? 0);
}

function fromBits(written: string, alphabet: ByteAlphabet): Uint8Array {
  const bits = alphabet.digit !== 'place' && 'bits' in alphabet.digit ? alphabet.digit.bits : 0;
  const bytes: number[] = [];
  let held = 0;
  let count = 0;
  for (const value of valuesOf(written, readerOf(alphabet))) {
    held = ((held << bits) | value) & 0xffff;
    count += bits;
    if (count < 8) continue;
    count -= 8;
    bytes.push((held >> count) & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** What is missing of the last group is filled with the highest digit, as all of these alphabets do. */
function fromGroups(written: string, alphabet: ByteAlphabet): Uint8Array {
  if (alphabet.digit === 'place' || !('digits' in alphabet.digit)) return new Uint8Array();
  const { digits, bytes: size, isLowestFirst } = alphabet.digit;
  const base = alphabet.digits.length;
  const values = valuesOf(written, readerOf(alphabet));
  const bytes: number[] = [];
  for (let at = 0; at < values.length; at += digits) {
    const group = values.slice(at, at + digits);
    const given = group.length;
    if (!isLowestFirst) while (group.length < digits) group.push(base - 1);
    const number = (isLowestFirst ? group.toReversed() : group).reduce((sum, value) => sum * base + value, 0);
    const whole = given === digits ? size : isLowestFirst ? 1 : given - 1;
    const width = isLowestFirst ? whole : size;
    for (let place = 0; place < whole; place++) bytes.push(Math.floor(number / 256 ** (width - 1 - place)) & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** The bits of a double. */
const EXACT_BITS = 52;

/**
 * Whether the first three bytes of a long number can be those of a key or its text, by its logarithm: reading all of it
 * costs a thousand times as much.
 */
function mayBeginLikeKey(written: string, alphabet: ByteAlphabet): boolean {
  const base = alphabet.digits.length;
  const { values } = readerOf(alphabet);
  const bare = withoutZeros(written, alphabet);
  const known = bare.slice(0, Math.floor(EXACT_BITS / Math.log2(base)));
  let start = 0;
  for (const digit of known) start = start * base + (values.get(digit) ?? 0);
  const bits = Math.log2(start) + (bare.length - known.length) * Math.log2(base);
  const three = Math.floor(2 ** (bits - 8 * (Math.floor(bits / 8) - 2)));
  const [first, second, third] = [three >> 16, (three >> 8) & 0xff, three & 0xff];
  const isPrinted = (byte: number): boolean => byte >= 0x09 && byte < 0x7f;
  return (
    first === 4 ||
    (first === 0x30 && second >= 0x18 && second <= 0x83) ||
    (first === 0x1f && second === 0x8b) ||
    (isPrinted(first) && isPrinted(second) && isPrinted(third))
  );
}

function withoutZeros(written: string, { digits }: ByteAlphabet): string {
  let zeros = 0;
  while (written.charAt(zeros) === digits.charAt(0)) zeros += 1;
  return written.slice(zeros);
}

/** Digits that are put together before they are added to the number, which is what costs. */
const AT_ONCE = 8;

function fromPlaces(written: string, alphabet: ByteAlphabet): Uint8Array {
  const base = alphabet.digits.length;
  const values = valuesOf(written, readerOf(alphabet));
  let number = 0n;
  for (let at = 0; at < values.length; at += AT_ONCE) {
    const some = values.slice(at, at + AT_ONCE);
    number = number * BigInt(base ** some.length) + BigInt(some.reduce((sum, value) => sum * base + value, 0));
  }
  const hex = number.toString(16);
  // Zeros in front of the number are bytes.
  const zeros = '00'.repeat(written.length - withoutZeros(written, alphabet).length);
  const pairs = `${zeros}${hex.length % 2 === 1 ? '0' : ''}${hex}`.match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
