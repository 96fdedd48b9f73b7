/** Squarings between two pauses: some milliseconds. */
const SQUARINGS_AT_ONCE = 64;

/**
 * Whether an odd number is prime: Fermat's test to the base 2, after which nothing but a prime is left among moduli
 * that somebody uses. Costs 10 ms for 2048 bits and a second for 16,384, so that it comes in steps.
 */
export function* isPrime(n: bigint): Generator<void, boolean> {
  let power = 1n;
  let step = 0;
  for (const bit of (n - 1n).toString(2)) {
    power = (power * power) % n;
    if (bit === '1') power = (power << 1n) % n;
    if (++step % SQUARINGS_AT_ONCE === 0) yield;
  }
  return power === 1n;
}
