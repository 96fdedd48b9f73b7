import assert from 'node:assert/strict';
import { BackgroundAnswers } from '../../../src/platform/backgroundAnswers.ts';
import { deferred } from '../../support/deferred.ts';
import type { Deferred } from '../../support/deferred.ts';

const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

describe('answers that are found in the background', () => {
  let searches: { readonly subject: string; readonly give: (answer: number) => void; readonly fail: () => void }[];
  let told: number;
  let errors: string[];
  let answers: BackgroundAnswers<string, number>;
  beforeEach(() => {
    searches = [];
    told = 0;
    errors = [];
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
      failed: (error) => {
        errors.push(String(error));
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

  it('are looked for again after an error, which is told where nobody waits', async () => {
    answers.about('a');
    searches[0]?.fail();
    await settled();
    assert.deepEqual([errors, told], [['Error: no answer'], 0]);
    assert.equal(answers.about('a'), 0);
    searches[1]?.give(3);
    await settled();
    assert.deepEqual([answers.about('a'), told, errors.length], [3, 1, 1]);
  });

  it('are not spoiled by the error of a search that was overtaken', async () => {
    answers.about('a');
    answers.outdate();
    answers.about('a');
    searches[1]?.give(2);
    searches[0]?.fail();
    await settled();
    assert.deepEqual([answers.about('a'), errors, searches.length], [2, [], 2]);
  });

  it('are not told of an error after they were forgotten', async () => {
    answers.about('a');
    answers.keepOnly(() => false);
    searches[0]?.fail();
    await settled();
    assert.deepEqual([errors, answers.size], [[], 0]);
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

describe('answers that are found one after the other in limited room', () => {
  let begun: string[];
  let searches: Map<string, Deferred<string>>;
  let errors: unknown[];
  let answers: BackgroundAnswers<string, string>;
  beforeEach(() => {
    begun = [];
    searches = new Map();
    errors = [];
    answers = new BackgroundAnswers<string, string>({
      keyOf: (subject) => subject,
      find: (subject) => {
        begun.push(subject);
        const search = deferred<string>();
        searches.set(subject, search);
        return search.promise;
      },
      initial: '',
      isSame: Object.is,
      changed: () => undefined,
      failed: (error) => errors.push(error),
      atOnce: 1,
      room: { sizeOf: ({ length }) => length, most: 10 },
    });
  });
  const give = async (subject: string): Promise<void> => {
    searches.get(subject)?.resolve(`${subject}!`);
    await settled();
  };

  it('wait for their turn, and an error holds up nobody', async () => {
    for (const subject of ['aa', 'bb', 'cc']) answers.about(subject);
    assert.deepEqual(begun, ['aa']);
    searches.get('aa')?.reject(new Error('broken'));
    await settled();
    assert.deepEqual([begun, errors.length], [['aa', 'bb'], 1]);
    await give('bb');
    await give('cc');
    assert.deepEqual([answers.about('bb'), answers.about('cc')], ['bb!', 'cc!']);
  });

  it('make room for others, those first that were asked for least recently', async () => {
    for (const subject of ['aaaa', 'bbbb']) {
      answers.about(subject);
      await give(subject);
    }
    assert.equal(answers.about('aaaa'), 'aaaa!');
    answers.about('cccc');
    await give('cccc');
    assert.deepEqual([answers.size, answers.about('aaaa'), answers.about('cccc')], [2, 'aaaa!', 'cccc!']);
    assert.equal(answers.about('bbbb'), '', 'it was forgotten');
  });

  it('are not looked for once others took their room', async () => {
    for (const subject of ['aaaa', 'bbbb', 'cccc', 'dddd']) answers.about(subject);
    await give('aaaa');
    await give('cccc');
    await give('dddd');
    assert.deepEqual(begun, ['aaaa', 'cccc', 'dddd']);
  });

  it('are kept where one alone takes more than all the room', async () => {
    const long = 'x'.repeat(20);
    answers.about('a');
    answers.about(long);
    await give('a');
    await give(long);
    assert.deepEqual([answers.about(long), answers.size], [`${long}!`, 1]);
  });
});
