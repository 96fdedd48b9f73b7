/**
 * Why a token was not made:
 *
 * - `options`: what was given makes no sense: an object for a text, say
 * - `algorithm`: `alg` is none that signs, or, to encrypt, none that encrypts a key
 * - `content-encryption`: `enc` is none that is known
 * - `header`: the header wants what is not made here, or cannot be written as JSON
 * - `content`: the claims cannot be written as JSON
 * - `key-unreadable`: no key could be read from the material
 * - `key-unfit`: the key is no key for this algorithm, too weak for it, or without a private half where one is needed
 */
export type MakingErrorCode =
  | 'options'
  | 'algorithm'
  | 'content-encryption'
  | 'header'
  | 'content'
  | 'key-unreadable'
  | 'key-unfit';

/** What `sign` and `encrypt` throw: `code` tells programs the reason, the message is a sentence for a person. */
export class MakingError extends Error {
  override readonly name = 'MakingError';
  readonly code: MakingErrorCode;

  constructor(code: MakingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
