import assert from 'node:assert/strict';
import { issuerOf, metadataUrls, readIssuerMetadata } from '../../../../src/services/network/issuerMetadata.ts';

const issuer = 'https://idp.example/tenant';
const document = { issuer, jwks_uri: 'https://keys.example/jwks' };

const read = (value: unknown): ReturnType<typeof readIssuerMetadata> =>
  readIssuerMetadata(JSON.stringify(value), issuer);

describe('metadataUrls', () => {
  const rows: readonly (readonly [issuer: string, ...urls: string[]])[] = [
    // The examples of OpenID Connect Discovery §4.1 and RFC 8414 §3.1 and §5.
    [
      'https://example.com',
      'https://example.com/.well-known/openid-configuration',
      'https://example.com/.well-known/oauth-authorization-server',
    ],
    [
      'https://example.com/issuer1',
      'https://example.com/issuer1/.well-known/openid-configuration',
      'https://example.com/.well-known/oauth-authorization-server/issuer1',
      'https://example.com/.well-known/openid-configuration/issuer1',
    ],
    [
      'https://example.com:8443/a/b/',
      'https://example.com:8443/a/b/.well-known/openid-configuration',
      'https://example.com:8443/.well-known/oauth-authorization-server/a/b',
      'https://example.com:8443/.well-known/openid-configuration/a/b',
    ],
    [
      'https://example.com/',
      'https://example.com/.well-known/openid-configuration',
      'https://example.com/.well-known/oauth-authorization-server',
    ],
  ];
  for (const [of, ...urls] of rows) {
    it(`asks ${of} where the standards say, and finds the way back`, () => {
      assert.deepEqual(metadataUrls(of), urls);
      for (const url of urls) assert.equal(issuerOf(url), of.replace(/\/$/, ''));
      assert.equal(issuerOf(` ${of} `), of);
    });
  }
});

describe('readIssuerMetadata', () => {
  it('takes what concerns keys', () => {
    const algorithms = ['RS256', 'none', 7];
    const result = read({ ...document, id_token_signing_alg_values_supported: algorithms, more: true });
    assert.deepEqual(result, {
      ok: true,
      metadata: { jwksUri: 'https://keys.example/jwks', algorithms: ['RS256', 'none'] },
    });
  });

  it('does without algorithms, which RFC 8414 does not ask for', () => {
    assert.deepEqual(read(document), { ok: true, metadata: { jwksUri: 'https://keys.example/jwks', algorithms: [] } });
  });

  for (const other of [
    'https://evil.example',
    `${issuer}/`,
    'https://IDP.example/tenant',
    'http://idp.example/tenant',
    'https://idp.example/tenant2',
  ]) {
    it(`refuses the document of ${other}, and names both`, () => {
      const result = read({ ...document, issuer: other });
      assert.ok(!result.ok);
      assert.equal(
        result.problem,
        `The discovery document is for another issuer. It names “${other}”, not “${issuer}”.`,
      );
    });
  }

  it('shows nothing hidden, and nothing long, of the issuer that a document names', () => {
    const result = read({ ...document, issuer: `https://\u202eevil.example/${'x'.repeat(10_000)}` });
    assert.ok(!result.ok);
    assert.match(result.problem, /“https:\/\/⟨U\+202E⟩evil\.example\/x+…”/);
    assert.ok(result.problem.length < 500);
  });

  it('makes no link of it, as messages of VS Code would', () => {
    const result = read({ ...document, issuer: '[Trust me](https://evil.example)' });
    assert.ok(!result.ok);
    assert.doesNotMatch(result.problem, /\]\(/);
  });

  const refused: readonly (readonly [name: string, text: string, problem: RegExp])[] = [
    ['a page', '<!doctype html>', /not JSON/],
    ['a list', '[]', /not an object/],
    ['null', 'null', /not an object/],
    ['a document of nobody', '{"jwks_uri":"https://keys.example"}', /has no `issuer`/],
    ['one without keys', JSON.stringify({ issuer }), /no `jwks_uri`/],
    ['keys that are no address', JSON.stringify({ issuer, jwks_uri: {} }), /no `jwks_uri`/],
    [
      'keys in the clear',
      JSON.stringify({ issuer, jwks_uri: 'http://keys.example' }),
      /`jwks_uri`.*must start with https/,
    ],
    ['keys in a file', JSON.stringify({ issuer, jwks_uri: 'file:///etc/passwd' }), /`jwks_uri`.*must start with https/],
  ];
  for (const [name, text, problem] of refused) {
    it(`refuses ${name}`, () => {
      const result = readIssuerMetadata(text, issuer);
      assert.ok(!result.ok);
      assert.match(result.problem, problem);
    });
  }

  it('is not fooled by the names of prototypes', () => {
    const result = readIssuerMetadata(`{"__proto__":{"issuer":"${issuer}","jwks_uri":"https://keys.example"}}`, issuer);
    assert.ok(!result.ok);
  });
});
