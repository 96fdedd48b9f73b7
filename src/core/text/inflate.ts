/**
 * The bytes that DEFLATE packed (RFC 1951), which is what `"zip":"DEF"` means; `undefined` if the data is not DEFLATE,
 * or expands to more than `most` bytes. Synchronous, because decoding is.
 */
export function inflate(bytes: Uint8Array, most: number): Uint8Array | undefined {
  const reader = new BitReader(bytes);
  const output = new Output(most);
  for (let isLast = 0; isLast === 0;) {
    isLast = reader.bits(1);
    const kind = reader.bits(2);
    const isRead =
      kind === 0 ? copyStored(reader, output) : kind < 3 && readBlock(reader, output, codesOf(kind, reader));
    if (!isRead || reader.isOver || output.isFull) return undefined;
  }
  return output.bytes;
}

/** Reads bits, the lowest first. Behind the end there are zeros, and `isOver` says so. */
class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #held = 0;
  #count = 0;
  isOver = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  bits(count: number): number {
    while (this.#count < count) {
      if (this.#at >= this.#bytes.length) this.isOver = true;
      this.#held |= (this.#bytes[this.#at++] ?? 0) << this.#count;
      this.#count += 8;
    }
    const value = this.#held & ((1 << count) - 1);
    this.#held >>>= count;
    this.#count -= count;
    return value;
  }

  /** Drops what is left of a byte. */
  align(): void {
    this.#held = 0;
    this.#count = 0;
  }
}

class Output {
  readonly #bytes: number[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get isFull(): boolean {
    return this.#bytes.length > this.#most;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  add(byte: number): void {
    this.#bytes.push(byte);
  }

  /** Adds again what stands so far back; false where there is nothing. */
  repeat(distance: number, length: number): boolean {
    const from = this.#bytes.length - distance;
    if (from < 0) return false;
    for (let at = 0; at < length && !this.isFull; at++) this.add(this.#bytes[from + at] ?? 0);
    return true;
  }
}

/** A Huffman code: how many symbols each length has, and the symbols in order (RFC 1951 §3.2.2). */
interface HuffmanCode {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

const LONGEST_CODE = 15;

function huffman(lengths: readonly number[]): HuffmanCode {
  const symbols = lengths.map((_, symbol) => symbol).filter((symbol) => lengths[symbol] !== 0);
  const counts = Array.from({ length: LONGEST_CODE + 1 }, (_, length) =>
    length === 0 ? 0 : lengths.filter((each) => each === length).length,
  );
  return { counts, symbols: symbols.toSorted((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b) };
}

/** The next symbol; `undefined` where no code begins so. */
function readSymbol(reader: BitReader, { counts, symbols }: HuffmanCode): number | undefined {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    code |= reader.bits(1);
    const count = counts[length] ?? 0;
    if (code - count < first) return symbols[index + (code - first)];
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  return undefined;
}

interface BlockCodes {
  readonly literals: HuffmanCode;
  readonly distances: HuffmanCode;
}

const repeated = (length: number, count: number): readonly number[] => Array.from({ length: count }, () => length);

/** RFC 1951 §3.2.6 */
const fixedCodes: BlockCodes = {
  literals: huffman([...repeated(8, 144), ...repeated(9, 112), ...repeated(7, 24), ...repeated(8, 8)]),
  distances: huffman(repeated(5, 30)),
};

/** In which order the lengths of the code of lengths come (RFC 1951 §3.2.7). */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function codesOf(kind: number, reader: BitReader): BlockCodes | undefined {
  if (kind === 1) return fixedCodes;
  const literals = reader.bits(5) + 257;
  const distances = reader.bits(5) + 1;
  const count = reader.bits(4) + 4;
  const ofLengths = LENGTH_ORDER.map(() => 0);
  for (const symbol of LENGTH_ORDER.slice(0, count)) ofLengths[symbol] = reader.bits(3);
  const code = huffman(ofLengths);
  const lengths: number[] = [];
  while (lengths.length < literals + distances) {
    const symbol = readSymbol(reader, code);
    if (symbol === undefined || reader.isOver || (symbol === 16 && lengths.length === 0)) return undefined;
    if (symbol < 16) lengths.push(symbol);
    else if (symbol === 16) lengths.push(...repeated(lengths.at(-1) ?? 0, 3 + reader.bits(2)));
    else lengths.push(...repeated(0, symbol === 17 ? 3 + reader.bits(3) : 11 + reader.bits(7)));
  }
  return {
    literals: huffman(lengths.slice(0, literals)),
    distances: huffman(lengths.slice(literals, literals + distances)),
  };
}

/** Lengths and distances of what is repeated (RFC 1951 §3.2.5): the first of each symbol, and its extra bits. */
const LENGTH_BASES = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const lengthBits = (symbol: number): number => (symbol < 8 || symbol === 28 ? 0 : (symbol >> 2) - 1);
const distanceBits = (symbol: number): number => (symbol < 4 ? 0 : (symbol >> 1) - 1);
const distanceBase = (symbol: number): number =>
  symbol < 4 ? symbol + 1 : ((2 + (symbol & 1)) << distanceBits(symbol)) + 1;

const END_OF_BLOCK = 256;

function readBlock(reader: BitReader, output: Output, codes: BlockCodes | undefined): boolean {
  if (!codes) return false;
  while (!reader.isOver && !output.isFull) {
    const symbol = readSymbol(reader, codes.literals);
    if (symbol === END_OF_BLOCK) return true;
    if (symbol === undefined) return false;
    if (symbol < END_OF_BLOCK) {
      output.add(symbol);
      continue;
    }
    const base = LENGTH_BASES[symbol - END_OF_BLOCK - 1];
    if (base === undefined) return false;
    const length = base + reader.bits(lengthBits(symbol - END_OF_BLOCK - 1));
    const distance = readSymbol(reader, codes.distances);
    if (distance === undefined || distance > 29) return false;
    if (!output.repeat(distanceBase(distance) + reader.bits(distanceBits(distance)), length)) return false;
  }
  return false;
}

/** RFC 1951 §3.2.4 */
function copyStored(reader: BitReader, output: Output): boolean {
  reader.align();
  const length = reader.bits(16);
  if (reader.bits(16) !== (~length & 0xffff)) return false;
  for (let at = 0; at < length && !reader.isOver && !output.isFull; at++) output.add(reader.bits(8));
  return true;
}
