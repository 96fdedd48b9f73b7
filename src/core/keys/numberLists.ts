import { beginsLikeKey } from './beginsLikeKey.ts';

/**
 * A number as some language writes it: `48`, `-126`, `0x30`, `0b110000`, `&H30`, `16#30`, `30h`, `0x30u8`. Names that
 * are letters only are none.
 */
const number =
  /(?<![\w.])-?(?:(?:0x|0b|0o|&h|&o|\\x|16[#r]|[$#%])[\da-f]{1,8}|\d[\da-f]{0,7}|[a-f][\da-f])(?:h|u8|i8|uy|y|ub|n)?(?![\w.])/gi;

interface Base {
  /** How such a number is marked, if it is. */
  readonly mark: RegExp;
  readonly digits: RegExp;
  readonly base: number;
}

/** The first that fits all numbers. */
const bases: readonly Base[] = [
  { mark: /^(?:0b|%)/i, digits: /^[01]{5,8}$/, base: 2 },
  { mark: /^(?:0o|&o)/i, digits: /^[0-3]?[0-7]{1,2}$|^0[0-7]{3}$/, base: 8 },
  { mark: /^$/, digits: /^-?\d{1,3}$/, base: 10 },
  { mark: /^(?:0x|&h|\\x|16[#r]|[$#])/i, digits: /^0?[\da-f]{1,2}$/i, base: 16 },
];

/** A key has at least this many bytes. */
const FEWEST = 24;
const MOST = 16_384;
/** How a point begins that is not compressed (SEC 1 §2.3.3). */
const POINT = 4;
/** Numbers in front that are no bytes: the length of the list, say. */
const MOST_IN_FRONT = 4;

/** The bytes that a list of numbers is, in whatever language: only what begins as keys do. */
export function* listsIn(text: string): Generator<Uint8Array> {
  // JSON of typed arrays names each place.
  yield* listIn(/^\{\s*"0":/.test(text) ? text.replaceAll(/"\d{1,5}":/g, '') : text);
}

function* listIn(text: string): Generator<Uint8Array> {
  const numbers: string[] = [];
  const walk = text.matchAll(number);
  const take = (count: number): void => {
    while (numbers.length < count) {
      const step = walk.next();
      if (step.done === true) return;
      numbers.push(step.value[0]);
    }
  };
  take(FEWEST + MOST_IN_FRONT);
  if (numbers.length < FEWEST) return;
  for (let skipped = 0; skipped <= MOST_IN_FRONT; skipped++) {
    for (const base of bases) {
      const start = bytesOf(numbers.slice(skipped, skipped + FEWEST), base);
      if (start.length < FEWEST || (start[0] !== POINT && !beginsLikeKey(start, FEWEST))) continue;
      take(MOST);
      yield bytesOf(numbers.slice(skipped), base);
    }
  }
}

/** Up to the first that is no byte. */
function bytesOf(numbers: readonly string[], { mark, digits, base }: Base): Uint8Array {
  const bytes: number[] = [];
  for (const written of numbers) {
    const bare = written.replace(mark, '').replace(/(?:h|u8|i8|uy|y|ub|n)$/i, '');
    const value = digits.test(bare) ? Number.parseInt(bare, base) : Number.NaN;
    if (!(value >= -128 && value < 256)) break;
    bytes.push(value);
  }
  return Uint8Array.from(bytes);
}

/** A line of a dump: where it is, the bytes or words, and their text. */
const dumped = /^[ \t]*(?:0x)?[\da-f]{4,16}[:h]?[ \t]{1,6}((?:[\da-f]{1,8}[ \t]{1,4}){1,32}).*$/i;

/** What numbers, cites or comments out a line. */
const marked = /^[ \t]*(?:\d{1,6}[:.)|\]]?|[>+#*|;-]{1,3}|\/\/)[ \t]+(?=\S)/;

/**
 * Dumps, as `xxd`, `hexdump` and `od` write them, and lines with numbers or marks in front, without these. Words have
 * their lower byte first.
 */
export function* withoutPlaces(text: string): Generator<string> {
  const lines = text.split(/\r?\n/);
  if (lines.length < 2) return;
  const contents = lines.flatMap((line) => dumped.exec(`${line} `)?.[1]?.trim() ?? []);
  if (contents.length >= lines.length / 2) {
    yield contents.join('\n');
    const words = contents.join(' ').split(/\s+/);
    if (words.every((word) => /^[\da-f]{4}$/i.test(word))) yield words.map((word) => swapped(word)).join(' ');
    if (words.every((word) => /^[01][0-7]{5}$/.test(word)))
      yield words.map((word) => swapped(Number.parseInt(word, 8).toString(16).padStart(4, '0'))).join(' ');
  } else if (lines.every((line) => line.trim() === '' || marked.test(line))) {
    yield lines.map((line) => line.replace(marked, '')).join('\n');
  }
}

function swapped(word: string): string {
  return `${word.slice(2)} ${word.slice(0, 2)}`;
}
