import assert from 'node:assert/strict';
import { sharedAcrossEnvironments } from '../../../src/core/issuers/sharedKeys.ts';
import { contextOf } from '../../../src/core/rules/context.ts';
import { inspectText } from '../../../src/core/documents/inspectText.ts';
import { parseSettings } from '../../../src/core/settings/settings.ts';
import type { RawSettings } from '../../../src/core/settings/settings.ts';

const numbered = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const issuer = (index: number): object => ({
  name: `issuer ${index}`,
  issuer: `https://issuer${index}.example`,
  audience: 'api',
  algorithms: ['RS256'],
  environment: `environment ${index}`,
  jwksUri: `https://issuer${index}.example/jwks`,
});
const problemsOf = (raw: RawSettings): readonly string[] => parseSettings(raw).problems.map(({ message }) => message);

describe('settings with thousands of entries', () => {
  it('keep the first of each list, and say how many are left out', () => {
    const { issuers, problems } = parseSettings({ issuers: numbered(4000, issuer) });
    assert.equal(issuers.length, 500);
    assert.equal(issuers.at(-1)?.name, 'issuer 499');
    assert.deepEqual(problems, [{ key: 'issuers', message: 'The last 3500 entries are ignored: the maximum is 500.' }]);
    const raw = { 'network.allowedOrigins': numbered(600, (index) => `https://host${index}.example`) };
    assert.equal(parseSettings(raw).allowedOrigins.length, 500);
    assert.match(problemsOf(raw).join(), /The last 100 entries are ignored/);
    assert.match(
      problemsOf({ ignore: numbered(10_001, (index) => String(index).padStart(43, 'A')) }).join(),
      /The last 1 entries are ignored/,
    );
  });

  it('leave the user’s issuers alone, however many a workspace adds', () => {
    const { issuers } = parseSettings({
      issuers: [issuer(0)],
      workspaceIssuers: numbered(4000, (index) => issuer(index)),
    });
    assert.equal(issuers[0]?.origin, 'user');
    // One of the workspace's first 500 has a name that is taken.
    assert.equal(issuers.length, 500);
  });

  it('have globs that can be paid for at every keystroke: the user’s, which come first, before all others', () => {
    const costly = numbered(4000, (index) => [`**/{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}${index}`, 'off'] as const);
    const raw = { 'diagnostics.contexts': Object.fromEntries([['**/*.special', 'docs'], ...costly]) as object };
    const { diagnostics } = parseSettings(raw);
    assert.ok(diagnostics.contexts.length < 10);
    assert.match(problemsOf(raw).join(), /The last \d+ globs are ignored: the maximum is 500/);
    assert.equal(contextOf('a.special', 'plaintext', diagnostics.contexts), 'docs');
    assert.match(
      problemsOf({ 'diagnostics.contexts': { ['a'.repeat(501)]: 'off' } }).join(),
      /501 characters is ignored/,
    );
    // One brace of any number of alternatives is cut before it is multiplied.
    const wide = `{${numbered(4000, (index) => index).join(',')}}`.repeat(4);
    assert.equal(contextOf('src/a.ts', 'typescript', [[wide, 'off']]), 'source');
  });

  it('tell of a few faults one by one, and of the rest how many they are', () => {
    for (const raw of [
      { issuers: numbered(400, () => ({ name: 7 })) },
      { ignore: numbered(400, () => 'no fingerprint') },
      { 'network.allowedOrigins': numbered(400, () => 'nowhere') },
      { 'diagnostics.rules': Object.fromEntries(numbered(400, (index) => [`rule${index}`, 'off'])) as object },
    ]) {
      const problems = problemsOf(raw);
      assert.equal(problems.length, 21);
      assert.equal(problems.at(-1), 'There are 380 more problems like these.');
    }
  });

  it('name a few of the issuers that share a key, not each with each', () => {
    const entries = numbered(400, issuer);
    const sharedKeys = sharedAcrossEnvironments(
      numbered(400, (index) => ({
        name: `issuer ${index}`,
        environment: `environment ${index}`,
        thumbprints: ['the same'],
      })),
    );
    assert.deepEqual(
      sharedKeys.map((names) => names.length),
      [400],
    );
    const text = JSON.stringify({ 'jwtInspector.issuers': entries }, undefined, 2);
    const findings = inspectText(text, { languageId: 'jsonc', fileName: 'settings.json', sharedKeys }).filter(
      ({ ruleId }) => ruleId === 'key-shared-across-environments',
    );
    assert.equal(findings.length, 400);
    for (const { related = [] } of findings) assert.equal(related.length, 8);
  });
});
