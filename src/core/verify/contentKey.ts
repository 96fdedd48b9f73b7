import { aeskw, gcm } from '@noble/ciphers/aes.js';
import type { JWK } from 'jose';

import type { AlgorithmFact } from '../facts/algorithms.ts';
import { concat } from '../keys/bytes.ts';
import { publicHalf } from '../keys/jwk.ts';
import { encodeBase64url, readBase64url } from '../text/base64url.ts';
import { concatKdf, ephemeralKey, sharedSecret } from './keyAgreement.ts';
import { unwrapRsa15 } from './rsa15.ts';

/**
 * How the content encryption key of a token is found: its algorithms, its header, and the key that decrypts or creates
 * it.
 */
export interface KeyManagement {
  readonly alg: AlgorithmFact;
  readonly enc: AlgorithmFact;
  readonly header: Readonly<Record<string, unknown>>;
  readonly jwk: JWK;
}

/** A content encryption key, and what the token says of it. */
export interface WrappedKey {
  readonly contentKey: Uint8Array;
  readonly encryptedKey: Uint8Array;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * The content encryption key of a token (RFC 7518 §4), found without jose; `undefined` where the key is another one.
 */
export async function unwrapContentKey(
  management: KeyManagement,
  encrypted: Uint8Array,
): Promise<Uint8Array | undefined> {
  const { alg, header, jwk } = management;
  switch (alg.family) {
    case 'direct':
      return bytesOf(jwk.k);
    case 'AES-KW':
      return unwrapAes(bytesOf(jwk.k), encrypted);
    case 'AES-GCM-KW':
      return openGcm(bytesOf(jwk.k), bytesOf(header['iv']), concat(encrypted, bytesOf(header['tag'])));
    case 'PBES2':
      return unwrapAes(await passwordKey(management, bytesOf(header['p2s']), Number(header['p2c'])), encrypted);
    case 'RSA1_5':
      return unwrapRsa15(jwk, encrypted);
    case 'RSA-OAEP':
      return openOaep(management, encrypted);
    case 'ECDH-ES':
      return agreedKey(management, jwk, header['epk'] as JWK);
    case 'ECDH-ES-KW': {
      const key = await agreedKey(management, jwk, header['epk'] as JWK);
      return key && unwrapAes(key, encrypted);
    }
    default:
      return undefined;
  }
}

/** A content encryption key for a new token, as RFC 7518 §4 wraps it, without jose. */
export async function wrapContentKey(management: KeyManagement, iterations: number): Promise<WrappedKey> {
  const { alg, enc, jwk } = management;
  const contentKey = random(enc.keyLength);
  const none = { encryptedKey: new Uint8Array(), parameters: {} };
  switch (alg.family) {
    case 'direct':
      return { ...none, contentKey: bytesOf(jwk.k) };
    case 'AES-KW':
      return { ...none, contentKey, encryptedKey: aeskw(bytesOf(jwk.k)).encrypt(contentKey) };
    case 'AES-GCM-KW': {
      const iv = random(12);
      const sealed = gcm(bytesOf(jwk.k), iv).encrypt(contentKey);
      const parameters = { iv: encodeBase64url(iv), tag: encodeBase64url(sealed.subarray(contentKey.length)) };
      return { contentKey, encryptedKey: sealed.subarray(0, contentKey.length), parameters };
    }
    case 'PBES2': {
      const salt = random(16);
      const key = await passwordKey(management, salt, iterations);
      const parameters = { p2s: encodeBase64url(salt), p2c: iterations };
      return { contentKey, encryptedKey: aeskw(key).encrypt(contentKey), parameters };
    }
    case 'RSA-OAEP':
      return { ...none, contentKey, encryptedKey: await sealOaep(management, contentKey) };
    case 'ECDH-ES':
    case 'ECDH-ES-KW': {
      const ephemeral = await ephemeralKey(jwk);
      const key = await agreedKey(management, ephemeral, jwk);
      if (!key) throw new Error('No secret can be derived from the public key.');
      const parameters = { epk: publicHalf(ephemeral) };
      return alg.family === 'ECDH-ES'
        ? { ...none, contentKey: key, parameters }
        : { contentKey, encryptedKey: aeskw(key).encrypt(contentKey), parameters };
    }
    default:
      throw new Error(`${alg.name} does not encrypt a key here.`);
  }
}

async function agreedKey({ alg, enc, header }: KeyManagement, own: JWK, other: JWK): Promise<Uint8Array | undefined> {
  const shared = await sharedSecret(own, other);
  const { name, keyLength: length = 0 } = alg.family === 'ECDH-ES' ? enc : alg;
  return shared && concatKdf(shared, { name, length, apu: bytesOf(header['apu']), apv: bytesOf(header['apv']) });
}

/** RFC 7518 §4.8.1. */
async function passwordKey({ alg, jwk }: KeyManagement, salt: Uint8Array, iterations: number): Promise<Uint8Array> {
  const password = await crypto.subtle.importKey('raw', new Uint8Array(bytesOf(jwk.k)), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const fullSalt = concat(new TextEncoder().encode(alg.name), Uint8Array.of(0), salt);
  const parameters = { name: 'PBKDF2', hash: alg.hash ?? 'SHA-256', salt: fullSalt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, password, (alg.keyLength ?? 0) * 8));
}

async function openOaep({ alg, jwk }: KeyManagement, encrypted: Uint8Array): Promise<Uint8Array | undefined> {
  // What the key says of its use has been judged, and WebCrypto would judge it by other names.
  const { alg: _alg, use: _use, key_ops: _operations, ext: _ext, ...numbers } = jwk;
  try {
    const key = await importOaep(alg, numbers, 'decrypt');
    return new Uint8Array(await crypto.subtle.decrypt('RSA-OAEP', key, new Uint8Array(encrypted)));
  } catch {
    // WebCrypto throws where the padding is wrong, or the key is none.
    return undefined;
  }
}

async function sealOaep(
  { alg, jwk: { kty = '', n = '', e = '' } }: KeyManagement,
  key: Uint8Array,
): Promise<Uint8Array> {
  const recipient = await importOaep(alg, { kty, n, e }, 'encrypt');
  return new Uint8Array(await crypto.subtle.encrypt('RSA-OAEP', recipient, new Uint8Array(key)));
}

function importOaep(
  { hash = 'SHA-1' }: AlgorithmFact,
  jwk: JsonWebKey,
  usage: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', jwk, { name: 'RSA-OAEP', hash }, false, [usage]);
}

/** RFC 3394; `undefined` where the key encryption key is wrong. */
function unwrapAes(key: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  try {
    return aeskw(key).decrypt(wrapped);
  } catch {
    return undefined;
  }
}

function openGcm(key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  try {
    return gcm(key, iv).decrypt(sealed);
  } catch {
    return undefined;
  }
}

function random(length = 0): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

function bytesOf(text: unknown): Uint8Array {
  return readBase64url(typeof text === 'string' ? text : '').bytes;
}
