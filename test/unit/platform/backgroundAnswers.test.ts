import assert from 'node:assert/strict';
import { BackgroundAnswers } from '../../../src/platform/backgroundAnswers.ts';
import { deferred } from '../../support/deferred.ts';

const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

describe('answers that are found in the background', () => {
  let searches: { readonly subject: string; readonly give: (answer: number) => void; readonly fail: () => void }[];
  let told: number;
  let answers: BackgroundAnswers<string, number>;
  beforeEach(() => {
    searches = [];
    told = 0;
    answers = new BackgroundAnswers({
      keyOf: (subject) => subject,
      find: (subject) => {
        const { promise, resolve, reject } = deferred<number>();
        searches.push({ subject, give: resolve, fail: () => reject(new Error('no answer')) });
        return promise;
      },
      initial: 0,
      isSame: Object.is,
      changed: () => {
        told += 1;
      },
    });
  });

  it('are there at once, sought once, and told of when they are others', async () => {
    assert.deepEqual([answers.about('a'), answers.about('a'), answers.about('b')], [0, 0, 0]);
    assert.deepEqual(
      searches.map(({ subject }) => subject),
      ['a', 'b'],
    );
    searches[0]?.give(1);
    searches[1]?.give(0);
    await settled();
    assert.deepEqual([answers.about('a'), answers.about('b'), told, searches.length], [1, 0, 1, 2]);
  });

  it('hold after a change until somebody asks and another is found', async () => {
    answers.about('a');
    searches[0]?.give(1);
    await settled();
    answers.outdate();
    assert.equal(searches.length, 1, 'nobody has asked yet');
    assert.equal(answers.about('a'), 1);
    searches[1]?.give(2);
    await settled();
    assert.deepEqual([answers.about('a'), told], [2, 2]);
  });

  it('count only if they were sought after the latest change', async () => {
    answers.about('a');
    answers.outdate();
    answers.about('a');
    searches[1]?.give(2);
    await settled();
    searches[0]?.give(1);
    await settled();
    assert.deepEqual([answers.about('a'), told, searches.length], [2, 1, 2]);
  });

  it('are sought again after a search that failed, and the error is for who waited', async () => {
    const waiting = answers.seek('a');
    searches[0]?.fail();
    await assert.rejects(waiting, /no answer/);
    assert.equal(answers.about('a'), 0);
    searches[1]?.give(1);
    await settled();
    assert.equal(answers.about('a'), 1);
  });

  it('may be waited for, in place of what is under way', async () => {
    answers.about('a');
    const waiting = answers.seek('a', () => Promise.resolve(5));
    assert.equal(await waiting, 5);
    searches[0]?.give(1);
    await settled();
    assert.deepEqual([answers.about('a'), told], [5, 1]);
  });

  it('take no room once they are forgotten, and come back to nobody', async () => {
    for (const subject of ['a', 'b', 'c']) answers.about(subject);
    answers.keepOnly((key) => key === 'b');
    assert.equal(answers.size, 1);
    for (const { give } of searches) give(7);
    await settled();
    assert.deepEqual([answers.about('b'), told, answers.size], [7, 1, 1]);
  });
});
