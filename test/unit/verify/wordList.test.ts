import assert from 'node:assert/strict';
import { linesOf } from '../../../src/core/verify/wordList.ts';

/** The bytes of a text in pieces of so many bytes. */
function piecesOf(text: string, length: number): readonly Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) =>
    bytes.subarray(index * length, (index + 1) * length),
  );
}

describe('linesOf', () => {
  const words = ['secret', 'pässwört', 'with space ', '', '🔑🔑', 'last'];
  for (const [name, end] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ] as const) {
    for (const [what, text] of [
      ['a line break at its end', `${words.join(end)}${end}`],
      ['none', words.join(end)],
      ['a byte order mark', `\uFEFF${words.join(end)}`],
    ] as const) {
      it(`reads lines that end with ${name}, with ${what}, wherever the file is cut`, () => {
        for (const length of [1, 2, 3, 5, 7, 1000]) assert.deepEqual([...linesOf(piecesOf(text, length))], words);
      });
    }
  }

  it('keeps what is no line ending', () => {
    assert.deepEqual([...linesOf(piecesOf('a\rb\n\r\r\n', 2))], ['a\rb', '\r']);
  });

  it('finds none in nothing', () => {
    assert.deepEqual([...linesOf([])], []);
  });

  it('keeps no more of an endless line than could be a secret, and reads on behind it', () => {
    const [long = '', ...others] = linesOf([...piecesOf('x'.repeat(1_000_000), 10_000), ...piecesOf('\nsecret', 3)]);
    assert.ok(long.length < 100_000);
    assert.deepEqual(others, ['secret']);
  });
});
