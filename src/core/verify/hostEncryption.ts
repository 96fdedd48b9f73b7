import { errors } from 'jose';
import type { JWK } from 'jose';

import { portableCurves } from '../facts/algorithms.ts';
import type { AlgorithmFact } from '../facts/algorithms.ts';

/** Whether we compute this ourselves: jose has only what the host's WebCrypto has. */
export async function hostLacks(alg: AlgorithmFact, enc: AlgorithmFact, { crv = '' }: JWK): Promise<boolean> {
  if (alg.portable === 'everywhere' || portableCurves.has(crv)) return true;
  return [alg, enc].some(({ portable }) => portable === 'browsers') && !(await hasAes192());
}

/** Whether jose or the host's WebCrypto says that it does not know an algorithm. */
export function isNotSupported(error: unknown): boolean {
  return (
    error instanceof errors.JOSENotSupported || (error instanceof DOMException && error.name === 'NotSupportedError')
  );
}

async function hasAes192(): Promise<boolean> {
  try {
    await crypto.subtle.importKey('raw', new Uint8Array(24), 'AES-GCM', false, ['decrypt']);
    return true;
  } catch {
    // Browsers answer with an OperationError, which elsewhere means a wrong key: the question has to be asked by
    // itself.
    return false;
  }
}
