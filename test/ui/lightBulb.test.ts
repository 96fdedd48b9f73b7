import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import jsonwebtoken from 'jsonwebtoken';
import { openWorkbench } from './workbench.ts';
import type { EditorPlace, Workbench } from './workbench.ts';

describe('the light bulb on a token', () => {
  const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';
  const token = jsonwebtoken.sign({ iss: 'https://issuer.example', sub: 'ada', exp: 1_716_480_961 }, secret);
  const line = `Authorization: Bearer ${token}`;
  let workspace: string;
  let workbench: Workbench;

  before(async () => {
    workspace = await mkdtemp(path.join(tmpdir(), 'jwt-workspace-'));
    await writeFile(path.join(workspace, 'request.http'), `GET /me\n${line}\n`);
    await writeFile(
      path.join(workspace, 'broken.ts'),
      `const t =\n  '${token.slice(0, 60)}' +\n  '${token.slice(60)}';\n`,
    );
    workbench = await openWorkbench({ workspace });
    await workbench.openFile('request.http');
  });

  after(async () => {
    await workbench.close();
    await rm(workspace, { recursive: true });
  });

  it('offers fixes, an explanation, and ways to keep the rule quiet', async () => {
    await workbench.problems();
    await workbench.page.locator('.markers-panel .monaco-list-row', { hasText: 'exp-expired' }).first().waitFor();
    const actions = await openMenu();
    for (const action of [
      /^Renew/,
      /redacted/,
      /^Explain exp-expired/,
      /^Ignore exp-expired here/,
      /^Ignore this token/,
    ]) {
      assert.ok(
        actions.some((each) => action.test(each)),
        `${String(action)} is not offered among:\n${actions.join('\n')}`,
      );
    }
    await workbench.page.keyboard.press('Escape');
  });

  it('redacts the token in the editor, and one undo brings it back', async () => {
    await openMenu();
    await workbench.page.locator('.action-widget .monaco-list-row', { hasText: /^Replace .*redacted/ }).click();
    const lines = workbench.editor.locator('.view-line');
    await lines.filter({ hasText: token.slice(-20) }).waitFor({ state: 'detached' });
    assert.match(await lines.nth(1).innerText(), /^Authorization:\sBearer\seyJ/);

    await workbench.page.keyboard.press('Control+Z');
    await lines.filter({ hasText: token.slice(-20) }).waitFor();
  });

  it('explains the rule beside the file', async () => {
    await openMenu();
    await workbench.page.locator('.action-widget .monaco-list-row', { hasText: 'Explain exp-expired' }).click();
    await workbench.page.locator('.tab', { hasText: 'exp-expired' }).waitFor();
  });

  it('joins a token of two literals, from the second one', async () => {
    const actions = await openMenuAt('broken.ts', { line: 3, column: 20 });
    assert.ok(
      actions.some((action) => action.startsWith('Join the token')),
      actions.join('\n'),
    );
    await workbench.page.locator('.action-widget .monaco-list-row', { hasText: 'Join the token' }).click();
    // Its inlay hint stands behind it.
    const joined = new RegExp(`'${token.replaceAll('.', String.raw`\.`)}.*';`);
    await workbench.editor.locator('.view-line', { hasText: joined }).waitFor();
  });

  /** Opens the menu on the characters that encode `exp`; returns its entries. */
  async function openMenu(): Promise<readonly string[]> {
    const payload = token.split('.')[1] ?? '';
    const member = Buffer.from(payload, 'base64url').indexOf('"exp"');
    const column = line.indexOf(payload) + Math.ceil((member * 4) / 3) + 4;
    return openMenuAt('request.http', { line: 2, column });
  }

  /** Opens the menu at a place of a file, by the keyboard; returns its entries. */
  async function openMenuAt(file: string, place: EditorPlace): Promise<readonly string[]> {
    await workbench.openFile(file);
    await workbench.goTo(place);
    const rows = workbench.page.locator('.action-widget .monaco-list-row');
    await workbench.page.keyboard.press('Control+.');
    await rows.first().waitFor();
    return rows.allInnerTexts();
  }
});
