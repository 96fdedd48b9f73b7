import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import jsonwebtoken from 'jsonwebtoken';
import { root, run } from '../../scripts/host/run.ts';
import { openWorkbench } from '../ui/workbench.ts';

describe('the package', () => {
  const vsix = path.join(root, 'dist/jwt-inspector.vsix');

  before(async () => {
    await run('npm', ['run', 'package']);
  });

  it('stays below 500 KB', async () => {
    const { size } = await stat(vsix);
    assert.ok(size < 500 * 1024, `${(size / 1024).toFixed(1)} KB`);
  });

  it('holds what runs and what a person reads, and nothing else', () => {
    const list = execFileSync('node', ['node_modules/@vscode/vsce/vsce', 'ls', '--no-dependencies'], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.deepEqual(list.trim().split('\n').toSorted(), [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/extension.js',
      'dist/guesser.js',
      'dist/web/extension.js',
      'dist/webview/main.js',
      'media/icon.png',
      'media/panel.css',
      'media/schemas/jwk.schema.json',
      'media/schemas/jwks.schema.json',
      'package.json',
    ]);
  });

  it('explains a token once it is installed', async () => {
    const workspace = await mkdtemp(path.join(tmpdir(), 'jwt-workspace-'));
    const token = jsonwebtoken.sign({ iss: 'https://issuer.example' }, 'a throw-away secret of more than 32 bytes');
    await writeFile(path.join(workspace, 'service.log'), `token=${token}\n`);
    const workbench = await openWorkbench({ workspace, vsix });
    try {
      await workbench.openFile('service.log');
      assert.match(await workbench.hover(token.slice(0, 10)), /HS256/);
    } finally {
      await workbench.close();
      await rm(workspace, { recursive: true });
    }
  });
});
