import type { JWK } from 'jose';

import type { Severity } from '../text/finding.ts';
import { base64urlBytes } from '../text/base64url.ts';
import { bytesToBigint } from './bigint.ts';
import { isOnCurve, weierstrassCurves } from './curves.ts';
import { okpFault } from './edwardsPoints.ts';
import { modulusBits } from './jwk.ts';
import { isPrime } from './isPrime.ts';

/** Something wrong with a key by itself (RULES.md 2.5). A key with an `error` is not used to verify anything. */
export interface KeyFault {
  readonly ruleId: string;
  readonly severity: Severity;
  /** The JWK member at fault. */
  readonly member: 'n' | 'e' | 'x' | 'y' | 'k';
  /** Says nothing that would give the key away. */
  readonly message: string;
}

/**
 * What is wrong with an asymmetric key, worst first; of an RSA modulus all but whether it is prime, which
 * `hasPrimeModulus` finds out. Secrets are judged with the algorithm they serve: see `lintSecret`.
 */
export function lintKey(jwk: JWK): readonly KeyFault[] {
  switch (jwk.kty) {
    case 'RSA':
      return remembered(faultsOfRsa, `${jwk.e} ${jwk.n}`, () => lintRsa(jwk));
    case 'EC':
      return remembered(faultsOfPoints, `${jwk.crv} ${jwk.x} ${jwk.y}`, () => lintPoint(jwk));
    case 'OKP':
      return remembered(faultsOfPoints, `${jwk.crv} ${jwk.x} ${jwk.d === undefined}`, () => lintOkp(jwk));
    default:
      return [];
  }
}

/** What {@link lintKey} costs, in units of `Effort`. */
export function costOfLint(jwk: JWK): number {
  return jwk.kty === 'RSA' ? 6 + (jwk.n?.length ?? 0) / 120 : jwk.kty === 'oct' ? 0 : 1;
}

/** {@link lintKey} and whether the modulus is prime, at once: for a few keys of a length that somebody uses. */
export function lintKeyWholly(jwk: JWK): readonly KeyFault[] {
  const faults = lintKey(jwk);
  if (jwk.kty !== 'RSA' || modulusBits(jwk) > LONGEST_AT_ONCE || faults.some(isOfModulus)) return faults;
  const search = primality(jwk);
  let step = search.next();
  while (step.done !== true) step = search.next();
  return step.value ? [primeModulus, ...faults] : faults;
}

/** The fault of an RSA key whose modulus is a prime, or `undefined`. In steps: see {@link isPrime}. */
export function* findPrimeModulus(jwk: JWK): Generator<void, KeyFault | undefined> {
  if (jwk.kty !== 'RSA' || lintKey(jwk).some(isOfModulus)) return undefined;
  return (yield* primality(jwk)) ? primeModulus : undefined;
}

/** What costs time is found out once for each key. Public halves only. */
const faultsOfRsa = new Map<string, readonly KeyFault[]>();
const faultsOfPoints = new Map<string, readonly KeyFault[]>();
const primeModuli = new Map<string, boolean>();
const MOST_REMEMBERED = 4000;
const LONGEST_REMEMBERED = 8192;

function remembered<T>(known: Map<string, T>, key: string, find: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = find();
  keepWithin(known, key, found);
  return found;
}

function keepWithin<T>(known: Map<string, T>, key: string, found: T): void {
  if (known.size >= MOST_REMEMBERED) known.clear();
  if (key.length <= LONGEST_REMEMBERED) known.set(key, found);
}

function* primality(jwk: JWK): Generator<void, boolean> {
  const { n = '' } = jwk;
  const before = primeModuli.get(n);
  if (before !== undefined) return before;
  const found = yield* isPrime(bytesToBigint(base64urlBytes(n)));
  keepWithin(primeModuli, n, found);
  return found;
}

/** Longer moduli take longer to test than an editor can wait. */
const LONGEST_AT_ONCE = 4096;

const primeModulus: KeyFault = {
  ruleId: 'rsa-modulus-broken',
  severity: 'error',
  member: 'n',
  message: 'This RSA modulus is a prime number. Anyone can compute the private key.',
};

function isOfModulus({ member, severity }: KeyFault): boolean {
  return member === 'n' && severity === 'error';
}

