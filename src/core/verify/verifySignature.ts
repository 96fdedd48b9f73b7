import { errors, flattenedVerify, type JWK } from 'jose';

import { concat } from '../keys/bytes.ts';
import { encodeBase64url, readBase64url } from '../token/base64url.ts';
import { isAlwaysPortable, verifyPortably } from './portableSignatures.ts';

/** What a signature covers: the header as written, and the payload as the token carries or leaves out (RFC 7515 §5.1, RFC 7797 §3). */
export interface SignedParts {
  /** The protected header; empty where the JSON serialization has none. */
  readonly header: string;
  /** Header parameters of the JSON serialization that are not signed. */
  readonly unprotected?: object;
  /** Text as written in the token, or the bytes of a detached payload. */
  readonly payload: string | Uint8Array;
  readonly signature: string;
  /** False where the header says `"b64": false`: the payload is signed as it is. */
  readonly encodesPayload: boolean;
}

/** `unsupported`: this host's cryptography does not have the algorithm. `refused`: it does not take the key. */
export type SignatureResult = 'valid' | 'invalid' | 'unsupported' | 'refused';

/** Checks one signature with one public key or secret that fits the algorithm. */
export async function verifySignature(parts: SignedParts, algorithm: string, key: JWK): Promise<SignatureResult> {
  if (isAlwaysPortable(key)) return verifyHere(parts, key);
  const result = await verifyWithHost(parts, algorithm, key);
  return result === 'unsupported' ? verifyHere(parts, key) : result;
}

/** The JWK goes to jose as an object, so that jose holds its `use`, `key_ops` and `alg` against the operation once more (RULES.md 1.1). */
async function verifyWithHost(parts: SignedParts, algorithm: string, key: JWK): Promise<SignatureResult> {
  const { header, unprotected, signature } = parts;
  try {
    // jose freezes the key it is given.
    await flattenedVerify(
      {
        ...(header !== '' && { protected: header }),
        ...(unprotected && { header: { ...unprotected } }),
        payload: signedPayload(parts),
        signature,
      },
      { ...key },
      { algorithms: [algorithm] },
    );
    return 'valid';
  } catch (error) {
    if (
      error instanceof errors.JOSENotSupported ||
      (error instanceof DOMException && error.name === 'NotSupportedError')
    ) {
      return 'unsupported';
    }
    // Everything else of jose's own is about the token; what WebCrypto and argument checks throw is about the key.
    return error instanceof errors.JOSEError ? 'invalid' : 'refused';
  }
}

function verifyHere(parts: SignedParts, key: JWK): SignatureResult {
  const holds = verifyPortably(key, readBase64url(parts.signature).bytes, signingInput(parts));
  if (holds === undefined) return 'unsupported';
  return holds ? 'valid' : 'invalid';
}

/** RFC 7515 §5.1 step 5. */
function signingInput(parts: SignedParts): Uint8Array {
  const payload = signedPayload(parts);
  const encoder = new TextEncoder();
  return concat(encoder.encode(`${parts.header}.`), typeof payload === 'string' ? encoder.encode(payload) : payload);
}

/** The payload as it is signed: in base64url, or as it is (RFC 7797 §3). */
function signedPayload({ payload, encodesPayload }: SignedParts): string | Uint8Array {
  return typeof payload !== 'string' && encodesPayload ? encodeBase64url(payload) : payload;
}
