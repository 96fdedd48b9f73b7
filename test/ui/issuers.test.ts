import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { startOidcProvider } from '../support/oidcProvider.ts';
import type { TestProvider } from '../support/oidcProvider.ts';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

describe('the wizard and the view of issuers', () => {
  let provider: TestProvider;
  let workspace: string;
  let workbench: Workbench;
  before(async () => {
    provider = await startOidcProvider();
    workspace = await mkdtemp(path.join(tmpdir(), 'jwt-issuers-'));
    await writeFile(path.join(workspace, 'id.txt'), await provider.idToken());
    workbench = await openWorkbench({ workspace });
    await workbench.openFile('id.txt');
  });
  after(async () => {
    await workbench.close();
    await provider.close();
    await rm(workspace, { recursive: true });
  });

  const step = (number: number): Promise<void> =>
    workbench.page.locator('.quick-input-titlebar', { hasText: `JWT: Add Issuer (${number}/5)` }).waitFor();
  const row = (text: string): Locator =>
    workbench.page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  const dialog = async (question: string, answer: string): Promise<void> => {
    const box = workbench.page.locator('.monaco-dialog-box', { hasText: question });
    await box.getByRole('button', { name: answer, exact: true }).click();
    await box.waitFor({ state: 'hidden' });
  };

  it('say what the view is for while it is empty', async () => {
    await workbench.runCommand('JWT Inspector: Focus on Issuers and Keys View');
    const welcome = workbench.page.locator('.welcome-view-content', { hasText: 'You have not configured any yet' });
    await welcome.getByRole('button', { name: 'Add Issuer…' }).waitFor();
  });

  it('keep asking where the issuer’s name is not the one its document bears', async () => {
    await workbench.runCommand('JWT: Add Issuer…');
    await step(1);
    await workbench.answer(`${provider.issuer}/`);
    const question = `Allow JWT Inspector to fetch public keys from ${provider.issuer}/.well-known/openid-configuration?`;
    await workbench.page.locator('.monaco-dialog-box', { hasText: question }).waitFor();
    await workbench.screenshot('approval');
    await dialog(question, 'Allow');
    await workbench.page.locator('.quick-input-message', { hasText: 'is for another issuer' }).waitFor();
    await workbench.answer(`${provider.issuer}/jwks`);
    const other = `${provider.issuer}/jwks/.well-known/openid-configuration`;
    await dialog(`Allow JWT Inspector to fetch public keys from ${other}?`, 'Allow');
    await workbench.page.locator('.quick-input-message', { hasText: 'This looks like the URL of a JWKS' }).waitFor();
    await step(1);
  });

  it('show what would be trusted before it is saved', async () => {
    await workbench.answer(`${provider.issuer}/.well-known/openid-configuration`);
    // On this machine each address is approved by itself.
    await dialog(`Allow JWT Inspector to fetch public keys from ${provider.issuer}/jwks?`, 'Allow');
    await step(2);
    for (const text of [provider.issuer, `${provider.issuer}/jwks`, 'RS256', '2048-bit RSA public key'])
      await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().waitFor();
    await workbench.screenshot('add-issuer');
    await workbench.pick('Trust this issuer');
    await step(3);
    await workbench.answer(provider.clientId);
    await step(4);
    await workbench.answer('Provider');
    await step(5);
    await workbench.pick('User settings');
    await workbench.notification('Saved the issuer “Provider”. Its tokens are verified with one key.');
  });

  it('list the issuer with its source, refresh and keys', async () => {
    await row('Provider').click();
    for (const text of ['Keys from', 'Discovered', 'Last refresh', 'Algorithms', 'Audience', 'RSA public key'])
      await row(text).waitFor();
    await row('Provider').filter({ hasText: '1 key' }).waitFor();
    await workbench.screenshot('issuers-view');
  });

  it('verify with what was saved', async () => {
    await workbench.openFile('id.txt');
    await workbench.runCommand('JWT: Verify');
    await workbench.notification('Verified with “Provider”.');
  });

  it('can be worked by keyboard alone', async () => {
    const { page } = workbench;
    await workbench.runCommand('JWT Inspector: Focus on Issuers and Keys View');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.locator('.pane-body .monaco-list-row.focused', { hasText: 'Provider' }).waitFor();
    await page.keyboard.press('Shift+F10');
    await page.locator('.monaco-menu .action-item', { hasText: 'Test Issuer…' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await workbench.notification('“Provider” has 1 key ready: 2048-bit RSA public key.');
  });

  it('say to eye and ear that the provider is gone, and keep its keys', async () => {
    await provider.close();
    await workbench.runCommand('JWT: Refresh Keys');
    await workbench.page
      .locator(`.monaco-list-row[aria-label^="Problem: Provider, ${provider.issuer} · 1 key"]`)
      .waitFor();
    await row('Could not get the URL of the keys from the issuer.').waitFor();
    await row('RSA public key').waitFor();
    await workbench.screenshot('issuers-view-stale');
    await workbench.openFile('id.txt');
    await workbench.runCommand('JWT: Verify');
    await workbench.notification(/Verified with “Provider”\. Could not get the URL of the keys from the issuer/);
    await workbench.runCommand('JWT: Verify All in File');
    await workbench.notification('1 token: 1 verified, 0 rejected, 0 not verified.');
  });

  it('take the issuer away after a question', async () => {
    await row('Provider').hover();
    await row('Provider').getByRole('button', { name: 'Remove Issuer…' }).click();
    await dialog('Remove the issuer “Provider”?', 'Remove');
    await workbench.page.locator('.welcome-view-content', { hasText: 'You have not configured any yet' }).waitFor();
  });
});
