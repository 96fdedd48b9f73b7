import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseSettings } from '../../../src/core/settings/settings.ts';
import type { RawSettings } from '../../../src/core/settings/settings.ts';

const problemsOf = (raw: RawSettings): readonly string[] =>
  parseSettings(raw).problems.map(({ key, message }) => `${key}: ${message}`);

/** An entry with nothing wrong. */
const staging = {
  name: 'staging',
  issuer: 'https://login.corp.io',
  audience: 'orders-api',
  algorithms: ['RS256'],
  jwksUri: 'https://login.corp.io/jwks',
};

describe('parseSettings', () => {
  it('has defaults for everything', () => {
    const { enabled, diagnostics, clockToleranceSeconds, issuers, hover, allowedOrigins, problems } = parseSettings({});
    assert.deepEqual([enabled, diagnostics.enabled, hover.enabled, clockToleranceSeconds], [true, true, true, 60]);
    assert.deepEqual([issuers, allowedOrigins, problems], [[], [], []]);
    assert.ok(diagnostics.contexts.length > 5 && diagnostics.rules.size === 0);
  });

  it('never throws, whatever it is given', () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true });
    const raw = fc.record({
      enabled: anything,
      'diagnostics.enabled': anything,
      'diagnostics.rules': anything,
      'diagnostics.contexts': anything,
      ignore: fc.oneof(anything, fc.array(anything)),
      clockTolerance: anything,
      issuers: fc.oneof(
        anything,
        fc.array(
          fc.oneof(
            anything,
            fc.record({ name: anything, issuer: anything, audience: anything, algorithms: anything, key: anything }),
            fc.record(
              {
                name: fc.string({ minLength: 1 }),
                issuer: fc.oneof(anything, fc.webUrl()),
                discovery: fc.oneof(anything, fc.constant(true)),
                jwksUri: fc.oneof(anything, fc.webUrl()),
                key: fc.oneof(anything, fc.constant('${env:SECRET}')),
                authorization: anything,
                envFile: anything,
                encoding: anything,
              },
              { requiredKeys: ['name'] },
            ),
          ),
        ),
      ),
      workspaceIssuers: anything,
      'hover.enabled': anything,
      'network.allowedOrigins': fc.oneof(anything, fc.array(fc.oneof(anything, fc.webUrl()))),
    });
    fc.assert(
      fc.property(raw, (values) => {
        const { clockToleranceSeconds } = parseSettings(values);
        assert.ok(clockToleranceSeconds >= 0 && clockToleranceSeconds <= 300);
      }),
    );
  });

  it('takes fingerprints of tokens, and nothing else, as tokens to ignore', () => {
    const print = 'LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ';
    assert.deepEqual(parseSettings({ ignore: [print, 'eyJhbGciOiJub25lIn0.e30.', 7] }).ignore, new Set([print]));
    assert.deepEqual(problemsOf({ ignore: [print, 'eyJhbGciOiJub25lIn0.e30.', 7] }), [
      'ignore: Entry 2 is ignored: a fingerprint must have 43 base64url characters.',
      'ignore: Entry 3 is ignored: a fingerprint must have 43 base64url characters.',
    ]);
    assert.deepEqual(problemsOf({ ignore: print }), ['ignore: It must be a list of fingerprints.']);
  });

  it('clamps the clock tolerance and says so', () => {
    for (const [raw, seconds] of [
      [0, 0],
      [300, 300],
      [301, 300],
      [-1, 0],
      ['60', 60],
      [NaN, 60],
      [Infinity, 300],
    ] as const) {
      const { clockToleranceSeconds, problems } = parseSettings({ clockTolerance: raw });
      assert.equal(clockToleranceSeconds, seconds);
      assert.equal(problems.length, raw === seconds ? 0 : 1);
    }
  });

  it('keeps the good severities and contexts', () => {
    const { diagnostics, problems } = parseSettings({
      'diagnostics.rules': { 'exp-expired': 'off', 'alg-none': 'fatal', 'iss-missing': 'error', 'exp-expird': 'off' },
      'diagnostics.contexts': { '**/*.txt': 'docs', '**/*.bin': 'nowhere' },
    });
    assert.deepEqual(
      [...diagnostics.rules],
      [
        ['exp-expired', 'off'],
        ['iss-missing', 'error'],
      ],
    );
    assert.deepEqual(diagnostics.contexts, [['**/*.txt', 'docs']]);
    assert.deepEqual(
      problems.map(({ key }) => key),
      ['diagnostics.rules', 'diagnostics.rules', 'diagnostics.contexts'],
    );
  });

  it('takes no other word for a switch than true and false', () => {
    assert.equal(parseSettings({ 'hover.enabled': false }).hover.enabled, false);
    assert.equal(parseSettings({ enabled: 'false' }).enabled, true);
    assert.equal(problemsOf({ enabled: 'false' }).length, 1);
  });

  describe('issuers', () => {
    it('are read with every kind of key', () => {
      const { issuers, problems } = parseSettings({
        issuers: [
          staging,
          {
            name: 'file',
            issuer: null,
            audience: null,
            jwksFile: 'keys/jwks.json',
            tokenType: 'at+jwt',
            environment: 'test',
          },
          { name: 'environment', audience: ['a', 'b'], key: '${env:JWT_SECRET}' },
          { name: 'stored', secret: 'my key' },
        ],
      });
      assert.deepEqual(problems, []);
      assert.deepEqual(issuers, [
        {
          name: 'staging',
          keys: { jwksUri: 'https://login.corp.io/jwks' },
          origin: 'user',
          issuer: 'https://login.corp.io',
          audience: 'orders-api',
          algorithms: ['RS256'],
        },
        {
          name: 'file',
          keys: { jwksFile: 'keys/jwks.json' },
          origin: 'user',
          issuer: null,
          audience: null,
          tokenType: 'at+jwt',
          environment: 'test',
        },
        { name: 'environment', keys: { env: 'JWT_SECRET' }, origin: 'user', audience: ['a', 'b'] },
        { name: 'stored', keys: { secret: 'my key' }, origin: 'user' },
      ]);
    });

    const broken: readonly (readonly [entry: unknown, problem: RegExp])[] = [
      ['https://login.corp.io', /must be an object/],
      [{ ...staging, name: ' ' }, /"name" is missing/],
      [{ ...staging, issuer: 7 }, /"issuer"/],
      [{ ...staging, audience: [] }, /"audience"/],
      [{ ...staging, audience: ['a', 7] }, /"audience"/],
      [{ ...staging, algorithms: [] }, /"algorithms"/],
      [{ ...staging, algorithms: ['RS256', 'none'] }, /"none" is not a signature algorithm/],
      [{ ...staging, algorithms: ['rs256'] }, /"rs256" is not a signature algorithm/],
      [{ ...staging, algorithms: ['RSA-OAEP'] }, /"RSA-OAEP" is not a signature algorithm/],
      [{ ...staging, jwksFile: 'a' }, /exactly one of/],
      [{ name: 'none' }, /exactly one of/],
      [{ name: 'key', key: 'hunter2-hunter2' }, /environment variable/],
      [{ name: 'http', jwksUri: 'http://login.corp.io/jwks' }, /https/],
      [{ name: 'user', jwksUri: 'https://user:pw@login.corp.io/jwks' }, /user name/],
      [{ name: 'fragment', jwksUri: 'https://login.corp.io/jwks#x' }, /fragment/],
      [{ ...staging, clockTolerance: 3600 }, /"clockTolerance" must be a number of seconds from 0 to 300/],
      [{ ...staging, clockTolerance: -1 }, /"clockTolerance" must be/],
      [{ ...staging, maximumAge: 0 }, /"maximumAge" must be a number of seconds/],
      [{ ...staging, maximumAge: '1h' }, /"maximumAge" must be a number of seconds/],
      [{ ...staging, requiredClaims: 'sub' }, /"requiredClaims" must be a list/],
      [{ ...staging, leewaySeconds: 3600 }, /"leewaySeconds" is not a property/],
    ];
    for (const [entry, problem] of broken) {
      it(`leave out an entry with ${problem.source}, and keep the others`, () => {
        const { issuers, problems } = parseSettings({ issuers: [entry, { ...staging, name: 'other' }] });
        assert.deepEqual(
          issuers.map(({ name }) => name),
          ['other'],
        );
        assert.equal(problems.length, 1);
        assert.match(problems[0]?.message ?? '', problem);
        assert.doesNotMatch(problems[0]?.message ?? '', /hunter2/);
      });
    }

    it('may be fetched over http from this machine only', () => {
      for (const host of ['localhost:8080', '127.0.0.1', '127.1.2.3', '[::1]:9000'])
        assert.deepEqual(problemsOf({ issuers: [{ name: 'a', jwksUri: `http://${host}/jwks` }] }), [], host);
      for (const host of ['localhost.evil.io', '127.0.0.1.evil.io', '0.0.0.0', '10.0.0.1'])
        assert.equal(problemsOf({ issuers: [{ name: 'a', jwksUri: `http://${host}/jwks` }] }).length, 1, host);
    });

    it('may ask more of tokens, and the user alone may say how far clocks differ', () => {
      const more = { requiredClaims: ['sub', 'scope'], maximumAge: 3600 };
      const { issuers, problems } = parseSettings({
        issuers: [{ ...staging, ...more, clockTolerance: 5 }],
        workspaceIssuers: [{ ...staging, name: 'loose', issuer: 'https://other.io', clockTolerance: 300 }],
      });
      assert.equal(issuers.length, 1);
      const [{ requiredClaims, maxAgeSeconds, leewaySeconds } = {}] = issuers;
      assert.deepEqual(
        { requiredClaims, maxAgeSeconds, leewaySeconds },
        {
          requiredClaims: ['sub', 'scope'],
          maxAgeSeconds: 3600,
          leewaySeconds: 5,
        },
      );
      assert.match(problems[0]?.message ?? '', /"clockTolerance" is for user settings only/);
    });

    it("of a workspace add to the user's, and loosen none of them", () => {
      const { issuers, problems } = parseSettings({
        issuers: [staging],
        workspaceIssuers: [
          { ...staging, algorithms: ['HS256'], name: 'mine' },
          { ...staging, issuer: 'https://other.io' },
          { ...staging, name: 'local', issuer: 'https://local.io' },
        ],
      });
      assert.deepEqual(
        issuers.map(({ name, origin }) => [name, origin]),
        [
          ['staging', 'user'],
          ['local', 'workspace'],
        ],
      );
      assert.equal(problems.length, 2);
    });
  });

  it('reads origins, and nothing that is more than one', () => {
    const { allowedOrigins, problems } = parseSettings({
      'network.allowedOrigins': [
        'https://login.corp.io',
        'https://login.corp.io:443/',
        'http://localhost:8080',
        'https://login.corp.io/path',
        'http://login.corp.io',
        'login.corp.io',
        'https://*.corp.io',
        7,
      ],
    });
    assert.deepEqual(allowedOrigins, ['https://login.corp.io', 'http://localhost:8080']);
    assert.equal(problems.length, 5);
  });
});
