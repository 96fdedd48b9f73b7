import assert from 'node:assert/strict';
import { LatestTurn } from '../../../src/platform/latestTurn.ts';
import { deferred } from '../../support/deferred.ts';

/** A piece of work that ends when it is told to. */
function work(): {
  readonly run: () => Promise<string>;
  readonly give: (value: string) => void;
  readonly break: (reason: string) => void;
} {
  const { promise, resolve, reject } = deferred<string>();
  return { run: () => promise, give: resolve, break: (reason) => reject(new Error(reason)) };
}

describe('a latest turn', () => {
  let turn: LatestTurn;
  let heard: string[];
  beforeEach(() => {
    turn = new LatestTurn();
    heard = [];
  });
  const take = async (piece: ReturnType<typeof work>): Promise<void> =>
    turn.take(
      piece.run,
      (value) => heard.push(`found ${value}`),
      (error) => heard.push(`failed ${String(error)}`),
    );

  it('hears what its work gives, and why it fails', async () => {
    const [good, bad] = [work(), work()];
    good.give('a');
    await take(good);
    bad.break('b');
    await take(bad);
    assert.deepEqual(heard, ['found a', 'failed Error: b']);
  });

  it('hears nothing of work that was overtaken, whether it ends before or after the later one', async () => {
    const [first, second, third] = [work(), work(), work()];
    const taken = [take(first), take(second), take(third)];
    first.give('first');
    third.give('third');
    second.give('second');
    await Promise.all(taken);
    assert.deepEqual(heard, ['found third']);
  });

  it('hears no error of work that was overtaken: it would stand over the newer result', async () => {
    const [early, late, latest] = [work(), work(), work()];
    const taken = [take(early), take(late), take(latest)];
    early.break('early');
    latest.give('latest');
    await taken[2];
    late.break('late');
    await Promise.all(taken);
    assert.deepEqual(heard, ['found latest']);
  });

  it('hears nothing of work that was called off, and of what begins after that', async () => {
    const [gone, next] = [work(), work()];
    const taken = take(gone);
    turn.callOff();
    gone.break('gone');
    await taken;
    const after = take(next);
    next.give('next');
    await after;
    assert.deepEqual(heard, ['found next']);
  });

  it('throws the error of the latest work where nobody takes it, and of no other', async () => {
    const [overtaken, latest] = [work(), work()];
    const first = turn.take(overtaken.run, () => undefined);
    const second = turn.take(latest.run, () => undefined);
    overtaken.break('overtaken');
    latest.break('latest');
    await first;
    await assert.rejects(second, /latest/);
  });
});
