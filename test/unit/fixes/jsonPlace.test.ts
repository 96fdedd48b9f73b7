import assert from 'node:assert/strict';
import { array, assert as holds, constantFrom, nat, property } from 'fast-check';

import { jsonPlace } from '../../../src/core/text/jsonPlace.ts';

/** What is suggested at the `|` of a text: the kind, what was typed, what would be replaced. */
function at(marked: string): unknown {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const place = jsonPlace(text, caret);
  if (!place) return undefined;
  const { kind, typed, name, known, start, end } = place;
  return kind === 'name'
    ? { kind, typed, known, replaced: text.slice(start, end) }
    : { kind, typed, name, replaced: text.slice(start, end) };
}

describe('place of the caret in JSON', () => {
  it('is a name right inside the outermost object', () => {
    assert.deepEqual(at('{|'), { kind: 'name', typed: '', known: [], replaced: '' });
    assert.deepEqual(at('{ "|'), { kind: 'name', typed: '', known: [], replaced: '"' });
    assert.deepEqual(at('{ "e|"'), { kind: 'name', typed: 'e', known: [], replaced: '"e"' });
    assert.deepEqual(at('{\n  ex|'), { kind: 'name', typed: 'ex', known: [], replaced: 'ex' });
    assert.deepEqual(at('{ "iss": "a, b", "aud": [1, 2], "|\n}'), {
      kind: 'name',
      typed: '',
      known: ['iss', 'aud'],
      replaced: '"',
    });
  });

  it('is the name that is already there', () => {
    assert.deepEqual(at('{ "ex|p": 1 }'), { kind: 'name', typed: 'ex', known: [], replaced: '"exp"' });
  });

  it('is a value with the name of its member', () => {
    assert.deepEqual(at('{ "exp": |'), { kind: 'value', typed: '', name: 'exp', replaced: '' });
    assert.deepEqual(at('{ "exp": "+|" }'), { kind: 'value', typed: '+', name: 'exp', replaced: '"+"' });
    assert.deepEqual(at('{ "exp": +1|'), { kind: 'value', typed: '+1', name: 'exp', replaced: '+1' });
    assert.deepEqual(at('{ "a\\"b": "|'), { kind: 'value', typed: '', name: 'a\\"b', replaced: '"' });
  });

  it('is found behind a string that was left unfinished on its line', () => {
    assert.deepEqual(at('{ "iss": "x,\n "|"'), { kind: 'value', typed: '', name: 'iss', replaced: '""' });
  });

  it('is nothing elsewhere', () => {
    for (const marked of ['|', '[ "|', '{ "a": { "|', '{ "a": [ "|', '{ "a": "b"|', '{ "a": 1 |', '{}|', '"|'])
      assert.equal(at(marked), undefined, marked);
  });

  it('is found in any text, inside of it', () => {
    holds(
      property(array(constantFrom(...'{}[]":,\\ \nae1+'.split(''))), nat(), (characters, seed) => {
        const text = characters.join('');
        const caret = seed % (text.length + 1);
        const place = jsonPlace(text, caret);
        assert.ok(
          !place || (0 <= place.start && place.start <= caret && caret <= place.end && place.end <= text.length),
        );
      }),
    );
  });
});
