import { calculateJwkThumbprint } from 'jose';
import type { JWK } from 'jose';

import { algorithm } from '../facts/algorithms.ts';
import type { AlgorithmFact } from '../facts/algorithms.ts';
import { encodeBase64url } from '../text/base64url.ts';
import { keyOfSeed, newKeyOn } from './derivePublic.ts';

/** A secret or private key that was made here. */
export type NewKey = JWK;

/**
 * A new secret or private key for an algorithm (and, for `dir`, a content encryption), reserved for that, with its RFC
 * 7638 thumbprint as `kid`. A secret has no `kid`: RFC 7638 §7 keeps the thumbprint of a secret as secret as that is.
 */
export async function generateKey(algName: string, encName = 'A256GCM'): Promise<NewKey> {
  const fact = algorithm(algName);
  const enc = algorithm(encName);
  const jwk = fact && (await newKey(fact, enc));
  if (!jwk) throw new Error(`Keys for ${algName} cannot be generated.`);
  // The `alg` of a key that is used directly is the content encryption's.
  const alg = fact.family === 'direct' ? encName : algName;
  const reserved = { ...jwk, use: fact.use === 'sig' ? 'sig' : 'enc', alg };
  return jwk.kty === 'oct' ? reserved : { ...reserved, kid: await calculateJwkThumbprint(jwk) };
}

async function newKey(
  { family, keyType, name, curve, keyLength, signatureLength }: AlgorithmFact,
  enc?: AlgorithmFact,
) {
  switch (family) {
    case 'HMAC':
      return secret(signatureLength);
    case 'AES-KW':
    case 'AES-GCM-KW':
      return secret(keyLength);
    case 'direct':
      return secret(enc?.keyLength);
    case 'PBES2':
      return secret(32);
    case 'ML-DSA':
      return latticeKey(name);
    case 'ECDH-ES':
    case 'ECDH-ES-KW':
      return curveKey('P-256');
    case 'ECDSA':
    case 'EdDSA':
      // `EdDSA` leaves the curve to the key.
      return curveKey(curve ?? 'Ed25519');
    default:
      return keyType === 'RSA' && family !== 'RSA1_5' ? rsaKey() : undefined;
  }
}

function secret(length = 32): JWK {
  return { kty: 'oct', k: encodeBase64url(crypto.getRandomValues(new Uint8Array(length))) };
}

function curveKey(crv: string): JWK | undefined {
  const made = newKeyOn(crv);
  return made.ok ? made.jwk : undefined;
}

function latticeKey(name: string): JWK | undefined {
  const made = keyOfSeed(name, crypto.getRandomValues(new Uint8Array(32)));
  return made.ok ? made.jwk : undefined;
}

/** 2048 bits, the least that RFC 7518 §3.3 allows. */
async function rsaKey(): Promise<JWK> {
  const { subtle } = crypto;
  const parameters = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  };
  const { privateKey } = await subtle.generateKey(parameters, true, ['sign', 'verify']);
  // What else WebCrypto writes is about this use of the key.
  const { kty = '', n = '', e = '', d, p, q, dp, dq, qi } = await subtle.exportKey('jwk', privateKey);
  return { kty, n, e, d, p, q, dp, dq, qi } as JWK;
}
