import { bytesToBigint, jacobiSymbol, modPow } from './bigint.ts';

/*
 * The twisted Edwards and Montgomery curves of JOSE's `OKP` keys (RFC 8032 §5, RFC 7748 §4). With a point of small
 * order everybody can make signatures that hold, and two parties agree on a secret that everybody knows.
 */

const p25519 = 2n ** 255n - 19n;
const p448 = 2n ** 448n - 2n ** 224n - 1n;
/** d of edwards25519, -121665 / 121666. */
const d25519 = p25519 - ((121_665n * modPow(121_666n, p25519 - 2n, p25519)) % p25519);
const d448 = p448 - 39_081n;

/** y of the points of order 8 of edwards25519. */
const eighthOrder = [
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
];

/**
 * u of the points of order 8 of curve25519 and of its twist (RFC 7748 §6.1, as every implementation that refuses them
 * lists them).
 */
const eighthOrderU = [
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
];

type Fault = 'not-a-point' | 'small-order' | 'not-canonical';

/**
 * What is wrong with the bytes of a public key on one of these curves, whose length is right; nothing with those of
 * other curves.
 */
export function okpFault(crv: string | undefined, key: Uint8Array): Fault | undefined {
  const littleEndian = bytesToBigint(key.toReversed());
  switch (crv) {
    case 'Ed25519': {
      const y = littleEndian & (2n ** 255n - 1n);
      if (y >= p25519) return 'not-canonical';
      if ([0n, 1n, p25519 - 1n, ...eighthOrder].includes(y))
        // x is 0 with y = 1 and y = -1: it has no sign (RFC 8032 §5.1.3).
        return littleEndian >> 255n === 1n && (y === 1n || y === p25519 - 1n) ? 'not-canonical' : 'small-order';
      // x² = (y² - 1) / (d y² + 1)
      return isSquare((y * y - 1n) * (d25519 * y * y + 1n), p25519) ? undefined : 'not-a-point';
    }
    case 'Ed448': {
      const y = littleEndian & (2n ** 455n - 1n);
      if (y >= p448) return 'not-canonical';
      if (y === 0n || y === 1n || y === p448 - 1n)
        return littleEndian >> 455n === 1n && y !== 0n ? 'not-canonical' : 'small-order';
      // x² = (1 - y²) / (1 - d y²)
      return isSquare((1n - y * y) * (1n - d448 * y * y), p448) ? undefined : 'not-a-point';
    }
    case 'X25519': {
      // RFC 7748 §5: the top bit is ignored, and values beyond the prime are taken modulo it.
      const u = (littleEndian & (2n ** 255n - 1n)) % p25519;
      return [0n, 1n, p25519 - 1n, ...eighthOrderU].includes(u) ? 'small-order' : undefined;
    }
    case 'X448': {
      const u = littleEndian % p448;
      return u === 0n || u === 1n || u === p448 - 1n ? 'small-order' : undefined;
    }
    default:
      return undefined;
  }
}

/** A quotient is a square where the product is. */
function isSquare(product: bigint, p: bigint): boolean {
  return jacobiSymbol(((product % p) + p) % p, p) >= 0;
}
