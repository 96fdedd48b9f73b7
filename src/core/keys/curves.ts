import { bigintToBytes, bytesToBigint, modPow } from './bigint.ts';

/** A short Weierstrass curve y² = x³ + ax + b over the field of `p`, with points of order `n`. */
export interface WeierstrassCurve {
  readonly oid: string;
  /** Bytes of a coordinate (RFC 7518 §6.2.1.2). */
  readonly size: number;
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly n: bigint;
}

const p256 = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const p384 = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn;
const p521 = 2n ** 521n - 1n;

/** The curves of JOSE's `EC` keys (FIPS 186-4 D.1.2, SEC 2 §2.4.1 for secp256k1), by their `crv`. */
export const weierstrassCurves: ReadonlyMap<string, WeierstrassCurve> = new Map([
  [
    'P-256',
    {
      oid: '1.2.840.10045.3.1.7',
      size: 32,
      p: p256,
      a: p256 - 3n,
      b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
      n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    },
  ],
  [
    'P-384',
    {
      oid: '1.3.132.0.34',
      size: 48,
      p: p384,
      a: p384 - 3n,
      b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
      n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    },
  ],
  [
    'P-521',
    {
      oid: '1.3.132.0.35',
      size: 66,
      p: p521,
      a: p521 - 3n,
      b: 0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
      n: 0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    },
  ],
  [
    'secp256k1',
    {
      oid: '1.3.132.0.10',
      size: 32,
      p: 2n ** 256n - 2n ** 32n - 977n,
      a: 0n,
      b: 7n,
      n: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
    },
  ],
]);

/** Bytes of a public key of JOSE's `OKP` curves (RFC 8037 §2, RFC 7748, RFC 8032). */
export const edwardsAndMontgomerySizes: ReadonlyMap<string, number> = new Map([
  ['Ed25519', 32],
  ['Ed448', 57],
  ['X25519', 32],
  ['X448', 56],
]);

/** Whether (x, y) lies on the curve: a key that does not would give its secrets away (RFC 8725 §3.4). */
export function isOnCurve(curve: WeierstrassCurve, x: Uint8Array, y: Uint8Array): boolean {
  const [px, py] = [bytesToBigint(x), bytesToBigint(y)];
  return px < curve.p && py < curve.p && (py * py) % curve.p === rightSide(curve, px);
}

/** The coordinates of a point in the encoding of SEC 1 §2.3.3, uncompressed or compressed. */
export function decodePoint(curve: WeierstrassCurve, point: Uint8Array): { x: Uint8Array; y: Uint8Array } | undefined {
  const [form, { size, p }] = [point[0], curve];
  const x = point.subarray(1, 1 + size);
  if (form === 4 && point.length === 1 + 2 * size) return { x, y: point.subarray(1 + size) };
  if ((form !== 2 && form !== 3) || point.length !== 1 + size) return undefined;
  // All four primes are 3 mod 4, so a square root is one exponentiation.
  const square = rightSide(curve, bytesToBigint(x));
  const root = modPow(square, (p + 1n) / 4n, p);
  if ((root * root) % p !== square) return undefined;
  return { x, y: bigintToBytes((root & 1n) === BigInt(form & 1) ? root : p - root, size) };
}

function rightSide({ p, a, b }: WeierstrassCurve, x: bigint): bigint {
  return (x * x * x + a * x + b) % p;
}
