import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { find, findSerialized } from '../../../src/core/token/find.ts';
import {
  brokenTokens,
  LONGEST_SERIALIZED,
  MarkedIndex,
  serializedTokens,
} from '../../../src/core/token/markedIndex.ts';
import { apply, replacements } from './edits.ts';
import { HEADER, JWS, PAYLOAD, SIGNATURE } from './samples.ts';
import { encode } from '../../support/jose.ts';

const header = encode('{"alg":"ES256"}');
const entry = { protected: header, signature: SIGNATURE };
const flattened = JSON.stringify({ payload: PAYLOAD, ...entry });
const general = JSON.stringify({ payload: PAYLOAD, signatures: [entry, entry] }, undefined, 1);

const slicing =
  (text: string) =>
  (start: number, end: number): string =>
    text.slice(Math.max(0, start), end);

/** After any edits, the index finds what a fresh search finds. */
function equalsAfterEdits(
  text: fc.Arbitrary<string>,
  kind: ConstructorParameters<typeof MarkedIndex>[1],
  search: (text: string) => readonly unknown[],
  numRuns: number,
): void {
  fc.assert(
    fc.property(text, fc.array(replacements(text), { maxLength: 6 }), (initial, changes) => {
      let current = initial;
      const index = new MarkedIndex(current, kind);
      for (const change of changes) {
        const { after, edits } = apply(current, change);
        index.update(edits, slicing(after));
        current = after;
        assert.deepEqual(index.first(slicing(current)), search(current));
      }
    }),
    { numRuns },
  );
}

describe('MarkedIndex of tokens in JSON form', function () {
  this.timeout(0); // Speed is the bench's subject.

  /** What tokens in JSON form are made of, so that cutting and joining makes and breaks them. */
  const piece = fc.constantFrom(
    flattened,
    general,
    '{"a":',
    '"signature"',
    '"signature":',
    '"signature" :"x"',
    `"protected":"${header}"`,
    '{',
    '}',
    ',',
    '"',
    '\\',
    '\n',
    ' ',
    'x'.repeat(60),
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

  it('equals a fresh search after any edits', () => {
    equalsAfterEdits(text, serializedTokens, findSerialized, 400);
  });

  it('finds tokens near and far from each other, once each, but none that is too long', () => {
    const far = 'words '.repeat(LONGEST_SERIALIZED / 5);
    const long = JSON.stringify({ payload: 'A'.repeat(LONGEST_SERIALIZED), ...entry });
    const entries = Array.from({ length: 900 }, () => entry);
    const unread = JSON.stringify({ payload: PAYLOAD, signatures: entries });
    const content = [flattened, general.repeat(200), far, flattened, far, far, long, flattened, unread].join('\n');
    const index = new MarkedIndex(content, serializedTokens);
    const found = index.first(slicing(content)).map(({ start, end }) => content.slice(start, end));
    assert.equal(found.filter((each) => each === flattened).length, 3);
    assert.equal(found.filter((each) => each === general).length, 200);
    assert.ok(!found.includes(long));
    assert.equal(found.filter((each) => each === JSON.stringify(entry)).length, found.length - 203);
  });

  it('finds what is around an offset, both edges included, and around a range', () => {
    const content = `[${flattened},${general}]`;
    const index = new MarkedIndex(content, serializedTokens);
    const at = (start: number, end = start) =>
      index.touching({ start, end }, slicing(content)).map((span) => content.slice(span.start, span.end));
    const second = flattened.length + 2;
    assert.deepEqual(
      [0, 1, 9, flattened.length + 1, second, content.length - 1, content.length].map((offset) => at(offset)),
      [[], [flattened], [flattened], [flattened], [general], [general], []],
    );
    assert.deepEqual(at(5, second + 5), [flattened, general]);
  });

  it('finds the last of thousands that stand close together', () => {
    const content = `${JSON.stringify(entry)}\n`.repeat(3000);
    const index = new MarkedIndex(content, serializedTokens);
    const at = content.length - 10;
    const [found] = index.touching({ start: at, end: at }, slicing(content));
    assert.equal(content.slice(found?.start, found?.end), JSON.stringify(entry));
  });

  it('reads next to nothing on a keystroke, and nothing of a text without such names when asked', () => {
    const far = 'words and more words\n'.repeat(50_000);
    let read = 0;
    const counting =
      (content: string) =>
      (start: number, end: number): string => {
        const slice = slicing(content)(start, end);
        read += slice.length;
        return slice;
      };
    const after = `${far}x${far}`;
    const index = new MarkedIndex(far + far, serializedTokens);
    index.update([{ start: far.length, removed: 0, inserted: 1 }], counting(after));
    assert.ok(read < 400, `${read} characters read`);
    read = 0;
    assert.deepEqual(index.first(counting(after)), []);
    assert.deepEqual(index.touching({ start: 0, end: after.length }, counting(after)), []);
    assert.equal(read, 0);
  });

  it('comes to an end on megabytes of anything that makes it walk', () => {
    const size = 4_000_000;
    for (const hostile of ['"signature":', '{"signature":', `"signature":${'x'.repeat(LONGEST_SERIALIZED * 2)}`]) {
      const content = hostile.repeat(size / hostile.length);
      assert.deepEqual(new MarkedIndex(content, serializedTokens).first(slicing(content)), []);
    }
  });
});

describe('MarkedIndex of tokens in pieces', function () {
  this.timeout(0); // Speed is the bench's subject.

  const piece = fc.constantFrom(
    HEADER,
    PAYLOAD,
    SIGNATURE,
    JWS,
    Buffer.from(JWS).toString('base64'),
    Buffer.from(`"${JWS}"`).toString('base64').slice(0, 90),
    'eyJ',
    'ZXlK',
    '.',
    '%2E',
    '\u200b',
    '...',
    "' +\n'",
    '\n',
    '"',
    ' ',
    '_',
    'x'.repeat(60),
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

  it('equals a fresh search after any edits', () => {
    equalsAfterEdits(
      text,
      brokenTokens,
      (current) =>
        find(current).filter(
          ({ start, end, pieces }) => pieces !== undefined || current.slice(start, end).includes('\u200b'),
        ),
      1000,
    );
  });

  it('finds them far from each other, and near to any of their characters', () => {
    const far = 'words '.repeat(10_000);
    const broken = `'${HEADER}.' +\n'${PAYLOAD}.${SIGNATURE}'`;
    const content = [far, broken, far, Buffer.from(JWS).toString('base64'), far, broken].join('\n');
    const index = new MarkedIndex(content, brokenTokens);
    assert.deepEqual(
      index.first(slicing(content)).map(({ token }) => token),
      [JWS, JWS, JWS],
    );
    for (const found of index.first(slicing(content))) {
      for (const at of [found.start, found.start + HEADER.length + 3, found.end])
        assert.deepEqual(index.touching({ start: at, end: at }, slicing(content)), [found]);
    }
  });
});
