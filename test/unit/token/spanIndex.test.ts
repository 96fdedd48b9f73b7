import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { scan } from '../../../src/core/token/scan.ts';
import { SpanIndex } from '../../../src/core/token/spanIndex.ts';
import { apply, replacements } from './edits.ts';

const header = 'eyJhbGciOiJub25lIn0';
const token = `${header}.eyJzdWIiOiJhIn0.`;
const signed = `eyJhbGciOiJFZDI1NTE5In0.e30.${'A'.repeat(86)}`;

/** Texts in which every edge of the scanner can come about by joining and cutting. */
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      token,
      signed,
      header,
      'eyJ',
      'e30',
      '.',
      '..',
      '...',
      '…',
      '~',
      '=',
      '\n',
      ' ',
      '"',
      'A',
    ),
  },
  fc.constantFrom(
    '%2',
    '0',
    '\\',
    'n',
    '\\u001b',
    '\u001b[31',
    'm',
    'ghs_1',
    '_',
    '/',
    '+',
    'json',
    '\r\n',
    'é',
    '😀',
    'x'.repeat(60),
  ),
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

describe('SpanIndex', () => {
  it('equals a fresh scan after any edits', () => {
    fc.assert(
      fc.property(text, fc.array(replacements(text), { maxLength: 6 }), (initial, changes) => {
        let current = initial;
        const index = new SpanIndex(current);
        for (const change of changes) {
          const { after, edits } = apply(current, change);
          index.update(edits, (start, end) => after.slice(start, end));
          current = after;
          assert.deepEqual(index.spans(), scan(current));
          assert.equal(index.size, index.spans().length);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('finds the token at both of its edges and inside, and none beyond', () => {
    const index = new SpanIndex(`a ${token} b`);
    const span = { start: 2, end: 2 + token.length };
    assert.deepEqual(
      [1, 2, 30, span.end, span.end + 1].map((offset) => index.at(offset)),
      [undefined, span, span, span, undefined],
    );
  });

  it('finds tokens in front of a change and behind it', () => {
    const line = `${token} \n`;
    const index = new SpanIndex(line.repeat(9));
    const after = `${line.repeat(4)}!${line.repeat(5)}`;
    index.update([{ start: line.length * 4, removed: 0, inserted: 1 }], (start, end) => after.slice(start, end));
    for (const span of scan(after)) assert.deepEqual(index.at(span.start + 1), span);
  });

  it('reads only the run around a keystroke, however long the text', () => {
    const far = 'words and more words\n'.repeat(50_000);
    const after = `${far}"${token}x" ${far}`;
    const index = new SpanIndex(`${far}"${token}" ${far}`);
    let read = 0;
    index.update([{ start: far.length + 1 + token.length, removed: 0, inserted: 1 }], (start, end) => {
      read += end - start;
      return after.slice(start, end);
    });
    assert.ok(read < 2000, `${read} characters read`);
    assert.equal(index.size, 1);
  });
});
