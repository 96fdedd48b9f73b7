import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createSecretKey, randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { TrackedFiles } from '../../src/services/tokens/trackedFiles.ts';
import type { GitApi } from '../../src/services/tokens/trackedFiles.ts';
import { closeAllEditors, eventually, problemsOf, ruleOf, showFile } from '../support/documents.ts';
import { issue } from '../support/jose.ts';
import { log } from '../support/log.ts';

const tracked = vscode.Uri.file('/repository/config.ts');
const untracked = vscode.Uri.file('/repository/.env');

type GitRepository = NonNullable<ReturnType<GitApi['getRepository']>>;

describe('files under version control', () => {
  let index: Set<string>;
  let asked: string[];
  let isOpen: boolean;
  let repository: () => GitRepository;
  let changed: vscode.EventEmitter<void>;
  let opened: vscode.EventEmitter<GitRepository>;
  let closed: vscode.EventEmitter<GitRepository>;
  let files: TrackedFiles;
  beforeEach(() => {
    index = new Set([tracked.fsPath]);
    asked = [];
    isOpen = true;
    changed = new vscode.EventEmitter();
    opened = new vscode.EventEmitter();
    closed = new vscode.EventEmitter();
    // As the real one does, it gives another object each time.
    repository = () => ({
      rootUri: vscode.Uri.file('/repository'),
      state: { onDidChange: changed.event },
      getObjectDetails: (treeish: string, path: string) => {
        asked.push(`${treeish}:${path}`);
        return index.has(path) ? Promise.resolve({}) : Promise.reject(new Error('Path not known by git'));
      },
    });
    const git: GitApi = {
      onDidOpenRepository: opened.event,
      onDidCloseRepository: closed.event,
      getRepository: ({ path }) => (isOpen && path.startsWith('/repository/') ? repository() : null),
    };
    files = new TrackedFiles(log, () => Promise.resolve(git));
  });
  afterEach(() => {
    files.dispose();
  });

  it('are those that the index of their repository holds', async () => {
    assert.equal(files.has(tracked), false, 'nothing is known yet');
    await eventually(() => files.has(tracked) || undefined);
    files.has(untracked);
    await eventually(() => asked.length === 2 || undefined);
    assert.equal(files.has(untracked), false);
    assert.deepEqual(asked, [`:${tracked.fsPath}`, `:${untracked.fsPath}`]);
  });

  it('are asked for once, and again when their repository has changed', async () => {
    const told = new Promise<void>((resolve) => {
      files.onDidChange(resolve);
    });
    files.has(tracked);
    files.has(tracked);
    files.has(untracked);
    await told;
    await eventually(() => asked.length === 2 || undefined);
    assert.ok(files.has(tracked));
    index.clear();
    let times = 0;
    files.onDidChange(() => {
      times += 1;
    });
    changed.fire();
    assert.equal(times, 1, 'a repository is followed once, however many of its files are asked for');
    assert.ok(files.has(tracked), 'the last answer holds until the new one is there');
    await eventually(() => !files.has(tracked) || undefined);
    assert.equal(asked.length, 3);
  });

  it('are asked for again when their repository is found', async () => {
    isOpen = false;
    files.has(tracked);
    isOpen = true;
    await eventually(() => {
      opened.fire(repository());
      return files.has(tracked) || undefined;
    });
  });

  it('are forgotten when their document is closed, so that what is kept never outgrows what is open', () => {
    const closing = new vscode.EventEmitter<{ readonly uri: vscode.Uri }>();
    const few = new TrackedFiles(log, () => Promise.resolve(undefined), closing.event);
    const uris = Array.from({ length: 50 }, (_, number) => vscode.Uri.file(`/repository/${number}.ts`));
    for (const uri of uris) few.has(uri);
    assert.equal(few.size, 50);
    for (const uri of uris.slice(1)) closing.fire({ uri });
    assert.equal(few.size, 1);
    few.dispose();
    closing.dispose();
  });

  it('are no longer followed in a repository that was closed, and again in one that is opened once more', async () => {
    files.has(tracked);
    await eventually(() => files.has(tracked) || undefined);
    isOpen = false;
    closed.fire(repository());
    await eventually(() => !files.has(tracked) || undefined);
    let times = 0;
    files.onDidChange(() => {
      times += 1;
    });
    changed.fire();
    assert.equal(times, 0, 'nobody listens to a repository that is closed');
    isOpen = true;
    opened.fire(repository());
    await eventually(() => files.has(tracked) || undefined);
  });

  it('are none outside of repositories, without git, and where a document is no file', async () => {
    assert.equal(files.has(vscode.Uri.file('/elsewhere/config.ts')), false);
    assert.equal(files.has(vscode.Uri.parse('untitled:/repository/config.ts')), false);
    const alone = new TrackedFiles(log, () => Promise.resolve(undefined));
    alone.has(tracked);
    await Promise.resolve();
    assert.equal(alone.has(tracked), false);
    assert.deepEqual(asked, []);
    alone.dispose();
  });
});

describe('tokens under version control', () => {
  after(closeAllEditors);

  it('become problems with a fix, as far as the git of VS Code knows', async () => {
    const token = issue('HS256', createSecretKey(randomBytes(32)), {
      sub: 'u17',
      iss: 'https://login.corp.io',
      aud: 'a',
    });
    const text = `export const token = '${token}';\n`;
    const { document } = await showFile('repository/config.ts', text);
    const folder = dirname(document.uri.fsPath);
    const git = (...args: readonly string[]): unknown => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
    git('init', '--quiet');
    git('add', 'config.ts');
    await vscode.commands.executeCommand('git.openRepository', folder);
    const problem = await eventually(() =>
      problemsOf(document.uri).find((candidate) => ruleOf(candidate) === 'token-committed'),
    );
    assert.equal(document.getText(problem.range), token);
    const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    assert.ok(actions.some(({ title }) => title === 'Move the token to .env'));
    git('rm', '--quiet', '--cached', 'config.ts');
    await vscode.commands.executeCommand('git.refresh');
    await eventually(() =>
      problemsOf(document.uri).some((candidate) => ruleOf(candidate) === 'token-committed') ? undefined : true,
    );
  });
});
