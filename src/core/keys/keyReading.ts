import type { JWK } from 'jose';

/**
 * A key as JWK, or a sentence that names what is wrong with it. `passwordNeeded`: with its password it could be read.
 */
export type KeyReading =
  | {
      readonly ok: true;
      readonly jwk: JWK;
      /** The only algorithms it is for, where its form says so and a JWK could not: RSASSA-PSS. */
      readonly algorithms?: readonly string[];
    }
  | { readonly ok: false; readonly problem: string; readonly passwordNeeded?: true };

/** That a key cannot be read, and why. */
export function noKey(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}
