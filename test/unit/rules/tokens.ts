import { algorithm } from '../../../src/core/facts/algorithms.ts';

/** The clock of all rule tests: 2023-11-14T22:13:20Z. */
export const NOW = 1_700_000_000;

/** A member of every token below: nothing about these claims is remarkable. */
export const soundClaims = {
  iss: 'https://login.corp.io',
  aud: 'orders-api',
  sub: 'u17',
  iat: NOW - 600,
  exp: NOW + 600,
} as const;

export const soundHeader = { alg: 'HS256', typ: 'JWT' } as const;

export function encode(part: unknown): string {
  if (part instanceof Uint8Array) return Buffer.from(part).toString('base64url');
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/** Bytes that look like a signature: neither text nor all the same, and never DER. */
export function bytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 151 + 137) % 251);
}

/** A compact JWS. Header and payload: JSON text, or a value to be written as JSON. Signature: bytes, text, or what `alg` has. */
export function jws(parameters: unknown, payload: unknown, signature?: Uint8Array | string): string {
  const fact = algorithm((parameters as { alg?: string }).alg ?? '');
  const signed = signature ?? bytes(fact?.signatureLength ?? 256);
  return `${encode(parameters)}.${encode(payload)}.${typeof signed === 'string' ? signed : encode(signed)}`;
}

/** A sound token with other claims. */
export function claims(others: object, parameters: object = {}): string {
  return jws({ ...soundHeader, ...parameters }, { ...soundClaims, ...others });
}

/** A sound token with other header parameters. */
export function header(others: object): string {
  return claims({}, others);
}

/** A compact JWE with sound parts for `dir` and A128GCM; each can be replaced. */
export function jwe(
  parameters: object,
  { key = new Uint8Array(), iv = bytes(12), ciphertext = bytes(32), tag = bytes(16) }: JweParts = {},
): string {
  return [{ alg: 'dir', enc: 'A128GCM', ...parameters }, key, iv, ciphertext, tag].map(encode).join('.');
}

interface JweParts {
  readonly key?: Uint8Array;
  readonly iv?: Uint8Array;
  readonly ciphertext?: Uint8Array;
  readonly tag?: Uint8Array;
}
