import assert from 'node:assert/strict';
import type { ConfiguredIssuer } from '../../../../src/core/issuers/issuerSettings.ts';
import type { IssuerStatus } from '../../../../src/features/keysView/issuerStatuses.ts';
import {
  issuerDetails,
  issuerRow,
  keyRow,
  risksOf,
  sourceText,
  spokenRow,
  storedKeyRow,
} from '../../../../src/features/keysView/keyRows.ts';

const profile: ConfiguredIssuer = {
  name: 'Staging',
  issuer: 'https://idp.example',
  audience: ['api', 'web'],
  algorithms: ['RS256'],
  environment: 'staging',
  keys: { discovery: 'https://idp.example' },
  origin: 'workspace',
};
const key = { kid: 'a', description: '2048-bit RSA public key', thumbprint: 'THUMB', faults: [] };
const fine: IssuerStatus = {
  keys: [key],
  problems: [],
  discovered: 'https://idp.example/jwks',
  fetchedAt: new Date(1_800_000_000_000),
};

describe('what is risky about an issuer', () => {
  const ruleIds = (...args: Parameters<typeof risksOf>) => risksOf(...args).map(({ ruleId }) => ruleId);

  it('is that it checks no issuer, or has the key of another environment', () => {
    const { issuer: _issuer, ...anonymous } = profile;
    assert.deepEqual(ruleIds(anonymous, []), ['issuer-unrestricted']);
    assert.deepEqual(ruleIds(profile, [['Production', 'Staging']]), ['key-shared-across-environments']);
  });

  it('is not what somebody stated, nor what others share', () => {
    assert.deepEqual(ruleIds(profile, [['Production', 'Test']]), []);
    assert.deepEqual(ruleIds({ ...profile, issuer: null }, []), []);
  });
});

describe('the row of an issuer', () => {
  it('says whose it is, and how many keys there are', () => {
    assert.deepEqual(issuerRow(profile, fine), {
      label: 'Staging',
      description: 'staging · https://idp.example · 1 key · workspace settings',
      icon: 'organization',
    });
  });

  it('tells by its icon how the issuer fares', () => {
    const { faults: _faults, ...rest } = key;
    const states: readonly (readonly [status: IssuerStatus | undefined, icon: string])[] = [
      [undefined, 'loading~spin'],
      [fine, 'organization'],
      [{ ...fine, problems: ['stale'] }, 'warning'],
      [{ ...fine, keys: [{ ...rest, faults: ['weak'] }] }, 'warning'],
      [{ keys: [], problems: ['down'] }, 'error'],
    ];
    assert.deepEqual(
      states.map(([status]) => issuerRow(profile, status).icon),
      states.map(([, icon]) => icon),
    );
  });
});

describe('the rows below an issuer', () => {
  it('are source, refresh, expectations and keys', () => {
    const rows = issuerDetails(profile, fine).map(({ label, description }) => [label, description]);
    assert.deepEqual(
      rows.map(([label]) => label),
      ['Keys from', 'Discovered', 'Last refresh', 'Algorithms', 'Audience', 'a'],
    );
    assert.equal(rows[0]?.[1], 'discovery');
    assert.equal(rows[1]?.[1], 'https://idp.example/jwks');
    assert.match(rows[2]?.[1] ?? '', /2027/);
    assert.equal(rows[4]?.[1], 'api, web');
  });

  it('name what else is asked of its tokens', () => {
    const strict = {
      ...profile,
      tokenType: 'at+jwt',
      requiredClaims: ['sub', 'scope'],
      maxAgeSeconds: 3600,
      leewaySeconds: 5,
    };
    const rows = new Map(issuerDetails(strict, fine).map(({ label, description }) => [label, description]));
    assert.equal(rows.get('Type'), 'at+jwt');
    assert.equal(rows.get('Required claims'), 'sub, scope');
    assert.match(rows.get('Maximum age') ?? '', /hour/);
    assert.match(rows.get('Clock tolerance') ?? '', /5 seconds/);
  });

  it('begin with the problems', () => {
    const [first] = issuerDetails(profile, { keys: [], problems: ['idp.example answered with HTTP status 500.'] });
    assert.deepEqual(first?.icon, 'warning');
    assert.match(first.label, /status 500/);
  });

  it('say when nobody said which audience is expected', () => {
    const { audience: _audience, ...open } = profile;
    const text = (issuer: ConfiguredIssuer): string | undefined =>
      issuerDetails(issuer, fine).find(({ label }) => label === 'Audience')?.description;
    assert.match(text(open) ?? '', /not specified, so no token is reported as verified/);
    assert.equal(text({ ...open, audience: null }), 'not used');
  });
});

describe('the row of a key', () => {
  it('names it, and gives its thumbprint', () => {
    assert.equal(keyRow(key).label, 'a');
    assert.equal(keyRow({ ...key, algorithms: ['RS256'] }).description, '2048-bit RSA public key · RS256 · THUMB');
    assert.match(keyRow(key).tooltip ?? '', /Thumbprint \(RFC 7638, SHA-256\): THUMB/);
  });

  it('without a name is called what it is', () => {
    assert.deepEqual(keyRow({ description: 'secret', faults: [] }), {
      label: 'secret',
      description: '',
      tooltip: 'secret',
      icon: 'key',
    });
  });

  it('shows nothing hidden and nothing endless of a name that a server gave', () => {
    const { label, tooltip } = keyRow({ ...key, kid: `\u202e${'x'.repeat(500)}\n` });
    assert.ok(label.startsWith('⟨U+202E⟩xxx') && label.length === 60);
    assert.doesNotMatch(tooltip ?? '', /\u202e/);
  });

  it('shows its kind where it is stored', () => {
    const row = storedKeyRow({ name: 'shared', kind: 'secret', detail: 'secret, utf8' });
    assert.deepEqual(row, { label: 'shared', description: 'secret, utf8', icon: 'lock' });
  });
});

describe('the source of keys', () => {
  it('is told in words', () => {
    const told = [
      sourceText({ jwksUri: 'https://idp.example/jwks' }),
      sourceText({ jwksUri: 'https://idp.example/jwks', authorization: 'token' }),
      sourceText({ jwksFile: 'keys.json' }),
      sourceText({ env: 'SECRET' }),
      sourceText({ env: 'SECRET', envFile: '.env' }),
      sourceText({ secret: 'shared' }),
    ];
    assert.deepEqual(told, [
      'https://idp.example/jwks',
      'https://idp.example/jwks, authorized by “token”',
      'file keys.json',
      'environment variable SECRET',
      'SECRET of .env',
      'stored key “shared”',
    ]);
  });
});

describe('rows of the view', () => {
  it('say aloud what their icons show', () => {
    assert.equal(spokenRow({ label: 'idp', description: '2 keys', icon: 'warning' }), 'Problem: idp, 2 keys');
    assert.equal(spokenRow({ label: 'idp', icon: 'loading~spin' }), 'Getting keys: idp');
    assert.equal(spokenRow({ label: 'idp', icon: 'organization' }), undefined);
  });
});
