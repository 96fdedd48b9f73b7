import assert from 'node:assert/strict';
import { parseSettings } from '../../../src/core/settings/settings.ts';

const base = { name: 'idp', issuer: 'https://idp.example/tenant/', audience: 'api' };

describe('the key source of an issuer', () => {
  it('is the issuer itself where discovery is asked for, and its name stays as written', () => {
    const { issuers, problems } = parseSettings({ workspaceIssuers: [{ ...base, discovery: true }] });
    assert.deepEqual(problems, []);
    assert.deepEqual(issuers[0]?.keys, { discovery: 'https://idp.example/tenant/' });
  });

  it('is a URL with the name of its authorization, in user settings', () => {
    const source = { jwksUri: 'https://idp.example/jwks', authorization: 'jwks token' };
    const { issuers, problems } = parseSettings({ issuers: [{ ...base, ...source }] });
    assert.deepEqual(problems, []);
    assert.deepEqual(issuers[0]?.keys, source);
  });

  it('is a variable, of VS Code or of a .env file, with the encoding of a secret', () => {
    const key = '${env:JWT_SECRET}';
    const { issuers, problems } = parseSettings({
      workspaceIssuers: [
        { ...base, name: 'variable', issuer: 'a', key },
        { ...base, name: 'entry', issuer: 'b', key, envFile: 'config/.env', encoding: 'base64' },
      ],
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      issuers.map(({ keys }) => keys),
      [{ env: 'JWT_SECRET' }, { env: 'JWT_SECRET', envFile: 'config/.env', encoding: 'base64' }],
    );
  });

  it('sends no stored secret where a workspace says', () => {
    const source = { jwksUri: 'https://evil.example/jwks', authorization: 'production secret' };
    const { issuers, problems } = parseSettings({ workspaceIssuers: [{ ...base, ...source }] });
    assert.deepEqual(issuers, []);
    assert.match(problems[0]?.message ?? '', /"authorization" is for user settings only/);
  });

  const broken: readonly (readonly [entry: object, problem: RegExp])[] = [
    [{ ...base, discovery: false }, /"discovery" must be true/],
    [{ ...base, discovery: 'https://idp.example' }, /"discovery" must be true/],
    [{ ...base, discovery: true, jwksUri: 'https://idp.example/jwks' }, /exactly one of/],
    [{ name: 'idp', discovery: true }, /needs an "issuer"/],
    [{ ...base, issuer: null, discovery: true }, /needs an "issuer"/],
    [{ ...base, issuer: 'idp', discovery: true }, /"issuer" is not a URL/],
    [{ ...base, issuer: 'http://idp.example', discovery: true }, /"issuer" must start with https/],
    [{ ...base, issuer: 'https://idp.example?tenant=a', discovery: true }, /"issuer" must not contain a query/],
    [{ ...base, discovery: true, authorization: 'a' }, /"authorization" works only with "jwksUri"/],
    [{ ...base, secret: 'a', authorization: 'a' }, /"authorization" works only with "jwksUri"/],
    [{ ...base, envFile: '.env' }, /exactly one of/],
    [{ ...base, secret: 'a', envFile: '.env' }, /"envFile" works only with "key"/],
    [{ ...base, jwksFile: 'a', encoding: 'hex' }, /"encoding" works only with "key"/],
    [{ ...base, key: '${env:A}', envFile: '' }, /"envFile" must be the path of a file/],
    [{ ...base, key: '${env:A}', envFile: ['.env'] }, /"envFile" must be the path of a file/],
    [{ ...base, key: '${env:A}', encoding: 'base32' }, /"encoding" must be one of utf8, base64, base64url, hex/],
    [{ ...base, key: 'A', envFile: '.env' }, /"key" must name an environment variable/],
    [{ ...base, jwksUri: 'https://idp.example/jwks', authorization: 7 }, /"authorization" must be the name/],
  ];
  for (const [entry, problem] of broken) {
    it(`is refused: ${JSON.stringify({ ...entry, name: undefined })}`, () => {
      const { issuers, problems } = parseSettings({ issuers: [entry] });
      assert.deepEqual(issuers, []);
      assert.match(problems[0]?.message ?? '', problem);
    });
  }
});
