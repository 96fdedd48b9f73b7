import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import jsonwebtoken from 'jsonwebtoken';
import { startOidcProvider } from '../support/oidcProvider.ts';
import type { TestProvider } from '../support/oidcProvider.ts';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const hex = 'fb00fe7c1d2e3f405162738495a6b7c8d9eafb0c1d2e3f405162738495a6b7c8';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();

describe('keys in a window of VS Code', () => {
  let workspace: string;
  let workbench: Workbench;
  before(async () => {
    workspace = await mkdtemp(path.join(tmpdir(), 'jwt-keys-'));
    const claims = { sub: 'ada' };
    await writeFile(
      path.join(workspace, 'hs.txt'),
      jsonwebtoken.sign(claims, Buffer.from(hex, 'hex'), { expiresIn: '1h' }),
    );
    const options = { algorithm: 'RS256', expiresIn: '1h' } as const;
    await writeFile(path.join(workspace, 'rs.txt'), jsonwebtoken.sign(claims, rsa.privateKey, options));
    await writeFile(path.join(workspace, 'key.der'), rsa.publicKey.export({ type: 'spki', format: 'der' }));
    workbench = await openWorkbench({ workspace });
    await workbench.openFile('hs.txt');
  });
  after(async () => {
    await workbench.close();
    await rm(workspace, { recursive: true });
  });

  /** Adds a key up to the point where its material is asked for. */
  const beginKey = async (name: string): Promise<void> => {
    await workbench.runCommand('JWT: Add Key…');
    await stepShown(workbench, 1);
    await workbench.answer(name);
    await stepShown(workbench, 2);
  };
  /** Verifies the token of a file with a stored key, and gives the message. */
  const verifyWith = async (file: string, key: string): Promise<string> => {
    await workbench.openFile(file);
    await workbench.runCommand('JWT: Verify');
    await workbench.pick(key);
    return messageOf(workbench, /signature|verified|rejected/i);
  };

  it('are asked for step by step, and a secret that can be read in several ways says which way is meant', async () => {
    await beginKey('shared secret');
    await workbench.pick('Paste');
    await stepShown(workbench, 3);
    assert.equal(await workbench.page.locator('.quick-input-widget input').first().getAttribute('type'), 'password');
    await workbench.answer(hex);
    await workbench.pick('Hexadecimal');
    await messageOf(workbench, 'Stored the key “shared secret”: 32-byte secret.');
    assert.match(await verifyWith('hs.txt', 'shared secret'), /signature is valid, but the token is not verified/);
  });

  it('are refused with a sentence, and the step stays open', async () => {
    await beginKey('broken');
    await workbench.pick('Paste');
    await stepShown(workbench, 3);
    await workbench.answer('-----BEGIN PUBLIC KEY-----');
    await workbench.page.locator('.quick-input-message', { hasText: /PEM block "PUBLIC KEY" is damaged/ }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  });

  it('never become a secret where they are the text of a key: what can be read is the key, the rest is refused', async () => {
    const der = rsa.publicKey.export({ type: 'spki', format: 'der' });
    const secretAround = JSON.stringify({ kty: 'oct', k: der.toString('base64url') });
    for (const [text, problem] of [
      [secretAround, /This secret is the text of a key/],
      [gzipSync(pem).toString('base64'), /compressed file/],
      ['https://login.corp.io/.well-known/jwks.json', /This is a URL, not a key/],
    ] as const) {
      await beginKey('key text');
      await workbench.pick('Paste');
      await stepShown(workbench, 3);
      await workbench.answer(text);
      await workbench.page.locator('.quick-input-message', { hasText: problem }).waitFor();
      await workbench.page.keyboard.press('Escape');
      await workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    }
    for (const [name, text] of [
      ['as hex', der.toString('hex')],
      ['as numbers', [...der].join(', ')],
      ['twice in base64', Buffer.from(Buffer.from(pem).toString('base64')).toString('base64')],
    ] as const) {
      await beginKey(name);
      await workbench.pick('Paste');
      await stepShown(workbench, 3);
      await workbench.answer(text);
      await messageOf(workbench, `Stored the key “${name}”: 2048-bit RSA public key.`);
    }
  });

  it('can be PEM on a clipboard with all its lines, pasted into the one line', async () => {
    await beginKey('server');
    await workbench.pick('Paste');
    await stepShown(workbench, 3);
    await workbench.writeClipboard(pem);
    await workbench.page.keyboard.press('Control+V');
    await workbench.page.keyboard.press('Enter');
    await messageOf(workbench, 'Stored the key “server”: 2048-bit RSA public key.');
    assert.match(await verifyWith('rs.txt', 'server'), /signature is valid/);
  });

  it('can be taken from the clipboard and from a file', async () => {
    await beginKey('from the clipboard');
    await workbench.writeClipboard(pem);
    await workbench.pick('clipboard');
    await messageOf(workbench, 'Stored the key “from the clipboard”: 2048-bit RSA public key.');

    await beginKey('from a file');
    await workbench.pick('file');
    const input = workbench.page.locator('.quick-input-widget:visible input').first();
    await workbench.page.locator('.quick-input-widget', { hasText: 'key.der' }).waitFor();
    await input.fill(path.join(workspace, 'key.der'));
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'key.der' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await messageOf(workbench, 'Stored the key “from a file”: 2048-bit RSA public key.');
  });

  it('that are encrypted are opened with their password', async () => {
    const cipher = { cipher: 'aes-256-cbc', passphrase: 'open sesame' };
    await workbench.writeClipboard(rsa.privateKey.export({ type: 'pkcs8', format: 'pem', ...cipher }).toString());
    await beginKey('private');
    await workbench.pick('clipboard');
    await workbench.page.locator('.quick-input-message', { hasText: 'The private key is encrypted' }).waitFor();
    await workbench.answer('wrong');
    await workbench.page
      .locator('.quick-input-message', { hasText: 'The password of this private key is wrong' })
      .waitFor();
    await workbench.answer('open sesame');
    await messageOf(workbench, 'Stored the key “private”: 2048-bit RSA private key.');
  });

  it('are not replaced without asking', async () => {
    await workbench.runCommand('JWT: Add Key…');
    await stepShown(workbench, 1);
    await workbench.answer('server');
    await dialog(workbench, 'Replace the stored key “server”?', 'Cancel');
    await stepShown(workbench, 1);
    await workbench.page.keyboard.press('Escape');
    assert.match(await verifyWith('rs.txt', 'server'), /signature is valid/);
  });

  it('are nowhere in plain on the disk', async () => {
    const traces = [hex, Buffer.from(hex, 'hex').toString('base64'), Buffer.from(hex, 'hex').toString('latin1')];
    assert.deepEqual(await filesWith(workbench.dataFolder, traces), []);
  });

  it('are removed after a question', async () => {
    await workbench.runCommand('JWT: Remove Key…');
    await workbench.pick('shared secret');
    await dialog(workbench, 'Remove the stored key “shared secret”?', 'Remove');
    await workbench.runCommand('JWT: Remove Key…');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'server' }).waitFor();
    assert.equal(await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'shared' }).count(), 0);
    await workbench.page.keyboard.press('Escape');
  });

  it('are missed by name when the secret storage has lost them', async () => {
    await workbench.reload(); // the secret storage of this host lives as long as its window
    assert.match(await verifyWith('rs.txt', 'server'), /no longer contains the key “server”/);
  });
});

