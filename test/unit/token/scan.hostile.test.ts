import assert from 'node:assert/strict';
import { scan } from '../../../src/core/token/scan.ts';
import { hostileTexts } from './hostileTexts.ts';
import { referenceScan } from './referenceScan.ts';

const MEGABYTE = 1 << 20;

describe('scan, on texts made to hurt it', function () {
  this.timeout(0); // Speed is the bench's subject: here nothing may fail however slow the machine.

  for (const [name, make] of Object.entries(hostileTexts)) {
    it(`finds what the reference finds in ${name}`, () => {
      const text = make(2000);
      assert.deepEqual(scan(text), referenceScan(text));
    });

    it(`gets through ten megabytes of ${name} with ordered spans`, () => {
      let end = 0;
      for (const span of scan(make(10 * MEGABYTE))) {
        assert.ok(end <= span.start && span.start < span.end);
        end = span.end;
      }
    });
  }
});
