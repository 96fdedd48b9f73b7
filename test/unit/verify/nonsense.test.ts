import assert from 'node:assert/strict';
import jsonwebtoken from 'jsonwebtoken';
import { decrypt, encrypt, inspect, inspectText, sign, tryKnownSecrets, verify } from '../../../src/core/api.ts';

const secret = 'Zk7v0pQ2mX9cR4tY8wB1nL6sD3fG5hJ0';
const token = jsonwebtoken.sign({ iss: 'https://a.example', aud: 'api' }, secret, { expiresIn: '1h' });
const profile = { issuer: 'https://a.example', audience: 'api', algorithms: ['HS256'] };
const keys = [{ material: secret }];
const options = { keys, profile };

/** What plain JavaScript, a setting or another extension may hand over. */
const nonsense: Readonly<Record<string, readonly unknown[]>> = {
  date: [new Date(NaN), NaN, 0, '2030-01-01', {}, null],
  number: [NaN, Infinity, -Infinity, '60', {}, [60], null, 60n, new Date()],
  list: ['HS256', { 0: 'HS256', length: 1 }, [5], [null], [['HS256']], 5, null, new Set(['HS256'])],
  text: [5, {}, [], true, ['https://a.example'], Symbol('a')],
};

type Case = readonly [name: string, options: unknown];
const cases: readonly Case[] = [
  ...(nonsense['date'] ?? []).flatMap((value): readonly Case[] => [
    ['now', { ...options, now: value }],
    ['keysFetchedAt', { ...options, keysFetchedAt: value }],
  ]),
  ...(nonsense['number'] ?? []).flatMap((value): readonly Case[] => [
    ['leewaySeconds', { ...options, profile: { ...profile, leewaySeconds: value } }],
    ['maxAgeSeconds', { ...options, profile: { ...profile, maxAgeSeconds: value } }],
  ]),
  ...(nonsense['list'] ?? []).flatMap((value): readonly Case[] => [
    ['algorithms', { ...options, profile: { ...profile, algorithms: value } }],
    ['requiredClaims', { ...options, profile: { ...profile, requiredClaims: value } }],
    ['algorithms', { ...options, keys: [{ ...keys[0], algorithms: value }] }],
  ]),
  ...(nonsense['text'] ?? []).flatMap((value): readonly Case[] => [
    ['issuer', { ...options, profile: { ...profile, issuer: value } }],
    ['tokenType', { ...options, profile: { ...profile, tokenType: value } }],
    ['nonce', { ...options, keyBinding: { nonce: value } }],
    ['audience', { ...options, keyBinding: { audience: value } }],
    ['password', { ...options, keys: [{ ...keys[0], password: value }] }],
    ['encoding', { ...options, keys: [{ ...keys[0], encoding: value }] }],
  ]),
  ['audience', { ...options, profile: { ...profile, audience: 5 } }],
  ['audience', { ...options, profile: { ...profile, audience: [5, 'api'] } }],
  ['maxAgeSeconds', { ...options, profile: { ...profile, maxAgeSeconds: -1 } }],
  ['profile', { ...options, profile: null }],
  ['profile', { ...options, profile: 'https://a.example' }],
  ['profile', { ...options, profile: [profile] }],
  ['keyBinding', { ...options, keyBinding: true }],
  ['keys', { profile }],
  ['keys', { ...options, keys: secret }],
  ['key', { ...options, keys: [secret] }],
  ['material', { ...options, keys: [{}] }],
  ['material', { ...options, keys: [{ material: 5 }] }],
  ['detachedPayload', { ...options, detachedPayload: 'text' }],
  ['otherKeys', { ...options, otherKeys: [] }],
  ['options', undefined],
  ['options', null],
  ['options', 'HS256'],
];

