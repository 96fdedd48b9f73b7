import assert from 'node:assert/strict';
import { enliven, plain, read, timed } from '../../../src/core/text/sentence.ts';

describe('sentences about time', () => {
  const now = new Date(1_800_000_000_000);
  const expired = 1_800_000_000 - 3 * 3600;

  it('take the words for an instant out of a sentence', () => {
    assert.deepEqual(enliven('Expired 3 hours ago, within the tolerance.', [expired], now), {
      before: 'Expired ',
      seconds: expired,
      after: ', within the tolerance.',
    });
  });

  it('stay as they are where no instant is mentioned', () => {
    assert.deepEqual(
      enliven('There is no `exp`, so the token never expires.', [expired], now),
      plain('There is no `exp`, so the token never expires.'),
    );
    assert.deepEqual(enliven('Expired 3 hours ago.', [], now), plain('Expired 3 hours ago.'));
  });

  it('read as they would be said at a moment', () => {
    assert.equal(read(timed('Expired ', expired, '.'), now), 'Expired 3 hours ago.');
    assert.equal(read(plain('Never expires.'), now), 'Never expires.');
  });
});
