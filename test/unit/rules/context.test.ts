import assert from 'node:assert/strict';
import { contextOf, defaultContextGlobs } from '../../../src/core/rules/context.ts';
import { matchesGlob } from '../../../src/core/rules/glob.ts';
import { hs256 } from '../../support/jose.ts';

describe('contextOf', () => {
  const cases: readonly (readonly [path: string | undefined, languageId: string, context: string])[] = [
    [undefined, 'plaintext', 'live'],
    [undefined, 'typescript', 'live'],
    ['api/orders.http', 'http', 'live'],
    ['.env', 'dotenv', 'live'],
    ['.env.local', 'plaintext', 'live'],
    ['config/settings.json', 'json', 'live'],
    ['deploy/values.yaml', 'yaml', 'live'],
    ['notes.txt', 'plaintext', 'live'],
    ['analysis.ipynb', 'python', 'live'],
    ['call.sh', 'shellscript', 'live'],
    ['src/auth.ts', 'typescript', 'source'],
    ['src/latest/contest.py', 'python', 'source'],
    ['src/auth.test.ts', 'typescript', 'test'],
    ['test/auth.ts', 'typescript', 'test'],
    ['pkg/auth_test.go', 'go', 'test'],
    ['src/AuthTests.java', 'java', 'test'],
    ['spec/fixtures/token.json', 'json', 'test'],
    ['tests/calls.http', 'http', 'test'],
    ['README.md', 'markdown', 'docs'],
    ['notes', 'markdown', 'docs'],
    ['logs/server.log', 'log', 'log'],
    ['web/.snapshots/login.json', 'json', 'test'],
    ['src/stubs/token.ts', 'typescript', 'test'],
    ['api/stub/responses.yml', 'yaml', 'test'],
    ['backend/unittests/auth.py', 'python', 'test'],
    ['Shop.UnitTests/Startup.cs', 'csharp', 'test'],
    ['src/Shop.Api.Tests/appsettings.json', 'json', 'test'],
    ['app/src/androidTest/kotlin/Login.kt', 'kotlin', 'test'],
    ['e2e-tests/docker-compose.yml', 'yaml', 'test'],
    ['examples/express/server.js', 'javascript', 'example'],
    ['examples/express/tests/server.js', 'javascript', 'test'],
    ['examples/.env', 'dotenv', 'example'],
    ['_example/main.go', 'go', 'example'],
    ['packages/auth/example/main.dart', 'dart', 'example'],
    ['docs_src/security/tutorial004.py', 'python', 'example'],
    ['cookbook/jwt.md.py', 'python', 'example'],
    ['samples/WebApi/appsettings.json', 'json', 'example'],
    ['benches/sign.rs', 'rust', 'example'],
    ['config/application.example.yml', 'yaml', 'example'],
    ['docker/docker-compose.sample.yml', 'yaml', 'example'],
    ['.env.example', 'dotenv', 'example'],
    ['example.env', 'dotenv', 'example'],
    ['src/main/java/com/example/shop/Tokens.java', 'java', 'source'],
    ['src/main/kotlin/org/acme/demo/Tokens.kt', 'kotlin', 'source'],
    ['src/examples.ts', 'typescript', 'source'],
    ['src/sampler/rates.py', 'python', 'source'],
    ['vendor/github.com/golang-jwt/jwt/token.go', 'go', 'off'],
    ['web/dist/index.js', 'javascript', 'off'],
    ['public/app.bundle.js', 'javascript', 'off'],
    ['public/bundle.js', 'javascript', 'off'],
    ['static/js/2.chunk.js', 'javascript', 'off'],
    ['.next/server/app.js', 'javascript', 'off'],
    ['target/classes/application.yml', 'yaml', 'off'],
    ['Api/bin/Debug/net8.0/appsettings.json', 'json', 'off'],
    ['build/docker-compose.yml', 'yaml', 'live'],
    ['src/distance.ts', 'typescript', 'source'],
    ['dist/app.min.js', 'javascript', 'off'],
    ['node_modules/jose/README.md', 'markdown', 'off'],
    ['package-lock.json', 'json', 'off'],
  ];
  for (const [path, languageId, context] of cases) {
    it(`takes ${path ?? 'an untitled document'} (${languageId}) for ${context}`, () => {
      assert.equal(contextOf(path, languageId, defaultContextGlobs), context);
    });
  }

  describe('of a text file with as many tokens as a program writes', () => {
    const tokens = (count: number): string =>
      Array.from({ length: count }, (_, sub) => `Authorization: Bearer ${hs256({ sub }, 'transcript')}`).join('\n');

    const contextWith = (count: number, path: string | undefined, languageId = 'plaintext'): string =>
      contextOf(path, languageId, defaultContextGlobs, () => tokens(count));

    it('is that of a log: nobody will correct what a transcript holds', () => {
      const paths = ['out/session.txt', 'dump.TXT', 'a/b/requests.txt'];
      assert.deepEqual(
        paths.map((path) => contextWith(40, path)),
        paths.map(() => 'log'),
      );
    });

    it('stays live with a few tokens that somebody keeps there, in other files, and where nothing has a path', () => {
      assert.equal(contextWith(3, 'notes.txt'), 'live');
      assert.equal(contextWith(40, 'tokens.yml', 'yaml'), 'live');
      assert.equal(contextWith(40, undefined), 'live');
    });

    it("is what the user's own rows say", () => {
      assert.equal(
        contextOf('mine.txt', 'plaintext', [['mine.txt', 'live']], () => tokens(40)),
        'live',
      );
    });
  });

  it("lets the last matching row decide, so that a user's rows win", () => {
    assert.equal(contextOf('README.md', 'markdown', [...defaultContextGlobs, ['*.md', 'live']]), 'live');
    assert.equal(contextOf('test/a.ts', 'typescript', [...defaultContextGlobs, ['test/**', 'off']]), 'off');
  });
});

