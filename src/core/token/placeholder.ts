import type { Segment } from './token.ts';

/** What people write where a signature belongs, without hyphens and underscores. */
const words: ReadonlySet<string> = new Set(
  `signature dummysignature fakesignature invalidsignature testsignature mocksignature sig sign signed dummy dummysig fake fakesig invalid
    test testsig mock mocksig placeholder redacted removed omitted truncated bogus garbage stub todo hash hmac
    xxx abc foo bar baz qux`.split(/\s+/),
);

/** Base64url of bytes does not spell words of this length. */
const telling = /signature|placeholder/i;

const LONGEST_WORD = 32;
const LONGEST_PHRASE = 64;

/** Whether a signature was never one: a word that stands for it, one byte over and over, or cut off on purpose. */
export function isPlaceholder({ text, bytes, fault }: Segment): boolean {
  if (fault?.reason === 'elided') return true;
  if (text.length > 1 && isOneOverAndOver(text)) return true;
  if (isWord(text) || (text.length <= LONGEST_PHRASE && telling.test(text))) return true;
  if (!bytes || bytes.length < 2) return false;
  if (bytes.every((byte) => byte === bytes[0])) return true;
  return bytes.length <= LONGEST_WORD && isWord(String.fromCharCode(...bytes));
}

function isOneOverAndOver(text: string): boolean {
  return text.startsWith(text.slice(1));
}

function isWord(text: string): boolean {
  return text.length <= LONGEST_WORD && words.has(text.toLowerCase().replace(/[-_]/g, ''));
}