describe('an issuer whose keys are on the network', () => {
  let provider: TestProvider;
  let workspace: string;
  let workbench: Workbench | undefined;
  let entry: object;
  before(async () => {
    provider = await startOidcProvider();
    workspace = await mkdtemp(path.join(tmpdir(), 'jwt-issuer-'));
    await writeFile(path.join(workspace, 'id.txt'), await provider.idToken());
    const { issuer, clientId: audience } = provider;
    entry = { name: 'Provider', issuer, audience, algorithms: ['RS256'], jwksUri: await provider.jwksUri() };
    const iss = 'https://ours.example';
    await writeFile(path.join(workspace, 'ours.txt'), jsonwebtoken.sign({ iss }, hex, { expiresIn: '1h' }));
    const ours = { name: 'Ours', issuer: iss, audience: null, algorithms: ['HS256'], key: '${env:OURS}' };
    await mkdir(path.join(workspace, '.vscode'));
    await writeFile(
      path.join(workspace, '.vscode/settings.json'),
      JSON.stringify({ 'jwtInspector.issuers': [entry, ours] }),
    );
  });
  afterEach(async () => {
    await workbench?.close();
  });
  after(async () => {
    await provider.close();
    await rm(workspace, { recursive: true });
  });

  const keyRequests = (): number => provider.requests.filter((request) => request === '/jwks').length;

  it('is asked for its keys once the user has approved its address, and not before', async () => {
    workbench = await openWorkbench({ workspace });
    await workbench.openFile('id.txt');
    await workbench.runCommand('JWT: Verify');
    await dialog(workbench, `Allow JWT Inspector to fetch public keys from ${provider.issuer}/jwks?`, 'Cancel');
    await messageOf(workbench, `Fetching keys from ${provider.issuer}/jwks was not approved.`);
    assert.equal(keyRequests(), 0);

    await workbench.runCommand('JWT: Verify');
    await dialog(workbench, `Allow JWT Inspector to fetch public keys from ${provider.issuer}/jwks?`, 'Allow');
    await messageOf(workbench, 'Verified with “Provider, key from this workspace”.');
    assert.equal(keyRequests(), 1);

    await workbench.reload();
    await workbench.openFile('id.txt');
    await workbench.runCommand('JWT: Verify');
    await messageOf(workbench, 'Verified with “Provider, key from this workspace”.');
    const kept = await readFile(path.join(workspace, '.vscode/settings.json'), 'utf8');
    assert.ok(!kept.includes('allowedOrigins'), 'the approval belongs to the machine, not to the workspace');
  });

  it('is left alone in Restricted Mode: what the workspace names, and what the user has approved', async () => {
    const before = keyRequests();
    workbench = await openWorkbench({
      workspace,
      trust: false,
      settings: {
        'security.workspace.trust.startupPrompt': 'never',
        'jwtInspector.issuers': [entry],
        'jwtInspector.network.allowedOrigins': [provider.issuer],
      },
    });
    await workbench.openFile('id.txt');
    await workbench.runCommand('JWT: Verify');
    await messageOf(workbench, 'No keys are fetched from the network in Restricted Mode');
    await workbench.openFile('ours.txt');
    await workbench.runCommand('JWT: Verify');
    const choices = workbench.page.locator('.quick-input-list .monaco-list-row');
    await choices.filter({ hasText: 'Provider' }).waitFor();
    assert.equal(await choices.count(), 1, 'the issuers of the workspace are not offered');
    assert.equal(keyRequests(), before);
  });

  it('cannot keep anything quiet in Restricted Mode: its settings silence no rule, file or token', async () => {
    const quiet = await mkdtemp(path.join(tmpdir(), 'jwt-quiet-'));
    const token = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"a"}').toString('base64url')}.`;
    await writeFile(path.join(quiet, 'a.txt'), token);
    await mkdir(path.join(quiet, '.vscode'));
    await writeFile(
      path.join(quiet, '.vscode/settings.json'),
      JSON.stringify({
        'jwtInspector.enabled': false,
        'jwtInspector.hover.enabled': false,
        'jwtInspector.diagnostics.enabled': false,
        'jwtInspector.diagnostics.rules': { 'alg-none': 'off' },
        'jwtInspector.diagnostics.contexts': { '**/*': 'off' },
        'jwtInspector.ignore': [createHash('sha256').update(token).digest('base64url')],
      }),
    );
    const settings = { 'security.workspace.trust.startupPrompt': 'never' };
    workbench = await openWorkbench({ workspace: quiet, trust: false, settings });
    await workbench.openFile('a.txt');
    await expectProblem(workbench, /anyone/);
    assert.match(await workbench.hover({ line: 1, column: 4 }), /Unsigned/);
    await workbench.screenshot('restricted-mode');
    await workbench.close();

    // The same settings count where the workspace is trusted, so it is trust that made the difference.
    workbench = await openWorkbench({ workspace: quiet, settings });
    await workbench.openFile('a.txt');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.deepEqual(await workbench.problems(), []);
    await rm(quiet, { recursive: true });
  });
});

