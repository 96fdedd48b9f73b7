import type { JWK } from 'jose';

import { algorithm } from '../facts/algorithms.ts';
import type { AlgorithmFamily } from '../facts/algorithms.ts';
import { concat } from '../keys/bytes.ts';
import { base64urlBytes, encodeBase64url } from '../text/base64url.ts';
import { pause } from './pause.ts';
import { isAlwaysPortable, verifyPortably } from './portableSignatures.ts';

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

/** `unsupported`: this host's cryptography does not have the algorithm. `refused`: it does not take the key. */
export type SignatureResult = 'valid' | 'invalid' | 'unsupported' | 'refused';

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
  await pause();
  const holds = verifyPortably(key, parts.signature, signingInput(parts));
  if (holds === undefined) return 'unsupported';
  return holds ? 'valid' : 'invalid';
}

/** RFC 7515 §5.1 step 5. */
export function signingInput({ header, payload, encodesPayload }: SignedParts): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  if (typeof payload === 'string') return concat(encoder.encode(`${header}.${payload}`));
  // RFC 7797 §3: in base64url, or as it is.
  const signed = encodesPayload ? encoder.encode(encodeBase64url(payload)) : payload;
  return concat(encoder.encode(`${header}.`), signed);
}