describe('matchesGlob', () => {
  const matching: readonly (readonly [path: string, glob: string])[] = [
    ['a/b/c.ts', '**/*.ts'],
    ['c.ts', '**/*.ts'],
    ['a/b/c.ts', '*.ts'],
    ['a/b/c.ts', 'a/**'],
    ['a/b/c.ts', '**/b/**'],
    ['a/b/c.ts', 'a/*/c.t?'],
    ['a/b/c.ts', '**/{x,c}.{js,ts}'],
    ['A/B.TS', 'a/b.ts'],
    ['a/b', '/a/b'],
    ['a/x/b/y/b', '**/b'],
    ['a{b', 'a{b'],
    ['', '**'],
  ];
  it('takes a glob of a thousand characters, and none that is longer: it could only stall the editor', () => {
    assert.ok(matchesGlob('src/b.ts', `**/${'*'.repeat(990)}.ts`));
    for (const piece of ['{a,b}', '*', '**/', '?']) assert.ok(!matchesGlob('src/a.ts', `**/${piece.repeat(1000)}a.ts`));
  });

  for (const [path, glob] of matching) it(`finds ${path} in ${glob}`, () => assert.ok(matchesGlob(path, glob)));

  const others: readonly (readonly [path: string, glob: string])[] = [
    ['a/b/c.ts', '**/*.tsx'],
    ['a/b/c.ts', 'a/*'],
    ['a/bc', '**/b/**'],
    ['a/b/c.ts', '**/{x,y}.ts'],
    ['a', 'a/b'],
    ['a/b', ''],
  ];
  for (const [path, glob] of others) it(`does not find ${path} in ${glob}`, () => assert.ok(!matchesGlob(path, glob)));

  it('does not stall on hostile globs', () => {
    const path = `${'a/'.repeat(2000)}${'a'.repeat(2000)}`;
    assert.ok(!matchesGlob(path, `${'**/*a*/'.repeat(200)}b`));
    assert.ok(!matchesGlob(path, `${'*a'.repeat(300)}b`));
    assert.ok(!matchesGlob('x', '{a,b}'.repeat(200)));
  });
});
