import assert from 'node:assert/strict';
import { readKeys } from '../../../src/core/keys/readKeys.ts';

describe('a key set of very many entries', () => {
  it('is read without running out of stack, with sentences for the first entries that are no keys and a count of the rest', async () => {
    const many = 150_000;
    const keys = [{ kty: 'oct', k: 'YQ' }, ...Array.from({ length: many }, () => ({}))];
    const { sources, problems } = await readKeys([{ material: JSON.stringify({ keys }) }]);
    assert.deepEqual([sources.length, problems.length], [1, 21]);
    assert.equal(problems.at(-1), `${many - 20} more keys are skipped.`);
  });
});
