import assert from 'node:assert/strict';
import { inspectText } from '../../../src/core/documents/inspectText.ts';
import { variableName } from '../../../src/core/fixes/envFile.ts';
import { readsEnvBeside, settingsReference } from '../../../src/core/fixes/settingsReference.ts';

/** The file after the change of its one finding; `undefined` where there is none to offer. */
function moved(fileName: string, text: string): string | undefined {
  const [finding, ...more] = inspectText(text, { fileName });
  assert.ok(finding && more.length === 0, text);
  const { start, end } = finding;
  const reference = settingsReference(fileName, { text, token: { start, end } });
  if (!reference) return undefined;
  const { replacement, prelude } = reference.refer(variableName(reference.identifier, 'JWT_SECRET'));
  assert.equal(prelude, undefined);
  return text.slice(0, replacement.start) + replacement.text + text.slice(replacement.end);
}

const changes: readonly (readonly [fileName: string, from: string, to: string])[] = [
  ['application.yml', 'jwt:\n  secret: hush # all\n', 'jwt:\n  secret: "${JWT_SECRET}" # all\n'],
  ['a/application-prod.yaml', "jwt:\r\n  key: 'hush'\r\n", "jwt:\r\n  key: '${JWT_SECRET}'\r\n"],
  ['application.yml', 'jwt: { secret: hush, a: 1 }', 'jwt: { secret: "${JWT_SECRET}", a: 1 }'],
  ['application.yml', 'jwt:\n  secret: |\n    hush\n', 'jwt:\n  secret: |\n    "${JWT_SECRET}"\n'],
  ['bootstrap.properties', 'app.jwtSecret=hush\n', 'app.jwtSecret=${JWT_SECRET}\n'],
  ['application.properties', 'jwt.signing-key : hush', 'jwt.signing-key : ${JWT_SECRET}'],
  [
    'docker-compose.yml',
    'environment:\n  GOTRUE_JWT_SECRET: hush',
    'environment:\n  GOTRUE_JWT_SECRET: "${GOTRUE_JWT_SECRET}"',
  ],
  ['compose.prod.yaml', 'environment:\n  - AUTH_SECRET=hush', 'environment:\n  - AUTH_SECRET=${AUTH_SECRET}'],
  ['compose.yml', "environment: ['JWT_KEY=hush']", "environment: ['JWT_KEY=${JWT_KEY}']"],
  ['serverless.yml', 'useDotenv: true\njwtSecret: hush', 'useDotenv: true\njwtSecret: "${env:JWT_SECRET}"'],
  ['config/packages/auth.yaml', 'auth:\n  jwt_secret: hush', 'auth:\n  jwt_secret: "%env(JWT_SECRET)%"'],
  ['supabase/config.toml', '[auth]\njwt_secret = "hush"', '[auth]\njwt_secret = "env(JWT_SECRET)"'],
];

describe('a settings file can refer to an environment variable', () => {
  for (const [fileName, from, to] of changes) {
    it(`in ${fileName}: ${JSON.stringify(from)}`, () => {
      const text = moved(fileName, from);
      assert.equal(text, to);
      assert.deepEqual(inspectText(text, { fileName }), [], 'nothing is left to be listed');
    });
  }

  it('only in formats that know variables', () => {
    const texts: readonly (readonly [fileName: string, text: string])[] = [
      ['appsettings.json', '{ "Jwt": { "Key": "hush" } }'],
      ['values.yaml', 'jwt:\n  secret: hush'],
      ['.github/workflows/ci.yml', 'env:\n  JWT_SECRET: hush'],
      ['deployment.yaml', 'env:\n  - name: JWT_SECRET\n    value: hush'],
      ['app.ini', '[jwt]\nsecret = hush'],
      ['config.toml', 'jwt_secret = "hush"'],
      ['serverless.yml', 'jwtSecret: hush'],
      ['logging.properties', 'jwt.secret=hush'],
    ];
    for (const [fileName, text] of texts) assert.equal(moved(fileName, text), undefined, fileName);
  });

  it('not where a variable falls back to the secret, nor where quotes would be in the middle of a text', () => {
    assert.equal(moved('application.yml', 'jwt:\n  secret: ${JWT_SECRET:hush}'), undefined);
    assert.equal(moved('compose.yml', 'environment:\n  JWT_SECRET: ${A:-hush}'), undefined);
    assert.equal(moved('compose.yml', 'environment: [JWT_SECRET=hush]'), undefined);
  });

  it('and Compose reads the .env beside it, the others that of their folder', () => {
    assert.ok(readsEnvBeside('/w/deploy/docker-compose.yml') && readsEnvBeside('/w/compose.prod.yaml'));
    assert.ok(!readsEnvBeside('/w/src/main/resources/application.yml') && !readsEnvBeside('/w/decompose.yml'));
  });
});
