import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import * as vscode from 'vscode';
import { fingerprint } from '../../src/core/token/fingerprint.ts';
import {
  closeAllEditors,
  eventually,
  problemsOf,
  ruleOf,
  showFile,
  showText,
  writeFile,
} from '../support/documents.ts';
import { resetSettings, updateSetting } from '../support/settings.ts';
import { expired, now, secret, sound, unsigned, valid } from '../support/tokens.ts';
import { encode, issue } from '../support/jose.ts';

async function rulesOf(uri: vscode.Uri, count: number): Promise<readonly string[]> {
  const problems = await eventually(() => (problemsOf(uri).length === count ? problemsOf(uri) : undefined));
  return problems.map(ruleOf);
}

/** Opens a second document with a problem and waits for it, so that the first one had its turn. */
async function letPass(): Promise<void> {
  const { document } = await showText(unsigned);
  await rulesOf(document.uri, 1);
}

describe('diagnostics', () => {
  const set = async (key: string, value: unknown): Promise<void> =>
    updateSetting(key, value, vscode.ConfigurationTarget.Global);

  afterEach(async () => {
    await resetSettings();
    await closeAllEditors();
  });

  it('lists a problem at the characters that cause it, with its rule and a way to learn more', async () => {
    const { document } = await showText(`first line\ntoken: ${expired}\n`);
    assert.deepEqual(await rulesOf(document.uri, 1), ['exp-expired']);
    const [problem] = problemsOf(document.uri);
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(problem.message, /^Expired on /);
    const underlined = document.getText(problem.range);
    assert.ok(underlined.length < 40 && expired.includes(underlined), underlined);
    assert.ok(typeof problem.code === 'object' && problem.code.target.path === 'jwtInspector.explainRule');
  });

  it('lists a secret that everybody knows, without it, but not that of a sample', async () => {
    const guessable = issue('HS256', createSecretKey(Buffer.from('your-256-bit-secret')), sound);
    const sample = issue('HS256', createSecretKey(Buffer.from('secret')), { sub: '1234567890', name: 'John Doe' });
    const { document } = await showText(`${valid}\n${sample}\n${guessable}\n`);
    await eventually(() => problemsOf(document.uri).some((one) => ruleOf(one) === 'hmac-secret-known') || undefined);
    const found = problemsOf(document.uri).filter((one) => ruleOf(one) === 'hmac-secret-known');
    assert.deepEqual(
      found.map(({ range }) => document.getText(range)),
      [guessable.split('.')[2]],
    );
    assert.equal(found[0]?.severity, vscode.DiagnosticSeverity.Error);
    assert.doesNotMatch(found[0].message, /256-bit/);
  });

  it('has nothing to say about a sound token', async () => {
    const { document } = await showText(valid);
    await letPass();
    assert.deepEqual(problemsOf(document.uri), []);
  });

  it('follows edits', async () => {
    const editor = await showText(`a ${valid}`);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `${unsigned}\n`));
    assert.deepEqual(await rulesOf(editor.document.uri, 1), ['alg-none']);
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 1, 0)));
    assert.deepEqual(await rulesOf(editor.document.uri, 0), []);
  });

  it('goes when the document is closed', async () => {
    const { document } = await showText(unsigned);
    await rulesOf(document.uri, 1);
    await closeAllEditors();
    await rulesOf(document.uri, 0);
  });

  it('says nothing about documents without a tab', async () => {
    // A file: an untitled document can get the name of one whose tab is just being closed.
    const document = await vscode.workspace.openTextDocument(await writeFile('hidden.txt', unsigned));
    await letPass();
    assert.deepEqual(problemsOf(document.uri), []);
  });

  it('finds a token that expires while its document is open, without an edit', async () => {
    await set('clockTolerance', 0);
    const exp = Math.ceil(Date.now() / 1000) + 2;
    const { document } = await showText(issue('HS256', secret, { ...sound, exp }));
    await letPass();
    assert.deepEqual(problemsOf(document.uri), []);
    assert.deepEqual(await rulesOf(document.uri, 1), ['exp-expired']);
    assert.ok(Date.now() >= exp * 1000);
  });

  it('judges by the configured tolerance', async () => {
    const { document } = await showText(issue('HS256', secret, { ...sound, iat: now - 7200, exp: now - 100 }));
    assert.deepEqual(await rulesOf(document.uri, 1), ['exp-expired']);
    await set('clockTolerance', 300);
    assert.deepEqual(await rulesOf(document.uri, 0), []);
  });

  it('obeys the severities of the settings', async () => {
    const { document } = await showText(unsigned);
    await rulesOf(document.uri, 1);
    await set('diagnostics.rules', { 'alg-none': 'hint' });
    await eventually(() =>
      problemsOf(document.uri).find(({ severity }) => severity === vscode.DiagnosticSeverity.Hint),
    );
    await set('diagnostics.rules', { 'alg-none': 'off' });
    assert.deepEqual(await rulesOf(document.uri, 0), []);
  });

  for (const setting of ['diagnostics.enabled', 'enabled']) {
    it(`obeys the switch ${setting}`, async () => {
      const { document } = await showText(unsigned);
      await rulesOf(document.uri, 1);
      await set(setting, false);
      await rulesOf(document.uri, 0);
      await resetSettings();
      await rulesOf(document.uri, 1);
    });
  }

  it('is quieter in tests, silent in logs and where the settings say so', async () => {
    const { document: test } = await showFile('test/tokens.txt', expired);
    await eventually(() =>
      problemsOf(test.uri).find(({ severity }) => severity === vscode.DiagnosticSeverity.Information),
    );
    const { document: log } = await showFile('server.log', unsigned);
    const { document: generated } = await showFile('generated/a.txt', unsigned);
    await rulesOf(generated.uri, 1);
    await set('diagnostics.contexts', { '**/generated/**': 'off' });
    await rulesOf(generated.uri, 0);
    assert.deepEqual(problemsOf(log.uri), []);
  });

  it('lists a token once, at its first place, and links the others', async () => {
    const { document } = await showText(`${unsigned}\n${valid}\n${unsigned} ${unsigned}`);
    await rulesOf(document.uri, 1);
    const [problem] = problemsOf(document.uri);
    assert.equal(problem?.range.start.line, 0);
    assert.deepEqual(
      problem.relatedInformation?.map(({ location }) => location.range.start.line),
      [2, 2],
    );
  });

  it('links the second place of what a finding is about', async () => {
    const { document } = await showText(`x ${encode('{"alg":"HS256","kid":"a","kid":"b"}')}.${encode(sound)}.`);
    await rulesOf(document.uri, 2);
    const problem = problemsOf(document.uri).find((one) => ruleOf(one) === 'json-duplicate-member');
    const [related] = problem?.relatedInformation ?? [];
    assert.equal(related?.message, 'The earlier one');
    assert.ok(problem && related.location.range.end.isBeforeOrEqual(problem.range.start.translate(0, 1)));
  });

  it('keeps quiet where a comment says so, and shows the same token elsewhere', async () => {
    const { document } = await showText(
      [
        `${unsigned} # gitleaks:allow`,
        `# jwt-inspector-ignore-next-line alg-none`,
        unsigned,
        `${unsigned} # jwt-inspector-ignore exp-expired`,
        `${expired} # jwt-inspector-ignore`,
      ].join('\n'),
    );
    assert.deepEqual(await rulesOf(document.uri, 1), ['alg-none']);
    assert.equal(problemsOf(document.uri)[0]?.range.start.line, 3);
  });

  it('keeps quiet about tokens whose fingerprint the settings hold, at every scope', async () => {
    const { document } = await showText(`${unsigned}\n${expired}`);
    await rulesOf(document.uri, 2);
    await updateSetting('ignore', [await fingerprint(unsigned)], vscode.ConfigurationTarget.Global);
    assert.deepEqual(await rulesOf(document.uri, 1), ['exp-expired']);
    await updateSetting('ignore', [await fingerprint(expired)], vscode.ConfigurationTarget.Workspace);
    assert.deepEqual(await rulesOf(document.uri, 0), []);
  });

  it('lists at most three problems a token, the worst first', async () => {
    const worst = `${encode({ alg: 'none', crit: [], jku: 'http://a', jwk: {}, kid: '../../x' })}.${encode({ exp: 'soon', iat: now + 9999, password: 'x' })}.AAAA`;
    const { document } = await showText(worst);
    await rulesOf(document.uri, 3);
    assert.ok(problemsOf(document.uri).every(({ severity }) => severity === vscode.DiagnosticSeverity.Error));
  });

  it('never says a claim value, in any message', async () => {
    const value = 'VeryPrivateValue';
    const { document } = await showText(issue('HS256', secret, { ...sound, iss: value, exp: value, password: value }));
    await rulesOf(document.uri, 2);
    assert.ok(problemsOf(document.uri).every(({ message }) => !message.includes(value)));
  });
});
