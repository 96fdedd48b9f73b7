import type { Segment } from '../token/token.ts';

const words: ReadonlySet<string> = new Set([
  'signature',
  'sig',
  'sign',
  'signed',
  'dummy',
  'dummysignature',
  'dummy-signature',
  'dummy_signature',
  'fake',
  'fakesignature',
  'fake-signature',
  'fake_signature',
  'fakesig',
  'invalid',
  'invalidsignature',
  'invalid-signature',
  'invalid_signature',
  'test',
  'testsignature',
  'test-signature',
  'test_signature',
  'mock',
  'mocksignature',
  'mock-signature',
  'mock_signature',
  'placeholder',
  'redacted',
  'removed',
  'xxx',
  'abc',
  'foo',
  'bar',
]);

const LONGEST_WORD = 32;

/** Whether a signature was never one: a word that stands for it, or one byte over and over. */
export function isPlaceholder({ text, bytes }: Segment): boolean {
  if (text.length > 1 && isOneOverAndOver(text)) return true;
  if (text.length <= LONGEST_WORD && words.has(text.toLowerCase())) return true;
  if (!bytes || bytes.length < 2) return false;
  if (bytes.every((byte) => byte === bytes[0])) return true;
  return bytes.length <= LONGEST_WORD && words.has(String.fromCharCode(...bytes).toLowerCase());
}

function isOneOverAndOver(text: string): boolean {
  return text.startsWith(text.slice(1));
}