function lintRsa(jwk: JWK): readonly KeyFault[] {
  const n = bytesToBigint(base64urlBytes(jwk.n));
  const e = bytesToBigint(base64urlBytes(jwk.e));
  const bits = modulusBits(jwk);
  const faults: KeyFault[] = [];
  // RFC 7518 §3.3, §3.5, §4.2, §4.3: "A key of size 2048 bits or larger MUST be used".
  if (bits < 2048)
    faults.push(error('rsa-key-short', 'n', `This RSA key has ${bits} bits, but JOSE requires at least 2048.`));
  if (e < 3n || e % 2n === 0n) {
    faults.push(
      error(
        'rsa-exponent',
        'e',
        'With this public exponent, RSA protects nothing. The exponent must be odd and at least 3.',
      ),
    );
  } else if (e <= SMALLEST_EXPONENTS) {
    faults.push({
      ruleId: 'rsa-exponent',
      severity: 'warning',
      member: 'e',
      message: `The public exponent ${e} is small. The usual exponent is 65537.`,
    });
  }
  if (bits > LONGEST_MODULUS) {
    const message = `This RSA key has ${bits} bits. Keys with more than ${LONGEST_MODULUS} bits are not used in practice and are not checked.`;
    return [...faults, error('rsa-modulus-broken', 'n', message)];
  }
  if (n % 2n === 0n) {
    faults.push(error('rsa-modulus-broken', 'n', 'This RSA modulus is even. Anyone can compute the private key.'));
  } else if (hasSmallFactor(n)) {
    faults.push(
      error('rsa-modulus-broken', 'n', 'This RSA modulus has a small factor. Anyone can compute the private key.'),
    );
  } else if (isSquare(n)) {
    faults.push(error('rsa-modulus-broken', 'n', 'This RSA modulus is a square. Anyone can compute the private key.'));
  } else if (bits >= SHORTEST_TELLING_MODULUS && hasRocaFingerprint(n)) {
    faults.push(
      error(
        'rsa-roca',
        'n',
        'This RSA key has the ROCA fingerprint (CVE-2017-15361). Anyone can compute the private key.',
      ),
    );
  }
  return faults;
}

/**
 * What could be better about a sound key. None of it decides whether the key may be used, so only documents and tokens
 * report it.
 */
export function adviseOnKey(jwk: JWK): readonly KeyFault[] {
  if (jwk.kty !== 'RSA') return [];
  const advice = (ruleId: string, member: KeyFault['member'], message: string): KeyFault[] => [
    { ruleId, severity: 'hint', member, message },
  ];
  const bits = modulusBits(jwk);
  const e = bytesToBigint(base64urlBytes(jwk.e));
  return [
    ...(bits >= 2048 && bits < 3072
      ? advice('rsa-key-under-3072', 'n', `This RSA key has ${bits} bits. Use at least 3072 bits beyond 2030.`)
      : []),
    ...(e % 2n === 1n && e > SMALLEST_EXPONENTS && e !== 65537n
      ? advice('rsa-exponent', 'e', 'The public exponent is unusual. The usual exponent is 65537.')
      : []),
  ];
}

/** Whether two different RSA keys share a factor, which gives both private keys away. */
export function shareFactor(a: JWK, b: JWK): boolean {
  if (modulusBits(a) > LONGEST_MODULUS || modulusBits(b) > LONGEST_MODULUS) return false;
  const [m, n] = [bytesToBigint(base64urlBytes(a.n)), bytesToBigint(base64urlBytes(b.n))];
  return m !== n && greatestCommonDivisor(m, n) > 1n;
}

/** RFC 8725 §3.4, RFC 7518 §6.2.1.2: full-length coordinates of a point that is on the curve. */
function lintPoint(jwk: JWK): readonly KeyFault[] {
  const curve = weierstrassCurves.get(jwk.crv ?? '');
  const [x, y] = [base64urlBytes(jwk.x), base64urlBytes(jwk.y)];
  if (!curve) return [];
  if (x.length !== curve.size || y.length !== curve.size) {
    return [
      error(
        'ec-point-invalid',
        x.length === curve.size ? 'y' : 'x',
        `A ${jwk.crv} coordinate has ${curve.size} bytes, but the coordinates of this key have ${x.length} and ${y.length}.`,
      ),
    ];
  }
  return isOnCurve(curve, x, y)
    ? []
    : [error('ec-point-invalid', 'x', `This key is not a point on the curve ${jwk.crv}.`)];
}

