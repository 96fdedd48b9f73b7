import assert from 'node:assert/strict';
import { timeState } from '../../../src/core/claims/timeState.ts';
import {
  duration,
  isNumericDate,
  localTime,
  relativeTime,
  shortDistance,
  utcTime,
} from '../../../src/core/text/time.ts';
import { parseJson } from '../../../src/core/text/json.ts';
import { NOW } from '../rules/tokens.ts';

const now = new Date(NOW * 1000);

function state(payload: string, leewaySeconds = 60): ReturnType<typeof timeState> {
  const reading = parseJson(payload);
  assert.ok(reading.ok);
  return timeState(reading.root, now, leewaySeconds);
}

describe('timeState', () => {
  it('flips at exp and nbf exactly, whatever the tolerance', () => {
    assert.equal(state(`{"exp":${NOW + 1}}`).state, 'active');
    assert.equal(state(`{"exp":${NOW}}`).state, 'expired');
    assert.equal(state(`{"exp":${NOW + 9},"nbf":${NOW}}`).state, 'active');
    assert.equal(state(`{"exp":${NOW + 9},"nbf":${NOW + 1}}`).state, 'not-yet-valid');
    assert.equal(state(`{"exp":${NOW + 0.5}}`).state, 'active');
  });

  it('knows tokens without an expiry', () => {
    assert.equal(state('{}').state, 'no-expiry');
    assert.equal(state(`{"nbf":${NOW + 1}}`).state, 'not-yet-valid');
  });

  it('claims nothing of what it cannot read', () => {
    for (const payload of [
      '{"exp":"1"}',
      '{"exp":null}',
      '{"exp":1e400}',
      `{"exp":${NOW * 1000}}`,
      '{"exp":-1}',
      `{"nbf":"x","exp":${NOW + 9}}`,
      '[]',
      '7',
    ])
      assert.equal(state(payload).state, 'unknown', payload);
    assert.deepEqual(timeState(undefined, now, 60), { state: 'unknown', changesAt: [] });
  });

  it('takes the last of two members, as parsers do', () => {
    assert.equal(state(`{"exp":${NOW + 1},"exp":1}`).state, 'expired');
  });

  it('arms every instant to come at which words, findings or verdict flip', () => {
    const seconds = (payload: string) => state(payload).changesAt.map((instant) => instant.getTime() / 1000 - NOW);
    assert.deepEqual(seconds(`{"nbf":${NOW + 100},"exp":${NOW + 200},"iat":${NOW + 90}}`), [30, 40, 100, 200, 260]);
    assert.deepEqual(seconds(`{"nbf":${NOW - 9},"exp":${NOW - 9},"iat":${NOW - 9}}`), [51]);
    assert.deepEqual(seconds(`{"exp":${NOW + 0.25}}`), [0.25, 60.25]);
    assert.deepEqual(seconds(`{"exp":${NOW * 1000}}`), []);
  });

  it('arms the instant at which a token is too old', () => {
    const reading = parseJson(`{"iat":${NOW - 100}}`);
    assert.ok(reading.ok);
    const { changesAt } = timeState(reading.root, now, 60, 300);
    assert.deepEqual(changesAt, [new Date((NOW + 260) * 1000)]);
  });
});

describe('relativeTime', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, 'now'],
    [-1, '1 second ago'],
    [59, 'in 59 seconds'],
    [60, 'in 1 minute'],
    [12 * 60 + 59, 'in 12 minutes'],
    [-3 * 3600, '3 hours ago'],
    [36 * 3600, 'in 36 hours'],
    [-48 * 3600, '2 days ago'],
    [45 * 86_400, 'in 45 days'],
    [-400 * 86_400, '13 months ago'],
    [3 * 366 * 86_400, 'in 3 years'],
  ];
  for (const [distance, words] of cases)
    it(`says ${words}`, () => assert.equal(relativeTime(NOW + distance, now), words));

  it('never throws', () => {
    assert.equal(relativeTime(Infinity, now), 'out of range');
    assert.equal(relativeTime(NaN, now), 'out of range');
    assert.match(relativeTime(1e300, now), /^in .* years$/);
  });
});

describe('shortDistance', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '< 1 min'],
    [-59, '< 1 min'],
    [60, '1 min'],
    [12 * 60 + 59, '12 min'],
    [-3 * 3600, '3 h'],
    [47 * 3600, '47 h'],
    [-48 * 3600, '2 d'],
    [70 * 86_400, '2 mo'],
    [3 * 366 * 86_400, '3 y'],
  ];
  for (const [distance, words] of cases)
    it(`says ${words}`, () => assert.equal(shortDistance(NOW + distance, now).words, words));

  it('knows when its words are no longer true, through all units', () => {
    for (const start of [-4e8, -40 * 86_400]) {
      let moment = new Date((NOW + start) * 1000);
      for (let step = 0; step < 400; step++) {
        const { words, changesAt } = shortDistance(NOW, moment);
        assert.ok(changesAt > moment);
        assert.equal(shortDistance(NOW, new Date(changesAt.getTime() - 2)).words, words);
        if (Math.abs(changesAt.getTime() / 1000 - NOW) > 1) assert.notEqual(shortDistance(NOW, changesAt).words, words);
        moment = changesAt;
      }
      assert.ok(moment.getTime() / 1000 > NOW);
    }
  });
});

describe('duration', () => {
  it('uses the largest unit that fits', () => {
    assert.equal(duration(1), '1 second');
    assert.equal(duration(3600), '1 hour');
    assert.equal(duration(45 * 86_400), '45 days');
    assert.equal(duration(Infinity), 'out of range');
  });
});

describe('utcTime and localTime', () => {
  it('write a second as people do', () => {
    assert.equal(utcTime(NOW), '14 Nov 2023, 22:13:20 UTC');
    assert.equal(utcTime(0), '1 Jan 1970, 00:00:00 UTC');
    const local = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
    assert.equal(localTime(NOW), local.format(now));
  });

  it('never throw', () => {
    for (const seconds of [NaN, Infinity, -1, 253_402_300_800, 1e300]) {
      assert.equal(utcTime(seconds), 'out of range');
      assert.equal(localTime(seconds), 'out of range');
      assert.equal(isNumericDate(seconds), false);
    }
  });
});
