import type { AlgorithmFact } from '../facts/algorithms.ts';
import { isGuessable } from './guessable.ts';
import type { KeyFault } from './lintKey.ts';

/** Bytes of each hash, which is the least a secret for its HMAC must have (RFC 7518 §3.2). */
const hashBytes: Readonly<Record<string, number>> = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 };

/** What is wrong with a shared secret for this algorithm. None of it tells whether a signature holds. */
export function lintSecret(secret: Uint8Array, { name, hash }: AlgorithmFact): readonly KeyFault[] {
  const needed = hashBytes[hash ?? ''] ?? 0;
  if (secret.length < needed) {
    const message = `The secret has ${secret.length} ${secret.length === 1 ? 'byte' : 'bytes'}, but ${name} requires at least ${needed}.`;
    return [{ ruleId: 'hmac-secret-short', severity: 'error', member: 'k', message }];
  }
  if (!isGuessable(secret)) return [];
  return [
    {
      ruleId: 'hmac-secret-weak',
      severity: 'warning',
      member: 'k',
      message: 'The secret looks as if a person made it up. Attackers can guess it offline.',
    },
  ];
}
