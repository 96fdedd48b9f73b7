import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import jsonwebtoken from 'jsonwebtoken';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

describe('a token in a window of VS Code', () => {
  const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';
  const token = jsonwebtoken.sign({ iss: 'https://issuer.example', sub: 'ada', exp: 1_716_480_961 }, secret);
  let workspace: string;
  let workbench: Workbench;

  before(async () => {
    workspace = await mkdtemp(path.join(tmpdir(), 'jwt-workspace-'));
    await writeFile(path.join(workspace, 'request.http'), `GET /me\nAuthorization: Bearer ${token}\n`);
    workbench = await openWorkbench({ workspace });
    await workbench.openFile('request.http');
  });

  after(async () => {
    await workbench.close();
    await rm(workspace, { recursive: true });
  });

  it('is explained where the mouse rests', async () => {
    const hover = await workbench.hover(token.slice(0, 10));
    assert.match(hover, /HS256/);
    assert.match(hover, /issuer\.example/);
    assert.match(hover, /not verified/i);
  });

  it('is explained at a place given by line and column', async () => {
    assert.match(await workbench.hover({ line: 2, column: 40 }), /HS256/);
  });

  it('is listed in the Problems panel', async () => {
    const problems = await workbench.problems();
    assert.ok(
      problems.some((problem) => /expired/i.test(problem)),
      problems.join('\n'),
    );
  });

  it('is decoded by the command', async () => {
    await workbench.runCommand('JWT: Decode');
    await workbench.page.locator('.view-line', { hasText: 'https://issuer.example' }).waitFor();
  });
});
