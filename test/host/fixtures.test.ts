import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import jsonwebtoken from 'jsonwebtoken';
import * as vscode from 'vscode';
import type { Fixture } from '../../src/core/verify/fixtures.ts';
import { closeAllEditors } from '../support/documents.ts';
import { answer } from '../support/quickInput.ts';

const accept = ['workbench.action.acceptSelectedQuickOpenItem'];

describe('JWT: Generate Fixtures…', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const folder = vscode.Uri.joinPath(root, 'made fixtures');
  const read = async (name: string): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name)));
  const generate = (...commands: readonly string[]): Promise<readonly Fixture[] | undefined> =>
    answer(vscode.commands.executeCommand<readonly Fixture[]>('jwtInspector.generateFixtures', folder), ...commands);

  after(async () => {
    await closeAllEditors();
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('writes tokens, their key set and an index that tells what each is for', async () => {
    const made = (await generate(...accept)) ?? [];
    assert.equal(made.length, 7);
    const index = JSON.parse(await read('fixtures.json')) as {
      algorithm: jsonwebtoken.Algorithm;
      issuer: string;
      audience: string;
      tokens: { file: string; expected: string }[];
    };
    const { keys } = JSON.parse(await read('jwks.json')) as { keys: [jsonwebtoken.JwtPayload] };
    const key = createPublicKey({ key: keys[0], format: 'jwk' });
    for (const { file, expected } of index.tokens) {
      const token = await read(file);
      const check = (): unknown =>
        jsonwebtoken.verify(token, key, {
          algorithms: [index.algorithm],
          issuer: index.issuer,
          audience: index.audience,
        });
      if (expected === 'accept') check();
      else assert.throws(check, file);
    }
    assert.equal(vscode.window.activeTextEditor?.document.uri.path.split('/').at(-1), 'fixtures.json');
  });

  it('replaces files that are there only when told to', async () => {
    const before = await read('jwks.json');
    // The first row keeps them.
    assert.equal(await generate(...accept), undefined);
    assert.equal(await read('jwks.json'), before);
  });

  it('writes nothing where one of the files is a symbolic link, which could lead anywhere', async () => {
    const before = await read('jwks.json');
    const target = vscode.Uri.joinPath(root, 'elsewhere.json').fsPath;
    for (const make of [
      (link: string) => {
        writeFileSync(target, 'untouched');
        symlinkSync(target, link);
      },
      (link: string) => {
        symlinkSync(path.join(root.fsPath, 'not there yet'), link);
      },
    ]) {
      const link = vscode.Uri.joinPath(folder, 'private.jwk.json').fsPath;
      rmSync(link, { force: true });
      make(link);
      // The first row would keep the files, the second replace them.
      assert.equal(await generate('workbench.action.quickOpenSelectNext', ...accept), undefined);
      assert.equal(await read('jwks.json'), before);
      rmSync(link);
    }
    assert.equal(readFileSync(target, 'utf8'), 'untouched');
    assert.ok(!existsSync(path.join(root.fsPath, 'not there yet')));
    rmSync(target);
  });
});
