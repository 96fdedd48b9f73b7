import assert from 'node:assert/strict';
import { claimsInSeconds, renewedClaims } from '../../../src/core/fixes/renewClaims.ts';
import { parseJson } from '../../../src/core/text/json.ts';
import type { JsonObject } from '../../../src/core/text/json.ts';

const now = 1_800_000_000;

function claims(text: string): JsonObject {
  const reading = parseJson(text);
  assert.ok(reading.ok && reading.root.type === 'object');
  return reading.root;
}

describe('renewed claims', () => {
  const cases: readonly (readonly [what: string, before: string, after: string])[] = [
    ['live as long as before', '{"iat":1000,"exp":1600}', `{"iat":${now},"exp":${now + 600}}`],
    ['count from nbf without iat', '{"nbf":1000,"exp":1900}', `{"nbf":${now},"exp":${now + 900}}`],
    ['live an hour where nobody can tell', '{"exp":1600}', `{"exp":${now + 3600}}`],
    ['live an hour where they never lived', '{"iat":1600,"exp":1000}', `{"iat":${now},"exp":${now + 3600}}`],
    ['get an expiry where they have none', '{ "sub": "a" }', `{ "sub": "a" ,"exp":${now + 3600}}`],
    ['get an expiry where there is nothing', '{}', `{"exp":${now + 3600}}`],
    [
      'keep all else as it is spelled',
      '{"id": 12345678901234567890, "a":"\\u0061", "exp" : 1600 ,"iat":1000}',
      `{"id": 12345678901234567890, "a":"\\u0061", "exp" : ${now + 600} ,"iat":${now}}`,
    ],
    [
      'are written in seconds',
      '{"iat":1700000000000,"exp":1700000600000,"auth_time":1700000000000}',
      `{"iat":${now},"exp":${now + 600},"auth_time":1700000000}`,
    ],
    ['replace a time that was none', '{"exp":"soon"}', `{"exp":${now + 3600}}`],
    ['change the time that counts', '{"exp":1,"exp":1600}', `{"exp":1,"exp":${now + 3600}}`],
    ['leave inner times alone', '{"a":{"exp":5},"exp":1600}', `{"a":{"exp":5},"exp":${now + 3600}}`],
  ];
  for (const [what, before, after] of cases) {
    it(what, () => {
      assert.equal(renewedClaims(before, claims(before), now), after);
    });
  }
});

describe('claims in seconds', () => {
  it('have their milliseconds divided, and nothing else changed', () => {
    const before = '{"iat":1700000000123, "exp":1700000600,"nbf":1700000000999,"x":1700000000123}';
    const after = '{"iat":1700000000, "exp":1700000600,"nbf":1700000000,"x":1700000000123}';
    assert.equal(claimsInSeconds(before, claims(before)), after);
  });

  it('are not there where there were no milliseconds', () => {
    for (const text of ['{"exp":1700000600}', '{"exp":"1700000000123"}', '{}', '{"exp":1e300}'])
      assert.equal(claimsInSeconds(text, claims(text)), undefined);
  });
});
