import assert from 'node:assert/strict';
import { createHmac, createPrivateKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import jsonwebtoken from 'jsonwebtoken';
import nodeJose from 'node-jose';
import { keyPair } from '../fixtures/keys/keyPairs.ts';
import { PanelPage } from './panelPage.ts';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';
const claims = { iss: 'https://login.example', aud: 'orders-api', sub: 'u17', iat: 1_600_000_000, exp: 1_600_003_600 };
const token = jsonwebtoken.sign(claims, secret);
const url = 'GET https://api.example\n';
const line = (text: string): string => `Authorization: Bearer ${text}\n`;

const payloadOf = (text: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('panel: a token is written', function () {
  const workspace = mkdtempSync(path.join(tmpdir(), 'jwt-edit-'));
  const file = path.join(workspace, 'orders.http');
  let workbench: Workbench;
  let panel: PanelPage;

  before(async () => {
    writeFileSync(file, url + line(token));
    workbench = await openWorkbench({
      workspace,
      size: { width: 1500, height: 1000 },
      // The tests read the line of the token from the editor.
      settings: { 'editor.inlayHints.enabled': 'off' },
    });
    await workbench.openFile('orders.http');
    await workbench.goTo({ line: 2, column: 40 });
    await workbench.runCommand('JWT: Edit and Sign…');
    panel = await PanelPage.of(workbench);
  });

  after(async () => {
    await workbench.close();
    rmSync(workspace, { recursive: true });
  });

  /** The token that the editor shows now, once it is another than this one. */
  async function replaced(before: string): Promise<string> {
    const lines = workbench.page.locator('.editor-instance .monaco-editor').first().locator('.view-line');
    await lines.filter({ hasText: before.slice(-20) }).waitFor({ state: 'detached' });
    const [, text = ''] = /Bearer\s(\S+)/.exec(await lines.filter({ hasText: 'Authorization' }).innerText()) ?? [];
    await panel.hasToken(text);
    return text;
  }

  it('opens with the claims of the token and the keyboard on them', async () => {
    await panel.frame.locator('#edit-claims:focus').waitFor();
    assert.deepEqual(JSON.parse(await panel.field('New claims').inputValue()), claims);
    assert.deepEqual(JSON.parse(await panel.field('New header').inputValue()), { alg: 'HS256', typ: 'JWT' });
  });

  it('completes the names of claims and the words for times by keyboard', async () => {
    await panel.field('New claims').fill('{ "sub": "u17" }');
    await panel.field('New claims').press('End');
    await panel.field('New claims').press('ArrowLeft');
    await panel.field('New claims').press('ArrowLeft');
    await panel.field('New claims').pressSequentially(', ex');
    await panel.frame.getByRole('option', { name: 'exp' }).waitFor();
    await workbench.screenshot('panel-suggestions');
    await panel.field('New claims').press('Enter');
    await panel.frame.getByRole('option', { name: '+1h' }).waitFor();
    await panel.field('New claims').press('ArrowDown');
    await panel.field('New claims').press('ArrowDown');
    await panel.field('New claims').press('Tab');
    assert.equal(await panel.field('New claims').inputValue(), '{ "sub": "u17", "exp": "+1h" }');
    await panel.times('exp 1 hour after the token is signed');
    await panel.field('New claims').press('Control+Z');
    assert.equal(await panel.field('New claims').inputValue(), '{ "sub": "u17", "exp":  }');
    await panel.field('New claims').press('Control+Y');
  });

  it('says where the JSON is broken, and loses nothing of it', async () => {
    const broken = '{\n  "sub": "u18",\n  "exp": "+2h",\n}';
    await panel.field('New claims').fill(broken);
    await panel.field('Signing secret').fill(secret);
    await panel.make('Sign and replace');
    await panel.draftProblem(/^Claims: This is not JSON yet\. Line 4, column 1:/);
    assert.equal(await panel.field('New claims').inputValue(), broken);
  });

  it('signs anew and replaces the token in the editor, which one undo takes back', async () => {
    await panel.field('New claims').fill('{ "sub": "u18", "exp": "+2h" }');
    await panel.make('Sign and replace');
    const made = await replaced(token);
    const { sub, exp } = jsonwebtoken.verify(made, secret, { algorithms: ['HS256'] }) as jsonwebtoken.JwtPayload;
    assert.equal(sub, 'u18');
    assert.ok(Math.abs((exp ?? 0) - Date.now() / 1000 - 7200) < 60);
    await panel.hasToken(made);
    await panel.verdict(/^Not verified · expires in [12] hours?$/);

    await workbench.runCommand('View: Focus First Editor Group');
    await workbench.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    await workbench.page.keyboard.press('Control+Z');
    assert.equal(await replaced(made), token);
    await panel.hasToken(token);
  });

  it('asks before it signs with a stored private key, once', async () => {
    const pem = keyPair('P-256').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await workbench.writeClipboard(pem);
    await workbench.runCommand('JWT: Add Key…');
    await workbench.answer('ours');
    await workbench.pick('clipboard');
    await workbench.notification('Stored the key “ours”');
    await panel.field('Sign with').selectOption('stored/ours');
    await panel.frame.locator('#edit-alg option[value="ES256"]').waitFor({ state: 'attached' });
    assert.equal(await panel.field('Algorithm').inputValue(), 'ES256');
    await panel.make('Sign and replace');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    assert.match(await dialog.innerText(), /stored key “ours”/);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await panel.make('Sign and replace');
    await dialog.getByRole('button', { name: 'Use Key' }).click();
    const first = await replaced(token);
    const key = { key: keyPair('P-256').publicKey, dsaEncoding: 'ieee-p1363' } as const;
    const [header = '', payload = '', signature = ''] = first.split('.');
    assert.ok(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')));
    await panel.make('Sign and replace');
    await replaced(first);
    assert.equal(await dialog.count(), 0);
  });

  it('makes a key on the spot, signs with it, and copies it', async () => {
    await panel.paste(token);
    await panel.field('New claims').fill('{ "sub": "new" }');
    await panel.field('Sign with').selectOption('new');
    await panel.field('Algorithm').selectOption('ES384');
    await panel.frame.locator('.new-key', { hasText: 'New key for ES384, key ID ' }).waitFor();
    await panel.make('Sign');
    await panel.verdict('Not verified · never expires');
    const made = await panel.token.inputValue();
    const jwk = JSON.parse(await panel.copyKey('Copy JWK')) as JsonWebKey;
    const privateKey = createPrivateKey(await panel.copyKey('Copy PEM'));
    assert.deepEqual(privateKey, createPrivateKey({ key: jwk, format: 'jwk' }));
    const set = await nodeJose.JWK.asKeyStore(await panel.copyKey('Copy JWKS'));
    const checked = await nodeJose.JWS.createVerify(set).verify(made);
    assert.equal(checked.payload.toString(), '{"sub":"new"}');
    await panel.chooseKey('key', await panel.copyKey('Copy public PEM'));
    await panel.verify();
    await panel.verdict(/^Signature valid/);
  });

  it('encrypts, and opens what it has encrypted', async () => {
    await panel.field('Algorithm').selectOption('A256KW');
    await panel.field('Content').selectOption('A128CBC-HS256');
    await panel.frame.locator('.new-key', { hasText: 'New secret for A256KW' }).waitFor();
    await panel.make('Encrypt');
    await panel.verdict('Encrypted token');
    const made = await panel.token.inputValue();
    const key = await nodeJose.JWK.asKey(await panel.copyKey('Copy JWK'));
    const opened = await nodeJose.JWE.createDecrypt(key).decrypt(made);
    assert.equal(opened.payload.toString(), '{"sub":"new"}');
  });

  it('copies the whole token, and closes', async () => {
    await panel.section('token').getByRole('button', { name: 'Copy', exact: true }).click();
    await panel.said('Copied');
    assert.equal(await workbench.readClipboard(), await panel.token.inputValue());
    await panel.frame.getByRole('button', { name: 'Close', exact: true }).click();
    await panel.section('edit').waitFor({ state: 'hidden' });
  });

  it('is done by keyboard alone', async () => {
    await panel.paste(token);
    const close = panel.section('edit').getByRole('button', { name: 'Close', exact: true });
    if (await close.isVisible()) await close.press('Enter');
    await panel.frame.getByRole('button', { name: 'Edit and sign', exact: true }).press('Enter');
    await panel.frame.locator('#edit-claims:focus').waitFor();
    // Control+A goes through VS Code, which may select once more when the first character is already there.
    await workbench.page.keyboard.press('Control+Home');
    await workbench.page.keyboard.press('Control+Shift+End');
    await workbench.page.keyboard.type('{"sub":"keys"');
    await workbench.page.keyboard.type('}');
    await workbench.page.keyboard.press('Tab');
    assert.equal(await panel.focused(), 'New header');
    await workbench.page.keyboard.press('Tab');
    assert.equal(await panel.focused(), 'Sign with');
    await panel.field('Sign with').selectOption('secret');
    await workbench.page.keyboard.press('Tab');
    await workbench.page.keyboard.type(secret);
    await workbench.page.keyboard.press('Control+Enter');
    await panel.verdict('Not verified · never expires');
    const made = await panel.token.inputValue();
    assert.deepEqual(payloadOf(made), { sub: 'keys' });
    const input = made.slice(0, made.lastIndexOf('.'));
    assert.equal(made.split('.')[2], createHmac('sha256', secret).update(input).digest('base64url'));
  });

  it('leaves nothing of secret, key or claims on the disk', () => {
    const files = readdirSync(workbench.dataFolder, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    const holders = files
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .filter((each) => readFileSync(each).includes(secret.slice(4, 30)));
    assert.deepEqual(holders, []);
  });
});
