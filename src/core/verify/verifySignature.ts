import type { JWK } from 'jose';

import { algorithm } from '../facts/algorithms.ts';
import type { AlgorithmFamily } from '../facts/algorithms.ts';
import { concat } from '../keys/bytes.ts';
import { base64urlBytes, encodeBase64url } from '../text/base64url.ts';
import { pause } from '../keys/pause.ts';
import { isAlwaysPortable, portableCost, verifyPortably } from './portableSignatures.ts';

/**
 * What a signature covers: the header as written, and the payload as the token carries or leaves out (RFC 7515 §5.1,
 * RFC 7797 §3).
 */
export interface SignedParts {
  /** The protected header; empty where the JSON serialization has none. */
  readonly header: string;
  /** Text as written in the token, or the bytes of a detached payload. */
  readonly payload: string | Uint8Array;
  readonly signature: Uint8Array;
  /** False where the header says `"b64": false`: the payload is signed as it is. */
  readonly encodesPayload: boolean;
}

/**
 * `unsupported`: this host's cryptography does not have the algorithm. `refused`: it does not take the key. `too-long`:
 * it does not have the algorithm, and in JavaScript it would take too long.
 */
export type SignatureResult = 'valid' | 'invalid' | 'unsupported' | 'refused' | 'too-long';

/** In bytes: to hash as much in JavaScript takes as long as a keystroke may. */
export const LONGEST_PORTABLE = 524_288;

/** What {@link verifySignature} costs, in units of `Effort`. */
export function costOfVerifying({ payload }: SignedParts, key: JWK): number {
  const portable = portableCost(key);
  if (portable !== undefined) return portable + Math.floor(payload.length / 8192);
  // The longer modulus and exponent of RSA are, the longer it takes.
  const exponent = key.kty === 'RSA' && (key.e?.length ?? 0) > 8 ? 20 : 0;
  const modulus = key.kty === 'RSA' ? Math.floor((key.n?.length ?? 0) / 400) : 0;
  return 1 + modulus + exponent + Math.floor(payload.length / 65_536);
}

/**
 * Checks one signature with one public key or secret that fits the algorithm, over the characters as they are written
 * and nothing else: what is wrong with header or encoding is for other checks to say. `use`, `key_ops` and `alg` of the
 * key have been judged before.
 */
export async function verifySignature(parts: SignedParts, name: string, key: JWK): Promise<SignatureResult> {
  if (isAlwaysPortable(key)) return verifyHere(parts, key);
  const result = await verifyWithHost(parts, name, key);
  return result === 'unsupported' ? verifyHere(parts, key) : result;
}

/** WebCrypto's names of what JOSE calls families. */
const hostAlgorithms: Partial<Readonly<Record<AlgorithmFamily, string>>> = {
  HMAC: 'HMAC',
  'RSA-PKCS1': 'RSASSA-PKCS1-v1_5',
  'RSA-PSS': 'RSA-PSS',
  ECDSA: 'ECDSA',
  EdDSA: 'Ed25519',
};

async function verifyWithHost(parts: SignedParts, name: string, key: JWK): Promise<SignatureResult> {
  const fact = algorithm(name);
  const hostName = fact && hostAlgorithms[fact.family];
  if (!fact || hostName === undefined) return 'unsupported';
  const { hash = '' } = fact;
  try {
    const usage = { name: hostName, hash, ...(key.crv !== undefined && { namedCurve: key.crv }) };
    const imported = await importKey(key, usage);
    // RFC 7518 §3.5: the salt is as long as the hash.
    const parameters = { ...usage, saltLength: Number(hash.slice(-3)) / 8 };
    const { signature } = parts;
    const holds = await crypto.subtle.verify(parameters, imported, concat(signature), signingInput(parts));
    return holds ? 'valid' : 'invalid';
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotSupportedError' ? 'unsupported' : 'refused';
  }
}

type KeyUsageParameters = AlgorithmIdentifier & { readonly name: string; readonly hash: string };

function importKey(key: JWK, usage: KeyUsageParameters): Promise<CryptoKey> {
  const { kty, n, e, crv, x, y, k } = key;
  if (kty === 'oct') return crypto.subtle.importKey('raw', concat(base64urlBytes(k)), usage, false, ['verify']);
  const members = Object.entries({ kty, n, e, crv, x, y }).filter(([, value]) => value !== undefined);
  return crypto.subtle.importKey('jwk', Object.fromEntries(members), usage, false, ['verify']);
}

/** A signature in plain JavaScript can take as long as a keystroke may, so other work goes first. */
async function verifyHere(parts: SignedParts, key: JWK): Promise<SignatureResult> {
  const input = signingInput(parts);
  if (input.length > LONGEST_PORTABLE) return 'too-long';
  await pause();
  const holds = verifyPortably(key, parts.signature, input);
  if (holds === undefined) return 'unsupported';
  return holds ? 'valid' : 'invalid';
}

/** RFC 7515 §5.1 step 5. */
export function signingInput(parts: SignedParts): Uint8Array<ArrayBuffer> {
  const known = inputs.get(parts);
  const input = known ?? writeInput(parts);
  inputs.set(parts, input);
  return input;
}

/** It is the same for all keys that are tried. */
const inputs = new WeakMap<SignedParts, Uint8Array<ArrayBuffer>>();

function writeInput({ header, payload, encodesPayload }: SignedParts): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  if (typeof payload === 'string') return encoder.encode(`${header}.${payload}`);
  // RFC 7797 §3: in base64url, or as it is.
  const signed = encodesPayload ? base64urlOf(payload) : payload;
  return concat(encoder.encode(`${header}.`), signed);
}

/** Canonical base64url as bytes: a detached payload may be as long as a film. */
function base64urlOf(bytes: Uint8Array): Uint8Array {
  const text = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  const whole = bytes.length - (bytes.length % 3);
  for (let at = 0, to = 0; at < whole; at += 3, to += 4) {
    const triple = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text[to] = ALPHABET[triple >> 18] ?? 0;
    text[to + 1] = ALPHABET[(triple >> 12) & 63] ?? 0;
    text[to + 2] = ALPHABET[(triple >> 6) & 63] ?? 0;
    text[to + 3] = ALPHABET[triple & 63] ?? 0;
  }
  text.set(new TextEncoder().encode(encodeBase64url(bytes.subarray(whole))), (whole / 3) * 4);
  return text;
}

const ALPHABET = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
