import { ed25519 } from '@noble/curves/ed25519.js';
import { ed448 } from '@noble/curves/ed448.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import type { JWK } from 'jose';

import { portableCurves } from '../facts/algorithms.ts';
import { base64urlBytes } from '../text/base64url.ts';

/** A signature scheme in plain JavaScript, for hosts whose crypto does not support it. */
interface PortableScheme {
  readonly publicKey: (jwk: JWK) => Uint8Array;
  readonly sign: (message: Uint8Array, jwk: JWK) => Uint8Array;
  readonly verify: (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;
}

const singleCoordinate = ({ x }: JWK): Uint8Array => base64urlBytes(x);
const uncompressedPoint = ({ x, y }: JWK): Uint8Array => Uint8Array.of(4, ...base64urlBytes(x), ...base64urlBytes(y));

const mlDsa = (scheme: typeof ml_dsa44): PortableScheme => ({
  publicKey: ({ pub }) => base64urlBytes(pub),
  // The private key of a JWK is the seed (draft-ietf-cose-dilithium §4).
  sign: (message, { priv }) => scheme.sign(message, scheme.keygen(base64urlBytes(priv)).secretKey),
  verify: (signature, message, publicKey) => scheme.verify(signature, message, publicKey),
});

/** By the curve of the key, or by the algorithm where the key has no curve. */
const schemes: ReadonlyMap<string, PortableScheme> = new Map([
  [
    'secp256k1',
    {
      publicKey: uncompressedPoint,
      sign: (message, { d }) => secp256k1.sign(message, base64urlBytes(d)),
      // RFC 8812 §3.2: ECDSA with SHA-256, r‖s, and no rule that s has to be low.
      verify: (signature, message, publicKey) => secp256k1.verify(signature, message, publicKey, { lowS: false }),
    },
  ],
  [
    'Ed25519',
    {
      publicKey: singleCoordinate,
      sign: (message, { d }) => ed25519.sign(message, base64urlBytes(d)),
      // RFC 8032 §5.1.7 as hosts implement it, not the looser rules of ZIP-215.
      verify: (signature, message, publicKey) => ed25519.verify(signature, message, publicKey, { zip215: false }),
    },
  ],
  [
    'Ed448',
    {
      publicKey: singleCoordinate,
      sign: (message, { d }) => ed448.sign(message, base64urlBytes(d)),
      verify: (signature, message, publicKey) => ed448.verify(signature, message, publicKey, { zip215: false }),
    },
  ],
  ['ML-DSA-44', mlDsa(ml_dsa44)],
  ['ML-DSA-65', mlDsa(ml_dsa65)],
  ['ML-DSA-87', mlDsa(ml_dsa87)],
]);

/** Whether a key's scheme is one that hosts differ in: Electron has neither Ed448 nor secp256k1, Node 20 no ML-DSA. */
export function isAlwaysPortable({ kty, crv = '' }: JWK): boolean {
  return kty === 'AKP' || portableCurves.has(crv);
}

/**
 * What one check costs where {@link isAlwaysPortable}, in units of `Effort`, besides the hash of the message;
 * `undefined` for other keys.
 */
export function portableCost(key: JWK): number | undefined {
  if (!isAlwaysPortable(key)) return undefined;
  return key.crv === 'Ed448' ? 150 : 40;
}

/** Signs without the host's cryptography; `undefined` where the key's scheme is not among the portable ones. */
export function signPortably(jwk: JWK, message: Uint8Array): Uint8Array | undefined {
  return schemeOf(jwk)?.sign(message, jwk);
}

/**
 * Checks a signature without the host's cryptography; `undefined` where the key's scheme is not among the portable
 * ones.
 */
export function verifyPortably(jwk: JWK, signature: Uint8Array, message: Uint8Array): boolean | undefined {
  const scheme = schemeOf(jwk);
  if (!scheme) return undefined;
  try {
    return scheme.verify(signature, message, scheme.publicKey(jwk));
  } catch {
    // A signature of the wrong length or a point that does not decode: what other implementations answer with false.
    return false;
  }
}

function schemeOf({ crv, alg }: JWK): PortableScheme | undefined {
  return schemes.get(crv ?? alg ?? '');
}
