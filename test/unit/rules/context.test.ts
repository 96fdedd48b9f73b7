import assert from 'node:assert/strict';
import { contextOf, defaultContextGlobs } from '../../../src/core/rules/context.ts';
import { matchesGlob } from '../../../src/core/rules/glob.ts';

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
    ['dist/app.min.js', 'javascript', 'off'],
    ['node_modules/jose/README.md', 'markdown', 'off'],
    ['package-lock.json', 'json', 'off'],
  ];
  for (const [path, languageId, context] of cases) {
    it(`takes ${path ?? 'an untitled document'} (${languageId}) for ${context}`, () => {
      assert.equal(contextOf(path, languageId, defaultContextGlobs), context);
    });
  }

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
