import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PanelPage } from './panelPage.ts';
import { configuredIssuer, writeStoryWorkspace } from './storyWorkspace.ts';
import type { StoryFile, StoryKeys } from './storyWorkspace.ts';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const expectations = { issuer: 'https://login.corp.io', audience: 'orders-api', algorithms: ['RS256', 'ES256'] };

/** The main job, as a person does it: open a file, hover, look at the problems, open the panel, verify. */
describe('the story of a folder full of tokens', () => {
  let folder: string;
  let files: readonly StoryFile[];
  let keys: StoryKeys;
  let workbench: Workbench;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'jwt-story-'));
    ({ files, keys } = await writeStoryWorkspace(folder));
    workbench = await openWorkbench({
      workspace: folder,
      settings: {
        'workbench.editor.enablePreview': false,
        'jwtInspector.issuers': [
          {
            name: 'story provider',
            issuer: configuredIssuer,
            audience: 'orders-api',
            algorithms: ['ES256'],
            jwksFile: path.join(folder, 'jwks.json'),
          },
        ],
      },
    });
  });

  after(async () => {
    await workbench.close();
    await rm(folder, { recursive: true });
  });

  it('explains the token of each of ten formats under the mouse', async () => {
    assert.equal(files.length, 10);
    for (const { name, token, hover } of files) {
      await workbench.openFile(name);
      const text = await workbench.hover(token.slice(0, 12));
      for (const words of hover) assert.match(text, words, `the hover in ${name} reads:\n${text}`);
      if (name !== 'collection.json') assert.match(text, /not verified|Unsigned|Encrypted/i, name);
    }
  });

  it('lists what is wrong, and only that, in the Problems panel', async () => {
    await workbench.problems();
    await workbench.runCommand('View: Toggle Maximized Panel');
    const wrong = files.filter(({ problem }) => problem);
    const listed = workbench.page.locator('.markers-panel .monaco-list-row', { hasText: wrong.at(-1)?.name ?? '' });
    await listed.first().waitFor();
    const rows = await workbench.problems();
    await workbench.runCommand('View: Toggle Maximized Panel');

    const loud = rows.filter((row) => /^(?:Error|Warning):/.test(row));
    for (const { name, problem } of wrong) {
      assert.ok(
        loud.some((row) => problem?.test(row)),
        `${name} is not listed in:\n${rows.join('\n')}`,
      );
    }
    const listedFiles = rows.flatMap((row) => /^\d+ problems in file (\S+)/.exec(row)?.[1] ?? []);
    for (const { name, problem } of files)
      if (!problem && name !== 'call.sh') assert.ok(!listedFiles.includes(name), `${name} is listed without a reason`);
  });

  it('verifies with a secret: the signature holds, the time does not, and both are said', async () => {
    const panel = await inspect('.env');
    await panel.chooseKey('secret', keys.secret);
    await panel.expect({ ...expectations, algorithms: ['HS256'] });
    await panel.verify();
    await panel.verdict(/^Rejected.*expired/i);
    assert.deepEqual(await panel.outcomes('fail'), ['exp']);
    assert.match(await panel.check('signature'), /matches/);
  });

  it('verifies with a PEM, and says Verified only when issuer, audience and algorithm are settled', async () => {
    const panel = await inspect('requests.http');
    await panel.chooseKey('key', keys.rsaPem);
    await panel.expect({ issuer: '', audience: '', algorithms: [] });
    await panel.verify();
    await panel.verdict(/^Signature valid/i);
    assert.deepEqual(await panel.outcomes('fail'), []);

    await panel.expect(expectations);
    await panel.verify();
    await panel.verdict(/^Verified/);
  });

  it('verifies with a JWK, whose own algorithm is the pin', async () => {
    const panel = await inspect('collection.json');
    await panel.chooseKey('key', keys.ecJwk);
    await panel.expect({ ...expectations, issuer: configuredIssuer, algorithms: [] });
    await panel.verify();
    await panel.verdict(/^Verified/);
  });

  it('verifies with a JWKS, and says what is wrong when the key is another', async () => {
    const panel = await inspect('requests.http');
    await panel.chooseKey('key', keys.jwks);
    await panel.expect(expectations);
    await panel.verify();
    await panel.verdict(/^Verified/);

    await panel.chooseKey('key', keys.ecJwk);
    await panel.verify();
    await panel.verdict(/^(?:Rejected|Not verified)/);
    assert.match(await panel.check('key'), /RS256|RSA/);
  });

  it('verifies the token of a configured issuer by itself, in the hover, and on request, in the panel', async () => {
    const panel = await inspect('collection.json');
    const choice = panel.field('Key').locator('option', { hasText: 'story provider' });
    await panel.field('Key').selectOption(await choice.getAttribute('value'));
    await panel.expect({ issuer: '', audience: '', algorithms: [] });
    await panel.verify();
    await panel.verdict(/^Verified/);
    assert.match(await panel.frame.locator('#verdict').innerText(), /story provider/);

    const token = files.find(({ name }) => name === 'collection.json')?.token ?? '';
    await workbench.openFile('collection.json');
    assert.match(await workbench.hover(token.slice(0, 12)), /^\W*Verified by story provider/);
  });

  /** Opens the panel on the token of a file, by keyboard. */
  async function inspect(name: string): Promise<PanelPage> {
    const file = files.find((each) => each.name === name);
    assert.ok(file);
    await workbench.openFile(name);
    const before = file.text.slice(0, file.text.indexOf(file.token)).split('\n');
    await workbench.goTo({ line: before.length, column: (before.at(-1)?.length ?? 0) + 5 });
    await workbench.runCommand('JWT: Inspect');
    const panel = await PanelPage.of(workbench);
    await panel.hasToken(file.token);
    return panel;
  }
});