async function stepShown(workbench: Workbench, step: number): Promise<void> {
  const title = workbench.page.locator('.quick-input-titlebar', { hasText: `JWT: Add Key (${step}/3)` });
  await title.waitFor();
}

/** The newest message that fits; the centre is emptied, so that the next one is new. */
async function messageOf(workbench: Workbench, text: string | RegExp): Promise<string> {
  const message = await (await workbench.notification(text)).innerText();
  await workbench.page.locator('.notifications-center .codicon-notifications-clear-all').click();
  return message;
}

/** Answers the modal question that is asked. */
async function dialog(workbench: Workbench, question: string, answer: string): Promise<void> {
  const box = workbench.page.locator('.monaco-dialog-box', { hasText: question });
  await box.waitFor();
  await box.getByRole('button', { name: answer, exact: true }).click();
  await box.waitFor({ state: 'hidden' });
}

/** The files below a folder that hold any of the texts, byte for byte. */
async function filesWith(folder: string, texts: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const content = (await readFile(file)).toString('latin1');
    if (texts.some((text) => content.includes(text))) found.push(file);
  }
  return found;
}

/** The Problems view, once it lists what fits. */
async function expectProblem(workbench: Workbench, text: RegExp): Promise<void> {
  let problems: readonly string[] = [];
  for (let tries = 0; tries < 50; tries++) {
    problems = await workbench.problems();
    if (problems.some((problem) => text.test(problem))) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.fail(`no problem like ${String(text)} among: ${problems.join(' · ')}`);
}
