import assert from 'node:assert/strict';
import {
  anyOf,
  exactly,
  isBoolean,
  isNumber,
  isString,
  listOf,
  object,
  oneOf,
} from '../../../../src/panel/protocol/guard.ts';

describe('guards of panel messages', () => {
  const isShape = object({ name: isString, kind: oneOf('a', 'b') }, { count: isNumber });

  it('accept what has the shape, with and without optional members', () => {
    assert.ok(isShape({ name: 'x', kind: 'a' }));
    assert.ok(isShape({ name: 'x', kind: 'b', count: 1, more: true }));
  });

  const refused: readonly (readonly [why: string, value: unknown])[] = [
    ['nothing', undefined],
    ['null', null],
    ['a text', 'name'],
    ['a missing member', { kind: 'a' }],
    ['a member of another type', { name: 1, kind: 'a' }],
    ['a word that is none of the options', { name: 'x', kind: 'c' }],
    ['an optional member of another type', { name: 'x', kind: 'a', count: '1' }],
    ['an optional member that is undefined', { name: 'x', kind: 'a', count: undefined }],
    ['a number that is not finite', { name: 'x', kind: 'a', count: Number.NaN }],
    ['members that are only inherited', Object.create({ name: 'x', kind: 'a' })],
  ];
  for (const [why, value] of refused) it(`refuse ${why}`, () => assert.ok(!isShape(value)));

  it('look at every item of a list', () => {
    assert.ok(listOf(isBoolean)([true, false]));
    assert.ok(!listOf(isBoolean)([true, 0]));
    assert.ok(!listOf(isBoolean)({ length: 0 }));
  });

  it('accept any one of several shapes', () => {
    const either = anyOf(object({ ok: exactly(true) }), object({ ok: exactly(false), error: isString }));
    assert.ok(either({ ok: true }));
    assert.ok(either({ ok: false, error: 'no' }));
    assert.ok(!either({ ok: false }));
  });
});
