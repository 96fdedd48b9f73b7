import { errors, flattenedVerify, type JWK } from 'jose';

import { encodeBase64url } from '../token/base64url.ts';

/** What a signature covers: the header as written, and the payload as the token carries or leaves out (RFC 7515 §5.1, RFC 7797 §3). */
export interface SignedParts {
  readonly header: string;
  /** Text as written in the token, or the bytes of a detached payload. */
  readonly payload: string | Uint8Array;
  readonly signature: string;
  /** False where the header says `"b64": false`: the payload is signed as it is. */
  readonly encodesPayload: boolean;
}

/** `unsupported`: this host's cryptography does not have the algorithm. `refused`: it does not take the key. */
export type SignatureResult = 'valid' | 'invalid' | 'unsupported' | 'refused';

/**
 * Checks one signature with one public key or secret. The JWK goes to jose as an object, so that jose holds its `use`, `key_ops` and `alg`
 * against the operation once more (RULES.md 1.1).
 */
export async function verifySignature(parts: SignedParts, algorithm: string, key: JWK): Promise<SignatureResult> {
  const { header, payload, signature, encodesPayload } = parts;
  const carried = typeof payload !== 'string' && encodesPayload ? encodeBase64url(payload) : payload;
  try {
    // jose freezes the key it is given.
    await flattenedVerify({ protected: header, payload: carried, signature }, { ...key }, { algorithms: [algorithm] });
    return 'valid';
  } catch (error) {
    if (
      error instanceof errors.JOSENotSupported ||
      (error instanceof DOMException && error.name === 'NotSupportedError')
    )
      return 'unsupported';
    // Everything else of jose's own is about the token; what WebCrypto and argument checks throw is about the key.
    return error instanceof errors.JOSEError ? 'invalid' : 'refused';
  }
}