const okpMessages = {
  'not-a-point': (crv: string) => `This key is not a point on the curve ${crv}.`,
  'small-order': (crv: string) => `This ${crv} key is a point of small order and protects nothing.`,
  'not-canonical': (crv: string) => `This ${crv} key is not canonical: the coordinate is outside its field.`,
};

/** RFC 8032 §5.1.3, §5.2.3; RFC 7748 §6. */
function lintOkp({ crv = '', x, d }: JWK): readonly KeyFault[] {
  const fault = okpFault(crv, base64urlBytes(x));
  // `sign` says more about a pair whose halves do not belong together.
  const isTold = fault !== undefined && (fault !== 'not-a-point' || d === undefined);
  return isTold ? [error('ec-point-invalid', 'x', okpMessages[fault](crv))] : [];
}

/** Public exponents up to this value have helped forgers. */
const SMALLEST_EXPONENTS = 17n;

/** A shorter modulus can have the fingerprint by chance. */
const SHORTEST_TELLING_MODULUS = 512;

/** No key in use is longer, and no library accepts one. Reading one would cost seconds. */
const LONGEST_MODULUS = 16_384;

/** Made when the first key is judged: that takes milliseconds, which activation does not have. */
let tables: { readonly groups: readonly PrimeGroup[]; readonly roca: readonly RocaResidues[] } | undefined;

function makeTables(): NonNullable<typeof tables> {
  const oddPrimes = primesBelow(2 ** 16).slice(1);
  return {
    groups: primeGroups(oddPrimes),
    roca: oddPrimes.filter((prime) => prime <= 167).map(rocaResidues),
  };
}

function hasSmallFactor(n: bigint): boolean {
  return (tables ??= makeTables()).groups.some(({ product: whole, parts }) => {
    const remainder = n % whole;
    return parts.some(({ product, primes }) => {
      const rest = Number(remainder % product);
      return primes.some((prime) => rest % prime === 0);
    });
  });
}

/** Some primes and their product, which a double holds exactly: one division of a long number serves them all. */
interface PrimeProduct {
  readonly product: bigint;
  readonly primes: readonly number[];
}

function primeProducts(primes: readonly number[]): readonly PrimeProduct[] {
  const found: PrimeProduct[] = [];
  let some: number[] = [];
  let product = 1;
  for (const prime of primes) {
    if (product * prime > Number.MAX_SAFE_INTEGER) {
      found.push({ product: BigInt(product), primes: some });
      [some, product] = [[], 1];
    }
    some.push(prime);
    product *= prime;
  }
  return [...found, { product: BigInt(product), primes: some }];
}

/** Some of these products and theirs: so that a very long number is divided a hundred times, not two thousand times. */
interface PrimeGroup {
  readonly product: bigint;
  readonly parts: readonly PrimeProduct[];
}

function primeGroups(primes: readonly number[]): readonly PrimeGroup[] {
  const products = primeProducts(primes);
  const size = 20;
  return Array.from({ length: Math.ceil(products.length / size) }, (_, index) => {
    const parts = products.slice(index * size, (index + 1) * size);
    return { parts, product: parts.reduce((whole, { product }) => whole * product, 1n) };
  });
}

/** By Newton's method from above. */
function isSquare(n: bigint): boolean {
  let root = 1n << BigInt(Math.ceil(n.toString(16).length / 2) * 4);
  for (let next = (root + n / root) / 2n; next < root; next = (root + n / root) / 2n) root = next;
  return root * root === n;
}

/** ROCA moduli are powers of 65537 modulo each small prime; by chance that happens to one key in about 2^154. */
interface RocaResidues {
  readonly prime: bigint;
  readonly powers: ReadonlySet<number>;
}

function rocaResidues(prime: number): RocaResidues {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * 65537) % prime) powers.add(power);
  return { prime: BigInt(prime), powers };
}

function hasRocaFingerprint(n: bigint): boolean {
  return (tables ??= makeTables()).roca.every(({ prime, powers }) => powers.has(Number(n % prime)));
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}

function primesBelow(limit: number): readonly number[] {
  const composite = new Uint8Array(limit);
  const primes: number[] = [];
  for (let candidate = 2; candidate < limit; candidate += 1) {
    if (composite[candidate] === 1) continue;
    primes.push(candidate);
    for (let multiple = candidate * candidate; multiple < limit; multiple += candidate) composite[multiple] = 1;
  }
  return primes;
}

function error(ruleId: string, member: KeyFault['member'], message: string): KeyFault {
  return { ruleId, severity: 'error', member, message };
}
