import type { KeyInput } from './keys/keyInput.ts';
import type { Finding } from './text/finding.ts';
import type { Decryption } from './verify/decrypt.ts';
import type { EncryptOptions } from './verify/encrypt.ts';
import type { SignOptions } from './verify/sign.ts';
import type { Verification } from './verify/verification.ts';
import type { VerifyOptions } from './verify/verify.ts';

/**
 * The public face of core, and what the extension gives to other extensions. Offsets are UTF-16 code units. Nothing
 * here throws on any text, opens a connection, or reads the clock when `now` is given.
 */
export const version = 1;

export { scan } from './token/scan.ts';
export { find } from './token/find.ts';
export { decode } from './token/decode.ts';
export { inspect } from './rules/inspect.ts';
export { inspectText } from './documents/inspectText.ts';

/**
 * Verifies a token with keys and expectations that the caller chose; see {@link Verification} for what the answer
 * means.
 */
export async function verify(token: string, options: VerifyOptions): Promise<Verification> {
  // Cryptography is loaded when something is verified, not when the extension activates.
  const verifier = await import('./verify/verify.ts');
  return verifier.verify(token, options);
}

/** Decrypts a compact JWE with the first of the given keys that opens it. */
export async function decrypt(token: string, options: { readonly keys: readonly KeyInput[] }): Promise<Decryption> {
  const decrypter = await import('./verify/decrypt.ts');
  return decrypter.decrypt(token, options);
}

/**
 * Makes a signed token, never an unsigned one. Rejects with a `MakingError` where that cannot be done: its `code` tells
 * why.
 */
export async function sign(claims: object | string, options: SignOptions): Promise<string> {
  const signer = await import('./verify/sign.ts');
  return signer.sign(claims, options);
}

/** Makes an encrypted token. Rejects with a `MakingError` where that cannot be done: its `code` tells why. */
export async function encrypt(plaintext: object | string, options: EncryptOptions): Promise<string> {
  const encrypter = await import('./verify/encrypt.ts');
  return encrypter.encrypt(plaintext, options);
}

/** Whether an HMAC-signed token was signed with one of these words; without them, with a publicly known secret. */
export async function tryKnownSecrets(token: string, words?: Iterable<string>): Promise<Finding | undefined> {
  const guesser = await import('./verify/tryKnownSecrets.ts');
  return guesser.tryKnownSecrets(token, words);
}
