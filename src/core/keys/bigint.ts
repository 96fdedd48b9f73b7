import { toHex } from './bytes.ts';

/** Big-endian bytes as an unsigned number. */
export function bytesToBigint(bytes: Uint8Array): bigint {
  return BigInt(`0x0${toHex(bytes)}`);
}

/** `value` as `length` big-endian bytes. The caller knows that it fits. */
export function bigintToBytes(value: bigint, length: number): Uint8Array {
  const hex = value.toString(16).padStart(length * 2, '0');
  return Uint8Array.from({ length }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

/**
 * `base ** exponent mod modulus` by squaring. Not in constant time, which is fine for the user's own keys on the user's
 * own machine.
 */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/**
 * Whether `value` is a square modulo an odd prime: 1 if it is, -1 if not, 0 for 0 itself. By the law of quadratic
 * reciprocity, in a quarter of the time of Euler's criterion.
 */
export function jacobiSymbol(value: bigint, modulus: bigint): -1 | 0 | 1 {
  let [a, n] = [value % modulus, modulus];
  let isFlipped = false;
  while (a > 0n) {
    const zeros = trailingZeros(a);
    a >>= BigInt(zeros);
    const eighth = Number(n & 7n);
    // 2 is no square modulo what is 3 or 5 modulo 8.
    if (zeros % 2 === 1 && (eighth === 3 || eighth === 5)) isFlipped = !isFlipped;
    if ((eighth & 3) === 3 && (a & 3n) === 3n) isFlipped = !isFlipped;
    [a, n] = [n % a, a];
  }
  if (n !== 1n) return 0;
  return isFlipped ? -1 : 1;
}

/** Of a number above zero. */
function trailingZeros(value: bigint): number {
  let zeros = 0;
  let rest = value;
  for (; (rest & 0xffff_ffffn) === 0n; rest >>= 32n) zeros += 32;
  const low = Number(rest & 0xffff_ffffn);
  return zeros + 31 - Math.clz32(low & -low);
}
