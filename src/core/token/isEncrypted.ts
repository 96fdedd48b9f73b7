import type { Token } from './token.ts';

/**
 * Whether a token has the form of an encrypted one (RFC 7516 §9), also where it is malformed: it must not be called
 * signed.
 */
export function isEncrypted({ segments }: Pick<Token, 'segments'>): boolean {
  return segments.length === 5;
}
