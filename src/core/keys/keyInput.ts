import type { JWK } from 'jose';

/** How the text of a secret becomes bytes. */
export const secretEncodings = ['utf8', 'base64', 'base64url', 'hex'] as const;

export type SecretEncoding = (typeof secretEncodings)[number];

/** Key material as a person has it, before anything has been recognised. */
export interface KeyInput {
  /** What the user calls it: shown in verdicts. */
  readonly name?: string;
  /**
   * Text: a secret, PEM, certificate, OpenSSH line, JWK or JWKS, or a line of a `.env` file with one of them. Bytes: a
   * secret or DER.
   */
  readonly material: string | Uint8Array | JWK | { readonly keys: readonly JWK[] };
  /** How a secret given as text becomes bytes. Default `utf8`. */
  readonly encoding?: SecretEncoding;
  /** Of an encrypted PKCS#8 key. */
  readonly password?: string;
  /** Algorithms this key may be used with; pins the algorithm. */
  readonly algorithms?: readonly string[];
}
