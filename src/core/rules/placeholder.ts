import type { Segment } from '../token/token.ts';

/** What people write where a signature belongs, without hyphens and underscores. */
const words: ReadonlySet<string> = new Set(
  `signature sig sign signed dummy dummysignature fake fakesignature fakesig invalid invalidsignature
    test testsignature mock mocksignature placeholder redacted removed xxx abc foo bar`.split(/\s+/),
);

const LONGEST_WORD = 32;

/** Whether a signature was never one: a word that stands for it, or one byte over and over. */
export function isPlaceholder({ text, bytes }: Segment): boolean {
  if (text.length > 1 && isOneOverAndOver(text)) return true;
  if (isWord(text)) return true;
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
