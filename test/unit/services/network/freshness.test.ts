import assert from 'node:assert/strict';
import { freshSeconds } from '../../../../src/services/network/freshness.ts';

const now = new Date('2026-11-22T12:00:00Z');
const minute = 60;
const day = 24 * 60 * 60;

const rows: readonly (readonly [name: string, headers: Record<string, string>, seconds: number])[] = [
  ['takes max-age', { 'cache-control': 'public, max-age=300' }, 300],
  ['takes max-age in quotes and capitals', { 'cache-control': 'Max-Age="300"' }, 300],
  ['takes off the time spent in caches', { 'cache-control': 'max-age=300', age: '100' }, 200],
  ['prefers max-age to Expires', { 'cache-control': 'max-age=300', expires: 'Sun, 22 Nov 2026 13:00:00 GMT' }, 300],
  ['leaves s-maxage to shared caches', { 'cache-control': 's-maxage=7200, max-age=300' }, 300],
  ['takes Expires against the clock here', { expires: 'Sun, 22 Nov 2026 12:30:00 GMT' }, 30 * minute],
  [
    "takes Expires against the server's own clock",
    { expires: 'Sun, 22 Nov 2026 12:30:00 GMT', date: 'Sun, 22 Nov 2026 12:20:00 GMT' },
    10 * minute,
  ],
  [
    'takes off that time from Expires, too',
    { expires: 'Sun, 22 Nov 2026 12:30:00 GMT', date: 'Sun, 22 Nov 2026 12:00:00 GMT', age: '600' },
    20 * minute,
  ],
  ['takes ten minutes when nothing is said', {}, 10 * minute],
  ['takes ten minutes for what it does not understand', { 'cache-control': 'max-age=soon' }, 10 * minute],
  ['asks at most once a minute, whatever no-store says', { 'cache-control': 'no-store' }, minute],
  ['asks at most once a minute, whatever no-cache says', { 'cache-control': 'no-cache, max-age=300' }, minute],
  ['asks at most once a minute when the age is beyond max-age', { 'cache-control': 'max-age=300', age: '400' }, minute],
  ['asks at most once a minute for Expires: 0', { expires: '0' }, minute],
  ['asks at least once a day', { 'cache-control': 'max-age=31536000' }, day],
];

describe('freshSeconds', () => {
  for (const [name, headers, seconds] of rows) {
    it(name, () => {
      assert.equal(freshSeconds(new Headers(headers), now), seconds);
    });
  }
});
