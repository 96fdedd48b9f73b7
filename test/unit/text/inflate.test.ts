import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { constants, deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { inflate } from '../../../src/core/text/inflate.ts';

const ways = {
  'as zlib does by default': {},
  stored: { level: 0 },
  'with the fixed code': { strategy: constants.Z_FIXED },
  'without repetitions': { strategy: constants.Z_HUFFMAN_ONLY },
  'as well as it can': { level: 9 },
};

describe('inflate', () => {
  for (const [name, options] of Object.entries(ways)) {
    it(`gives back what zlib packed ${name}`, () => {
      const bytes = fc.oneof(
        fc.uint8Array({ maxLength: 3000 }),
        fc.jsonValue().map((value) => new TextEncoder().encode(JSON.stringify(value))),
        fc
          .tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 400 }))
          .map(([piece, count]) => Uint8Array.from(Array.from({ length: count }, () => [...piece]).flat())),
      );
      fc.assert(
        fc.property(bytes, (packed) => {
          assert.deepEqual(inflate(deflateRawSync(packed, options), packed.length), packed);
        }),
      );
    });
  }

  it('gives nothing where more comes out than may, and stops there', () => {
    const bomb = deflateRawSync(Buffer.alloc(50_000_000));
    assert.equal(inflate(bomb, 250_000), undefined);
    assert.equal(inflate(deflateRawSync(Buffer.alloc(1001)), 1000), undefined);
  });

  it('gives nothing for what is cut off, and answers for any bytes', () => {
    const packed = deflateRawSync(Buffer.from(JSON.stringify({ a: 'one', b: [1, 2, 3], c: 'another' })));
    for (let length = 0; length < packed.length; length++)
      assert.equal(inflate(packed.subarray(0, length), 1e6), undefined);
    for (let round = 0; round < 500; round++) inflate(randomBytes(100), 1e5);
  });
});
