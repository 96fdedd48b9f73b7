import assert from 'node:assert/strict';
import { parseJson } from '../../../src/core/text/json.ts';
import { printJson } from '../../../src/core/text/printJson.ts';

const printed = (text: string, indent = 2): string => {
  const reading = parseJson(text);
  assert.ok(reading.ok);
  return printJson(reading.root, indent);
};
const nested = (open: string, inner: string, close: string, depth: number): string =>
  open.repeat(depth) + inner + close.repeat(depth);

describe('JSON that is nested deeply', () => {
  for (const [name, open, close] of [
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
    ['both', '[{"a":', '}]'],
  ] as const) {
    it(`has margins as everywhere down to the sixteenth level, and the rest on one line (${name})`, () => {
      const depth = name === 'both' ? 8 : 16;
      const shallow = nested(open, '1', close, depth);
      assert.equal(printed(shallow), JSON.stringify(JSON.parse(shallow), null, 2));
      const lines = printed(nested(open, '1', close, 30)).split('\n');
      assert.equal(lines.length, 33);
    });

    it(`reads the same when it is read again (${name})`, () => {
      const deep = nested(open, '[1,{"b":[]}]', close, 25);
      assert.deepEqual(JSON.parse(printed(deep)), JSON.parse(deep));
    });

    it(`takes no more than some times the room of what it prints (${name})`, () => {
      const text = `[${Array.from({ length: 50 }, () => nested(open, '1', close, name === 'both' ? 30 : 60)).join(',')}]`;
      assert.ok(printed(text).length < 8 * text.length);
    });
  }
});
