import assert from 'node:assert/strict';
import { fuzzOnce } from '../fuzz/fuzz.ts';
import { rounds } from '../fuzz/rounds.ts';

/** The same in each run, so that it fails or passes for a reason; `npm run fuzz` goes further. */
const seeds = Array.from({ length: 60 }, (_, index) => 8_000 + index);

describe('No text, token, key or setting', function () {
  this.timeout(0);

  it(`breaks a promise: ${Object.keys(rounds).join('; ')}`, async () => {
    for (const seed of seeds) assert.deepEqual(await fuzzOnce(seed), []);
  });
});
