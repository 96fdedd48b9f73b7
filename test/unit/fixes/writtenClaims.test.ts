import assert from 'node:assert/strict';

import { claimsToSign, readObject, timesInWords } from '../../../src/core/fixes/writtenClaims.ts';
import { read } from '../../../src/core/text/sentence.ts';
import type { JsonObject } from '../../../src/core/text/json.ts';

const now = 1_800_000_000;

function claims(text: string): JsonObject {
  const reading = readObject(text);
  assert.ok(reading.ok, reading.ok ? '' : reading.problem);
  return reading.root;
}

const words = (text: string): readonly string[] =>
  timesInWords(claims(text)).map((time) => `${time.name} ${read(time.words, new Date(now * 1000))}`);

describe('claims as a person writes them', () => {
  const times: readonly (readonly [written: string, seconds: number])[] = [
    ['now', now],
    ['+1h', now + 3600],
    ['-30m', now - 1800],
    ['+90s', now + 90],
    ['+7d', now + 604_800],
    ['-2w', now - 1_209_600],
    ['+1y', now + 31_536_000],
    [' +1h ', now + 3600],
    ['2026-05-31', Date.UTC(2026, 4, 31) / 1000],
    ['2026-05-31T20:00:00Z', Date.UTC(2026, 4, 31, 20) / 1000],
    ['2026-05-31T20:00+02:00', Date.UTC(2026, 4, 31, 18) / 1000],
    ['2024-02-29', Date.UTC(2024, 1, 29) / 1000],
  ];
  for (const [written, seconds] of times) {
    it(`takes ${JSON.stringify(written)} for a time`, () => {
      assert.equal(claimsToSign(claims(JSON.stringify({ exp: written })), now), `{"exp":${seconds}}`);
    });
  }

  for (const text of [
    '',
    'tomorrow',
    '1h',
    '+1',
    '+1x',
    '+1h30m',
    '2026-02-30',
    '2026-13-01',
    '2026-05-31T20:00:00',
    '1716480961',
    '-99999y',
  ]) {
    it(`leaves the text ${JSON.stringify(text)}`, () => {
      assert.equal(claimsToSign(claims(JSON.stringify({ exp: text })), now), JSON.stringify({ exp: text }));
    });
  }

  it('keeps everything else: order, digits, duplicates, and what only looks like a time', () => {
    const text = '{ "z": 12345678901234567890, "a": 1.10, "note": "+1h", "nested": { "exp": "+1h" }, "a": null }';
    assert.equal(
      claimsToSign(claims(text), now),
      '{"z":12345678901234567890,"a":1.10,"note":"+1h","nested":{"exp":"+1h"},"a":null}',
    );
  });

  it('says what the times come to', () => {
    assert.deepEqual(words('{"iat":"now","nbf":"-30m","exp":"+1h","sub":"x"}'), [
      'iat when the token is signed',
      'nbf 30 minutes before the token is signed',
      'exp 1 hour after the token is signed',
    ]);
    assert.deepEqual(words(`{"exp":${now + 7200}}`), ['exp 15 Jan 2027, 10:00:00 UTC, in 2 hours']);
    assert.deepEqual(words('{"exp":"2027-01-16"}'), ['exp 16 Jan 2027, 00:00:00 UTC, in 16 hours']);
    assert.match(words('{"exp":"soon"}').join(), /^exp stays text/);
    assert.deepEqual(words('{"exp":1e99,"iat":true}'), []);
  });

  it('says where it is not JSON', () => {
    const problem = (text: string): string => {
      const reading = readObject(text);
      return reading.ok ? '' : reading.problem;
    };
    assert.equal(
      problem('{\n  "sub": "x"\n  "exp": 1\n}'),
      'This is not JSON yet. Line 3, column 3: a comma or "}" is expected.',
    );
    assert.match(problem(''), /^This is not JSON yet\. Line 1, column 1:/);
    assert.match(problem('{"exp": +1h}'), /Line 1, column 9: a value is expected\.$/);
    assert.match(problem('[1]'), /not an object/);
  });
});
