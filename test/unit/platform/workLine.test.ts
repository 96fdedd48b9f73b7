import assert from 'node:assert/strict';
import { WorkLine } from '../../../src/platform/workLine.ts';
import { deferred } from '../../support/deferred.ts';
import type { Deferred } from '../../support/deferred.ts';

const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

describe('work in line', () => {
  let begun: string[];
  let running: Map<string, Deferred<undefined>>;
  let line: WorkLine<string>;
  beforeEach(() => {
    begun = [];
    running = new Map();
    line = new WorkLine(2, (item) => {
      begun.push(item);
      const work = deferred<undefined>();
      running.set(item, work);
      return work.promise.then(() => undefined);
    });
  });
  const finish = async (item: string): Promise<void> => {
    running.get(item)?.resolve(undefined);
    await settled();
  };

  it('is done in the order in which it was asked for, so many at once', async () => {
    for (const item of ['a', 'b', 'c', 'd']) line.ask(item);
    assert.deepEqual(begun, ['a', 'b']);
    await finish('b');
    assert.deepEqual(begun, ['a', 'b', 'c']);
    await finish('a');
    assert.deepEqual(begun, ['a', 'b', 'c', 'd']);
  });

  it('keeps its place if it is asked for again, and is done once', async () => {
    for (const item of ['a', 'b', 'c', 'd', 'c']) line.ask(item);
    await finish('a');
    await finish('b');
    await finish('c');
    assert.deepEqual(begun, ['a', 'b', 'c', 'd']);
  });

  it('is called off once nobody wants it any more', async () => {
    for (const item of ['a', 'b']) line.ask(item, 'one');
    line.ask('c', 'one');
    line.ask('d', 'one');
    line.ask('d', 'two');
    line.withdraw('one');
    await finish('a');
    await finish('b');
    assert.deepEqual(begun, ['a', 'b', 'd']);
  });

  it('is called off by name, and all of it', async () => {
    for (const item of ['a', 'b', 'c', 'd']) line.ask(item);
    line.drop('c');
    await finish('a');
    assert.deepEqual(begun, ['a', 'b', 'd']);
    line.ask('e');
    line.clear();
    await finish('b');
    await finish('d');
    assert.deepEqual(begun, ['a', 'b', 'd']);
  });
});
