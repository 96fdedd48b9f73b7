import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { encodeBase64url, readBase64url } from '../../../src/core/text/base64url.ts';

describe('base64url', () => {
  it('encodes as Node does', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        assert.equal(encodeBase64url(bytes), Buffer.from(bytes).toString('base64url'));
      }),
    );
  });

  it('reads back what it wrote, and finds no fault in it', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        assert.deepEqual(readBase64url(encodeBase64url(bytes)), { bytes });
      }),
    );
  });

  it('decodes any run of the alphabet as Node does', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]*$/), (text) => {
        assert.deepEqual(Buffer.from(readBase64url(text).bytes), Buffer.from(text, 'base64url'));
      }),
    );
  });

  it('reads any text without throwing, and calls canonical only what encodes back to the same', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9_+/= -]*$/)), (text) => {
        const { bytes, fault } = readBase64url(text);
        assert.equal(fault === undefined, encodeBase64url(bytes) === text);
      }),
    );
  });

  const faults: readonly (readonly [text: string, reason: string, start: number, end: number, bytes: string])[] = [
    ['QUJD=', 'padding', 4, 5, 'ABC'],
    ['QUI=', 'padding', 3, 4, 'AB'],
    ['QQ==', 'padding', 2, 4, 'A'],
    ['QUJ DREVG', 'whitespace', 3, 4, 'ABCDEF'],
    ['\nQUJD', 'whitespace', 0, 1, 'ABC'],
    ['QUJD\r\n', 'whitespace', 4, 5, 'ABC'],
    ['QUJDQ', 'impossible-length', 4, 5, 'ABC'],
    ['Q', 'impossible-length', 0, 1, ''],
    ['QR', 'trailing-bits', 1, 2, 'A'],
    ['QUJDQUJ', 'trailing-bits', 6, 7, 'ABCAB'],
    ['Pz8/', 'standard-alphabet', 3, 4, '???'],
    ['Pj4+Pz8/', 'standard-alphabet', 3, 4, '>>>???'],
    ['QUJD!QUJD', 'foreign-character', 4, 5, 'ABC'],
    ['QUJD😀', 'foreign-character', 4, 6, 'ABC'],
    ['QUI=QUJD', 'foreign-character', 3, 4, 'AB'],
    // The worst fault is the one that is told.
    ['QUJD Q', 'impossible-length', 5, 6, 'ABC'],
    ['Pz8/ QQ==', 'standard-alphabet', 3, 4, '???A'],
  ];
  for (const [text, reason, start, end, bytes] of faults) {
    it(`finds ${reason} in ${JSON.stringify(text)} and reads what it can`, () => {
      const reading = readBase64url(text);
      assert.deepEqual(reading.fault, { reason, start, end });
      assert.equal(Buffer.from(reading.bytes).toString(), bytes);
    });
  }
});
