import { readBytesPart } from '../../core/token/textPart.ts';
import type { Token } from '../../core/token/token.ts';
import type { Decryption } from '../../core/verify/decrypt.ts';

export function isJweKind({ kind }: Token): boolean {
  return kind === 'jwe' || kind === 'jwe-json';
}

/**
 * An encrypted token with what was in it as its payload, to be shown like any other. No characters of the token encode
 * it.
 */
export function withPlaintext(token: Token, decryption: Decryption | undefined): Token {
  const plaintext = decryption?.plaintext;
  if (!plaintext) return token;
  const payload = readBytesPart('payload', plaintext);
  return { ...token, payload: { ...payload, locate: () => ({ start: 0, end: 0 }) } };
}
