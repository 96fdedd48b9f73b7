import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import jsonwebtoken from 'jsonwebtoken';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

describe('a token in a version that only git has', () => {
  const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';
  const committed = jsonwebtoken.sign({ sub: 'committed' }, secret);
  let workspace: string;
  let workbench: Workbench;

  before(async () => {
    workspace = await mkdtemp(path.join(tmpdir(), 'jwt-git-'));
    const file = path.join(workspace, 'request.http');
    const git = (...words: readonly string[]): Buffer =>
      execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...words], { cwd: workspace });
    await writeFile(file, `Authorization: Bearer ${committed}\n`);
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'Hold a token');
    await writeFile(file, 'Authorization: Bearer …\n');
    workbench = await openWorkbench({ workspace });
  });

  after(async () => {
    await workbench.close();
    await rm(workspace, { recursive: true });
  });

  it('is explained where the mouse rests, and is no problem of the file', async () => {
    await workbench.openFile('request.http');
    await workbench.runCommand('Git: Open File (HEAD)');
    assert.match(await workbench.hover(committed.slice(0, 10)), /committed/);
    assert.deepEqual(
      (await workbench.problems()).filter((row) => row.includes('JWT')),
      [],
    );
  });
});
