import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { ed448, x448 } from '@noble/curves/ed448.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';

const weierstrass = { 'P-256': p256, 'P-384': p384, 'P-521': p521, secp256k1 };
const edwardsAndMontgomery = { Ed25519: ed25519, Ed448: ed448, X25519: x25519, X448: x448 };

/** The public point of a private `EC` key, uncompressed; `undefined` where the number is out of range. */
export function publicPoint(crv: string, secret: Uint8Array): Uint8Array | undefined {
  const curve = Object.entries(weierstrass).find(([name]) => name === crv)?.[1];
  return curve?.utils.isValidSecretKey(secret) ? curve.getPublicKey(secret, false) : undefined;
}

/** The public bytes of a private `OKP` key; `undefined` where its length is wrong. */
export function publicBytes(crv: string, secret: Uint8Array): Uint8Array | undefined {
  const curve = Object.entries(edwardsAndMontgomery).find(([name]) => name === crv)?.[1];
  return curve?.lengths.secretKey === secret.length ? curve.getPublicKey(secret) : undefined;
}
