import type { Verification } from './verify/verification.ts';
import type { VerifyOptions } from './verify/verify.ts';

/**
 * The public face of core, and what the extension gives to other extensions. Offsets are UTF-16 code units. Nothing here
 * throws on any text, opens a connection, or reads the clock when `now` is given.
 */
export const version = 1;

export { scan } from './token/scan.ts';
export { decode } from './token/decode.ts';
export { inspect } from './rules/inspect.ts';

/** Proves or refutes a token with keys and expectations that the caller chose; see {@link Verification} for what the answer means. */
export async function verify(token: string, options: VerifyOptions): Promise<Verification> {
  // Cryptography is loaded when something is verified, not when the extension activates.
  const verifier = await import('./verify/verify.ts');
  return verifier.verify(token, options);
}
