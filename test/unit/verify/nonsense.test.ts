import assert from 'node:assert/strict';
import jsonwebtoken from 'jsonwebtoken';
import {
  decode,
  decrypt,
  encrypt,
  find,
  inspect,
  inspectText,
  scan,
  sign,
  tryKnownSecrets,
  verify,
} from '../../../src/core/api.ts';
import * as api from '../../../src/core/api.ts';
import { InputError } from '../../../src/core/text/inputError.ts';
import { MakingError } from '../../../src/core/verify/makingError.ts';

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

/** Runs foreign code, or throws, wherever it is touched. */
function trap(): never {
  throw new TypeError('touched');
}
const hostile = <T extends object>(target: T): T =>
  new Proxy(target, { get: trap, has: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap });
function revoked<T extends object>(target: T): T {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}
const throwing = (name: string, others: object = {}): object =>
  Object.defineProperty({ ...others }, name, { get: trap, enumerable: true });

describe('values that run code when they are read', () => {
  const touchy: readonly (readonly [what: string, given: unknown])[] = [
    ['a date behind a proxy', { ...options, now: new Proxy(new Date(), {}) }],
    ['bytes behind a proxy', { ...options, detachedPayload: new Proxy(new Uint8Array(2), {}) }],
    ...['now', 'keys', 'profile', 'keyBinding', 'detachedPayload', 'otherKeys', 'keysFetchedAt'].map(
      (name) => [`${name} that throws`, throwing(name, options)] as const,
    ),
    ...Object.keys(profile).map(
      (name) => [`${name} of the profile that throws`, { keys, profile: throwing(name, profile) }] as const,
    ),
    ...['maxAgeSeconds', 'requiredClaims', 'tokenType'].map(
      (name) => [`${name} of the profile that throws`, { keys, profile: throwing(name, profile) }] as const,
    ),
    ...['material', 'encoding', 'password', 'name', 'algorithms'].map(
      (name) => [`${name} of a key that throws`, { profile, keys: [throwing(name, keys[0])] }] as const,
    ),
    ['nonce that throws', { ...options, keyBinding: throwing('nonce') }],
    ['a member of a JWK that throws', { profile, keys: [{ material: throwing('k', { kty: 'oct' }) }] }],
    ['a member of a set that throws', { profile, keys: [{ material: { keys: [throwing('kty')] } }] }],
    ['a JWK that goes round in circles', { profile, keys: [{ material: circular() }] }],
    ['a list of keys behind a hostile proxy', { profile, keys: hostile([]) }],
    ['a list of keys that was revoked', { profile, keys: revoked([]) }],
    ['an audience behind a hostile proxy', { keys, profile: { ...profile, audience: hostile(['api']) } }],
    ['a profile behind a hostile proxy', { keys, profile: hostile(profile) }],
    ['a profile that was revoked', { keys, profile: revoked(profile) }],
    ['options behind a hostile proxy', hostile(options)],
    ['options that were revoked', revoked(options)],
  ];

  function circular(): object {
    const jwk: Record<string, unknown> = { kty: 'oct', k: 'YWJj' };
    jwk['self'] = jwk;
    return jwk;
  }

  for (const [what, given] of touchy) {
    it(`are refused by verify and decrypt with a sentence: ${what}`, async () => {
      const { verdict, signature, checks } = await verify(token, given as never);
      assert.deepEqual([verdict, signature], ['not-verified', 'not-checked']);
      for (const { detail } of checks) assert.match(detail, /^Nothing was checked\. .* must be .*\.$/);
      const { outcome, reason } = await decrypt(token, given as never);
      assert.equal(outcome, 'failed');
      assert.match(reason ?? '', /\.$/);
    });
  }

  it('are read once: what changes behind the first look changes nothing', async () => {
    let looks = 0;
    const shifty = Object.defineProperty({ ...profile }, 'issuer', {
      get: () => (looks++ === 0 ? 'https://a.example' : undefined),
      enumerable: true,
    });
    assert.equal((await verify(token, { keys, profile: shifty })).verdict, 'verified');
    assert.equal(looks, 1);
    class Late extends Date {
      override getTime(): number {
        return 0;
      }
    }
    const expired = jsonwebtoken.sign({ iss: 'https://a.example', aud: 'api', exp: 1_700_000_000 }, secret);
    assert.equal((await verify(expired, { ...options, now: new Late() })).verdict, 'rejected');
    assert.ok(inspect(expired, { now: new Late() }).some(({ ruleId }) => ruleId === 'exp-expired'));
  });

  it('demands that a class or a prototype holds count like any others', async () => {
    class Strict {
      get maxAgeSeconds(): number {
        return 1;
      }
    }
    const strict = Object.assign(new Strict(), profile);
    const old = jsonwebtoken.sign({ iss: 'https://a.example', aud: 'api', iat: 1_700_000_000 }, secret, {
      expiresIn: '9y',
    });
    assert.equal((await verify(old, { keys, profile: strict })).verdict, 'rejected');
    const inherited = Object.create({ keyBinding: { nonce: 'n' } }) as object;
    const checks = (await verify(token, Object.assign(inherited, options))).checks.map(({ id }) => id);
    assert.ok(checks.includes('key-binding'));
  });

  it('hide no finding of inspect and inspectText', () => {
    const inspected = [
      throwing('now'),
      throwing('rules'),
      throwing('profile'),
      { now: new Proxy(new Date(), {}) },
      { rules: new Proxy(new Map(), {}) },
      { profile: throwing('issuer') },
      { sharedKeys: hostile([]) },
      hostile({}),
      revoked({}),
    ];
    const bad = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`;
    for (const given of inspected) {
      const [first, ...rest] = inspect(bad, given);
      assert.equal(first?.ruleId, 'options-invalid');
      assert.ok(rest.some(({ ruleId }) => ruleId === 'alg-none'));
      assert.equal(inspectText('{}', given as never)[0]?.ruleId, 'options-invalid');
    }
  });

  it('are not made into a token: what says it is no JSON object, or nothing', async () => {
    const key = { material: secret };
    const contents: readonly unknown[] = [
      { toJSON: () => undefined },
      { toJSON: () => 'text' },
      { toJSON: () => 5 },
      { toJSON: () => [1] },
      { toJSON: () => null },
      { toJSON: trap },
      new Date(),
      Object('text'),
      new Proxy({}, { ownKeys: trap }),
      revoked({}),
      throwing('exp'),
      [],
    ];
    const refusals: readonly (readonly [unknown, unknown])[] = [
      ...contents.map((content) => [content, { key, header: { alg: 'HS256' } }] as const),
      ...contents.map((header) => [{}, { key, header }] as const),
      [{}, throwing('key')],
      [{}, throwing('header', { key })],
      [{}, { key: throwing('material') }],
      [{}, hostile({ key })],
      [{}, revoked({ key })],
    ];
    for (const [content, given] of refusals) {
      for (const make of [sign, encrypt]) {
        await assert.rejects(make(content as never, given as never), (error: unknown) => {
          assert.ok(error instanceof MakingError, String(error));
          assert.ok(['options', 'content', 'header'].includes(error.code));
          assert.match(error.message, /\.$/);
          return true;
        });
      }
    }
  });

  it('are no keys of somebody else that could explain a failure', async () => {
    const other = jsonwebtoken.sign({}, 'another secret that is long enough for it');
    for (const otherKeys of [
      trap,
      () => hostile([]),
      () => [5, null, throwing('keys')],
      () => Promise.reject(new Error()),
    ])
      assert.equal((await verify(other, { ...options, otherKeys: otherKeys as never })).signature, 'invalid');
  });
});

describe('a token that is no text', () => {
  const notText: readonly unknown[] = [
    undefined,
    null,
    5,
    true,
    5n,
    {},
    [],
    Symbol('a'),
    () => token,
    Object(token),
    Buffer.from(token),
    hostile({}),
    revoked({}),
  ];

  it('is refused in the answer where there is one, else with an error of the API that has a code', async () => {
    for (const given of notText as never[]) {
      const { kind, problem } = decode(given);
      assert.deepEqual([kind, problem?.message], ['malformed', 'The token must be text.']);
      assert.deepEqual(
        inspect(given).map(({ ruleId }) => ruleId),
        ['options-invalid'],
      );
      assert.deepEqual(
        inspectText(given).map(({ ruleId }) => ruleId),
        ['options-invalid'],
      );
      assert.equal((await verify(given, options)).verdict, 'not-verified');
      assert.equal((await decrypt(given, { keys })).outcome, 'failed');
      const isOwn = (error: unknown): boolean =>
        error instanceof InputError && 'code' in error && error.message.endsWith(' must be text.');
      assert.throws(() => scan(given), isOwn);
      assert.throws(() => find(given), isOwn);
      await assert.rejects(tryKnownSecrets(given), isOwn);
    }
  });

  it('is tried with each public function above', () => {
    const functions = Object.entries(api).filter(([, value]) => typeof value === 'function');
    const tried = [decode, decrypt, encrypt, find, inspect, inspectText, scan, sign, tryKnownSecrets, verify];
    assert.deepEqual(functions.map(([name]) => name).toSorted(), tried.map(({ name }) => name).toSorted());
  });

  it('nor are words that cannot be read, or are no strings, a list', async () => {
    const endless = { [Symbol.iterator]: trap };
    const breaking = {
      *[Symbol.iterator]() {
        yield 'a';
        trap();
      },
    };
    for (const words of [endless, breaking, [5], ['a', null], hostile([]), revoked([]), [Symbol('a')], [hostile({})]])
      await assert.rejects(tryKnownSecrets(token, words as never), (error) => error instanceof InputError);
  });
});

function describeValue(value: unknown): string {
  if (value === undefined) return 'undefined';
  const seen = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null ? member : String(member),
  );
  return seen.replaceAll(secret, '…').slice(0, 160);
}
