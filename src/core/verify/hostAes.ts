import type { AlgorithmFact } from '../facts/algorithms.ts';

/** Whether one of these algorithms takes AES with 192 bits and this host, as browsers do, leaves that out of its WebCrypto. */
export async function lacksAes192(...facts: readonly AlgorithmFact[]): Promise<boolean> {
  if (!facts.some(({ name }) => name.includes('A192'))) return false;
  try {
    await crypto.subtle.importKey('raw', new Uint8Array(24), 'AES-GCM', false, ['decrypt']);
    return false;
  } catch {
    // Browsers answer with an OperationError, which elsewhere means a wrong key: the question has to be asked by itself.
    return true;
  }
}
