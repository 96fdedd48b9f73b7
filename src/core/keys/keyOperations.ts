import type { JWK } from 'jose';

import type { AlgorithmFamily } from '../facts/algorithms.ts';
import { isPrivate } from './jwk.ts';

/**
 * What `key_ops` has to say of a key that opens tokens (RFC 7517 §4.3): the word for it, and others that writers of
 * keys take.
 */
const opening: Partial<Record<AlgorithmFamily, readonly string[]>> = {
  RSA1_5: ['unwrapKey', 'decrypt'],
  'RSA-OAEP': ['unwrapKey', 'decrypt'],
  'AES-KW': ['unwrapKey'],
  'AES-GCM-KW': ['unwrapKey', 'decrypt'],
  direct: ['decrypt'],
  'ECDH-ES': ['deriveKey', 'deriveBits'],
  'ECDH-ES-KW': ['deriveKey', 'deriveBits'],
  PBES2: ['deriveKey', 'deriveBits'],
};

/** What makes a token that another operation opens. */
const counterparts: Readonly<Record<string, string>> = { unwrapKey: 'wrapKey', decrypt: 'encrypt' };

/** Whether a key's `key_ops` lets it open tokens of this family of algorithms. */
export function mayOpen(family: AlgorithmFamily, { key_ops: operations }: JWK): boolean {
  return operations?.some((operation) => opening[family]?.includes(operation)) ?? true;
}

/**
 * Whether a key's `key_ops` lets it make tokens of this family. With a private key its public half is at hand, which
 * may.
 */
export function maySeal(family: AlgorithmFamily, jwk: JWK): boolean {
  const sealing = opening[family]?.map((operation) => counterparts[operation] ?? operation);
  return (
    (jwk.key_ops?.some((operation) => sealing?.includes(operation)) ?? true) || (isPrivate(jwk) && mayOpen(family, jwk))
  );
}
