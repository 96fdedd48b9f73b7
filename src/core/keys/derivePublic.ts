import type { JWK } from 'jose';

import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { ed448, x448 } from '@noble/curves/ed448.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';

import { encodeBase64url, readBase64url } from '../text/base64url.ts';
import type { KeyReading } from './keyReading.ts';
import { noKey } from './keyReading.ts';

const weierstrass = { 'P-256': p256, 'P-384': p384, 'P-521': p521, secp256k1 };
const edwardsAndMontgomery = { Ed25519: ed25519, Ed448: ed448, X25519: x25519, X448: x448 };
const lattice = { 'ML-DSA-44': ml_dsa44, 'ML-DSA-65': ml_dsa65, 'ML-DSA-87': ml_dsa87 };

/** The key with the public half that its DER form left out, computed from the private one; other keys as they are. */
export function withPublicHalf(jwk: JWK): KeyReading {
  if (jwk.priv !== undefined && jwk.pub === undefined) return keyOfSeed(jwk.alg ?? '', readBase64url(jwk.priv).bytes);
  if (jwk.d === undefined || jwk.x !== undefined || jwk.kty === 'RSA') return { ok: true, jwk };
  const d = readBase64url(jwk.d).bytes;
  const { kty, crv = '' } = jwk;
  if (kty === 'OKP') {
    const x = publicBytes(crv, d);
    return x
      ? { ok: true, jwk: { kty, crv, x: encodeBase64url(x), d: jwk.d } }
      : noKey(`The ${crv} private key has the wrong length.`);
  }
  const point = publicPoint(crv, d);
  if (!point) return noKey(`The ${crv} private key is out of range.`);
  const x = encodeBase64url(point.subarray(1, 1 + d.length));
  const y = encodeBase64url(point.subarray(1 + d.length));
  return { ok: true, jwk: { kty: 'EC', crv, x, y, d: jwk.d } };
}

/** A private key of this curve that nobody has had, with its public half. */
export function newKeyOn(crv: string): KeyReading {
  const curve = Object.entries({ ...weierstrass, ...edwardsAndMontgomery }).find(([name]) => name === crv)?.[1];
  if (!curve) return noKey(`The curve ${crv} does not exist.`);
  const kty = crv in weierstrass ? 'EC' : 'OKP';
  return withPublicHalf({ kty, crv, d: encodeBase64url(curve.utils.randomSecretKey()) });
}

/** The ML-DSA key with this seed, which is the private key of a JWK (RFC 9964 §3). */
export function keyOfSeed(alg: string, seed: Uint8Array): KeyReading {
  const scheme = Object.entries(lattice).find(([name]) => name === alg)?.[1];
  if (!scheme || seed.length !== scheme.lengths.seed) return noKey(`The seed of the ${alg} key has the wrong length.`);
  const pub = encodeBase64url(scheme.keygen(seed).publicKey);
  return { ok: true, jwk: { kty: 'AKP', alg, pub, priv: encodeBase64url(seed) } };
}

/** Uncompressed; `undefined` where the number is out of range. */
function publicPoint(crv: string, secret: Uint8Array): Uint8Array | undefined {
  const curve = Object.entries(weierstrass).find(([name]) => name === crv)?.[1];
  return curve?.utils.isValidSecretKey(secret) ? curve.getPublicKey(secret, false) : undefined;
}

/** `undefined` where the length is wrong. */
function publicBytes(crv: string, secret: Uint8Array): Uint8Array | undefined {
  const curve = Object.entries(edwardsAndMontgomery).find(([name]) => name === crv)?.[1];
  return curve?.lengths.secretKey === secret.length ? curve.getPublicKey(secret) : undefined;
}
