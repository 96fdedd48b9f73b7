import assert from 'node:assert/strict';
import { unexpectedError } from '../../../src/platform/unexpectedError.ts';

describe('an error that nobody expected', () => {
  const secret = 'kD3vQz8nLw5rTb1x';
  const errors: Readonly<Record<string, () => unknown>> = {
    'JSON that is none': () => JSON.parse(secret) as unknown,
    'a message of several lines': () => {
      throw new TypeError(`first\n    at ${secret}\n${secret}`);
    },
    'something that is no error': () => {
      // eslint-disable-next-line typescript/only-throw-error -- anything may be thrown
      throw secret;
    },
    'what browsers throw': () => {
      throw new DOMException(secret, 'OperationError');
    },
  };
  for (const [what, fail] of Object.entries(errors)) {
    it(`is logged without what was worked on: ${what}`, () => {
      let logged = '';
      try {
        fail();
      } catch (error) {
        logged = unexpectedError(error);
      }
      assert.notEqual(logged, '');
      assert.ok(!logged.includes(secret), logged);
    });
  }

  it('is logged with its name and place', () => {
    assert.match(unexpectedError(new RangeError('x')), /^RangeError\n\s+at .*unexpectedError\.test/);
  });
});
