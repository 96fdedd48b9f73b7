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

/** Whether a signature was never one: a word that stands for it, or one byte over and over. */
export function isPlaceholder({ text, bytes }: Segment): boolean {
  if (text === '') return false;
  if (words.has(text.toLowerCase()) || /^([A-Za-z0-9])\1+$/.test(text)) return true;
  if (!bytes || bytes.length === 0) return false;
  const first = bytes[0];
  if (bytes.length > 1 && bytes.every((byte) => byte === first)) return true;
  return bytes.length <= 32 && words.has(String.fromCharCode(...bytes).toLowerCase());
}
