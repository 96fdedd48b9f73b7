import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { byteOffsets, decodeUtf8, invalidUtf8At } from '../../../src/core/text/utf8.ts';

/** Bytes that are mostly the lead and continuation bytes at which decoders differ. */
const hardBytes = fc.uint8Array({ maxLength: 12 }).map((bytes) => {
  const edges = [0x41, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xef, 0xbb, 0xf0, 0x90, 0xf4, 0x8f, 0xf5, 0xff];
  return bytes.map((byte) => edges[byte % edges.length] ?? byte);
});

const isStrict = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

describe('UTF-8', () => {
  it('is invalid where TextDecoder refuses it', () => {
    fc.assert(
      fc.property(hardBytes, (bytes) => {
        assert.equal(invalidUtf8At(bytes) < 0, isStrict(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('is valid up to the byte that is reported', () => {
    fc.assert(
      fc.property(hardBytes, (bytes) => {
        const at = invalidUtf8At(bytes);
        fc.pre(at >= 0);
        assert.ok(isStrict(bytes.subarray(0, at)));
      }),
    );
  });

  it('has an offset for each code unit of the lenient text, and one for the end', () => {
    fc.assert(
      fc.property(hardBytes, (bytes) => {
        const text = decodeUtf8(bytes);
        const offsets = byteOffsets(bytes);
        assert.equal(offsets.length, text.length + 1);
        assert.equal(offsets.at(-1), bytes.length);
        for (const [unit, offset] of offsets.entries()) {
          const isSecondHalf = /[\udc00-\udfff]/.test(text.charAt(unit));
          if (!isSecondHalf) assert.equal(decodeUtf8(bytes.subarray(0, offset)), text.slice(0, unit));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps a byte order mark', () => {
    assert.equal(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b)), '\ufeff{');
  });
});
