import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { member, parseJson, toPlain } from '../../../src/core/text/json.ts';
import type { JsonNode } from '../../../src/core/text/json.ts';

function read(text: string): JsonNode {
  const reading = parseJson(text);
  assert.ok(reading.ok, `${text} should be JSON`);
  return reading.root;
}

/** What `JSON.parse` makes of the text, or nothing if it refuses it. */
function byPlatform(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Every node, with the members' names as strings of their own. */
function* walk(node: JsonNode): Generator<JsonNode> {
  yield node;
  if (node.type === 'array') for (const item of node.items) yield* walk(item);
  if (node.type === 'object') for (const { value } of node.members) yield* walk(value);
}

describe('parseJson', () => {
  it('reads what JSON.parse reads, to the same value', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom('', ' ', '\n\t'), (text, space) => {
        assert.deepEqual(toPlain(read(space + text + space)), JSON.parse(text));
      }),
    );
  });

  it('refuses what JSON.parse refuses, and nothing else', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '\\',
      '\\u00',
      '1',
      '0',
      '-',
      '.',
      'e',
      'E+',
      'true',
      'nul',
      'null',
      ' ',
      '\n',
      '\u0001',
      '\ufeff',
      'é',
      'NaN',
      "'",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 9 }), (chosen) => {
        const text = chosen.join('');
        assert.equal(parseJson(text).ok, byPlatform(text) !== undefined, text);
      }),
      { numRuns: 20_000 },
    );
  });

  it('gives every value the span of its own text', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        for (const node of walk(read(text)))
          assert.deepEqual(toPlain(node), JSON.parse(text.slice(node.start, node.end)));
      }),
    );
  });

  it('gives members, names and values their spans', () => {
    const text = '{ "a\\u0062" : [1] , "c":null }';
    const root = read(text);
    assert.equal(root.type, 'object');
    const spans = root.members;
    assert.deepEqual(
      spans.map((one) => [one.name, text.slice(one.start, one.end), text.slice(one.nameSpan.start, one.nameSpan.end)]),
      [
        ['ab', '"a\\u0062" : [1]', '"a\\u0062"'],
        ['c', '"c":null', '"c"'],
      ],
    );
  });

  it('finds names that occur twice after unescaping, at any depth', () => {
    const reading = parseJson('{"alg":1,"x":{"n":1,"\\u006e":2,"n":3},"\\u0061lg":2}');
    assert.ok(reading.ok);
    assert.deepEqual(
      reading.duplicates.map(({ name, start, duplicateOf }) => [name, start, duplicateOf?.start]),
      [
        ['n', 20, 14],
        ['n', 31, 20],
        ['alg', 38, 1],
      ],
    );
  });

  it('does not take members of different objects for duplicates', () => {
    const reading = parseJson('[{"a":{"a":1}},{"a":2}]');
    assert.ok(reading.ok);
    assert.deepEqual(reading.duplicates, []);
  });

  for (const text of ['9007199254740993', '-0', '1e400', '1E+2', '0.10', '123456789012345678901234567890']) {
    it(`keeps the number ${text} as it was written`, () => {
      const node = read(text);
      assert.deepEqual([node.type, node.type === 'number' && node.text], ['number', text]);
      assert.ok(node.type === 'number' && Object.is(node.value, Number(text)));
    });
  }

  it('keeps lone surrogates as JSON.parse does', () => {
    const text = '"\\ud800 \\udc00\\ud800"';
    assert.equal(toPlain(read(text)), JSON.parse(text));
  });

  it('reads 64 levels and refuses the 65th, where it begins', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    assert.ok(parseJson(nested(64)).ok);
    assert.deepEqual(parseJson(nested(65)), {
      ok: false,
      error: { offset: 64, message: 'values are nested more than 64 levels deep' },
    });
  });

  it('survives a megabyte of opening brackets, and one of digits', () => {
    assert.equal(parseJson('['.repeat(1 << 20)).ok, false);
    assert.equal(parseJson('{"a":'.repeat(1 << 18)).ok, false);
    assert.ok(parseJson('1'.repeat(1 << 20)).ok);
  });

  const errors: readonly (readonly [text: string, offset: number, message: string])[] = [
    ['', 0, 'the text ends where a value is expected'],
    ['{"a":', 5, 'the text ends where a value is expected'],
    ['{"a":tru}', 5, 'a value is expected'],
    ['{a:1}', 1, 'a member name in double quotes is expected'],
    ['{"a":1,}', 7, 'a member name in double quotes is expected'],
    ['{"a" 1}', 5, 'a colon is expected after the member name'],
    ['{"a":1 "b":2}', 7, 'a comma or "}" is expected'],
    ['[1 2]', 3, 'a comma or "]" is expected'],
    ['[1,]', 3, 'a value is expected'],
    ['"abc', 4, 'the string is not closed'],
    ['"a\nb"', 2, 'a control character in a string must be escaped'],
    ['"a\\xb"', 2, 'this is not a JSON escape'],
    ['"\\u12g4"', 1, 'this is not a JSON escape'],
    ['-', 1, 'a digit is expected'],
    ['1.', 2, 'a digit is expected'],
    ['1e', 2, 'a digit is expected'],
    ['01', 1, 'more text follows the value'],
    ['{} x', 3, 'more text follows the value'],
  ];
  for (const [text, offset, message] of errors) {
    it(`says where and why ${JSON.stringify(text)} is not JSON`, () => {
      assert.deepEqual(parseJson(text), { ok: false, error: { offset, message } });
    });
  }
});

describe('toPlain', () => {
  it('makes __proto__ a member like any other', () => {
    const plain = toPlain(read('{"__proto__":{"admin":true},"constructor":1}')) as Record<string, unknown>;
    assert.equal(plain['admin'], undefined);
    assert.equal(Object.getPrototypeOf(plain), Object.prototype);
    assert.deepEqual(Object.keys(plain), ['__proto__', 'constructor']);
  });

  it('lets the last member of a name win, as JSON.parse does', () => {
    assert.deepEqual(toPlain(read('{"a":1,"b":2,"a":3}')), { a: 3, b: 2 });
  });
});

describe('member', () => {
  it('is the last of its name', () => {
    assert.deepEqual(member(read('{"a":1,"a":2}'), 'a')?.value, {
      type: 'number',
      start: 11,
      end: 12,
      value: 2,
      text: '2',
    });
  });

  it('is nothing where there is no object, or no such name', () => {
    assert.equal(member(undefined, 'a'), undefined);
    assert.equal(member(read('["a"]'), 'a'), undefined);
    assert.equal(member(read('{}'), 'toString'), undefined);
  });
});
