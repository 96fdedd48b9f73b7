import assert from 'node:assert/strict';
import { nearMiss } from '../../../src/core/text/nearMiss.ts';

const expected = 'https://idp.example/tenant';
const rows: readonly (readonly [given: string, difference: string])[] = [
  [expected, ''],
  [`${expected}/`, ': they differ only by a slash at the end'],
  [`${expected}//`, ': they differ only by a slash at the end'],
  ['https://IDP.example/Tenant', ': they differ only by letter case'],
  ['http://idp.example/tenant', ': they differ only by `http:` and `https:`'],
  ['idp.example/tenant', ': they differ only by `http:` and `https:`'],
  [` ${expected}\n`, ': they differ only by white space'],
  ['https://idp.example/tenant2', ''],
  ['https://idp.example', ''],
  ['', ''],
];

describe('nearMiss', () => {
  for (const [given, difference] of rows) {
    it(`finds ${difference === '' ? 'nothing' : difference.slice(2)} for ${JSON.stringify(given)}`, () => {
      assert.equal(nearMiss(given, expected), difference);
    });
  }

  it('is done in time with whatever a token says', () => {
    for (const piece of ['/', ' ', 'https://', '/ '])
      assert.equal(nearMiss(`a${piece.repeat(100_000)}b`, expected), '');
  });
});
