import type { JWK } from 'jose';

import type { AlgorithmFact } from '../facts/algorithms.ts';

/** Whether this host's WebCrypto lacks what these algorithms take: no host has RSA1_5, few have X448, browsers no AES with 192 bits. */
export async function hostLacks(alg: AlgorithmFact, enc: AlgorithmFact, { crv }: JWK): Promise<boolean> {
  if (alg.family === 'RSA1_5' || crv === 'X448') return true;
  return [alg, enc].some(({ name }) => name.includes('A192')) && !(await hasAes192());
}

async function hasAes192(): Promise<boolean> {
  try {
    await crypto.subtle.importKey('raw', new Uint8Array(24), 'AES-GCM', false, ['decrypt']);
    return true;
  } catch {
    // Browsers answer with an OperationError, which elsewhere means a wrong key: the question has to be asked by itself.
    return false;
  }
}