describe('options that make no sense', () => {
  it('are those below: without them the token is verified', async () => {
    assert.equal((await verify(token, options)).verdict, 'verified');
    const loose = { leewaySeconds: 9999, audience: ['x', 'api'], tokenType: undefined };
    assert.equal((await verify(token, { keys, profile: { ...profile, ...loose } as never })).verdict, 'verified');
  });

  for (const [name, given] of cases) {
    it(`never loosen a check of verify, and are refused with a sentence: ${name}, ${describeValue(given)}`, async () => {
      const { verdict, signature, claims, checks, findings } = await verify(token, given as never);
      assert.deepEqual([verdict, signature, claims, findings], ['not-verified', 'not-checked', 'not-checked', []]);
      assert.equal(checks.length, 11);
      for (const { outcome, detail } of checks) {
        assert.equal(outcome, 'not-checked');
        assert.match(detail, new RegExp(`^Nothing was checked\\. .*${name}.* must (?:be|have) .*\\.$`));
        assert.ok(!detail.includes(secret));
      }
    });
  }

  it('never hide a finding of inspect and inspectText, which begin with an error that says so', () => {
    const inspected: readonly unknown[] = [
      { now: new Date(NaN) },
      { leewaySeconds: NaN },
      { leewaySeconds: '60' },
      { context: 'nowhere' },
      { profile: { algorithms: 'HS256' } },
      { profile: 5 },
      { rules: { 'alg-none': 'off' } },
      { rules: new Map([['alg-none', 'quiet']]) },
      { isTracked: 'no' },
      null,
      5,
    ];
    const bad = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`;
    for (const given of inspected) {
      const [first, ...rest] = inspect(bad, given as never);
      assert.equal(first?.ruleId, 'options-invalid');
      assert.match(first.message, /must be .*\.$/);
      assert.ok(rest.some(({ ruleId }) => ruleId === 'alg-none'));
      assert.equal(inspectText('{}', given as never)[0]?.ruleId, 'options-invalid');
    }
    for (const given of [{ languageId: 5 }, { fileName: {} }, { codeRules: 'no' }, { sharedKeys: 'a' }])
      assert.equal(inspectText('{}', given as never)[0]?.ruleId, 'options-invalid');
  });

  it('open and make no token', async () => {
    for (const given of [undefined, null, {}, { keys: secret }, { keys: [5] }, { keys: [{ material: null }] }]) {
      const { outcome, reason } = await decrypt(token, given as never);
      assert.equal(outcome, 'failed');
      assert.match(reason ?? '', /must (?:be|have) .*\.$/);
    }
    const key = { material: secret };
    const makings: readonly (readonly [unknown, unknown])[] = [
      [5, { key }],
      [null, { key }],
      [[1], { key }],
      [{}, undefined],
      [{}, { key: secret }],
      [{}, { key, header: 'HS256' }],
      [{}, { key, header: null }],
      [{}, { key: { material: secret, algorithms: 'HS256' } }],
      [{ exp: NaN }, { key }],
      [{ exp: Infinity }, { key }],
      [{ exp: new Date(NaN) }, { key }],
      [{ a: [{ exp: -Infinity }] }, { key }],
      [{ exp: 60n }, { key }],
      [{}, { key, header: { alg: 'HS256', x: NaN } }],
    ];
    for (const [content, given] of makings) {
      for (const make of [sign, encrypt]) {
        await assert.rejects(make(content as never, given as never), (error: unknown) => {
          assert.ok(error instanceof Error && !(error instanceof TypeError));
          assert.match(error.message, /(?:must (?:be|have)|JSON cannot hold) .*\.$/);
          return true;
        });
      }
    }
  });

  it('are no list of words to try: text would be tried letter by letter', async () => {
    for (const words of ['secret', 5, null, {}])
      await assert.rejects(tryKnownSecrets(token, words as never), /must be a list of strings\.$/);
  });
});

function describeValue(value: unknown): string {
  if (value === undefined) return 'undefined';
  const seen = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null ? member : String(member),
  );
  return seen.replaceAll(secret, '…').slice(0, 160);
}
