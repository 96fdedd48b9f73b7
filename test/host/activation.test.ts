import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('returns the API of core', async () => {
    const extension = vscode.extensions.getExtension<{ version: number }>('jwt-inspector.jwt-inspector');
    assert.ok(extension !== undefined, 'the extension is not installed');
    const api = await extension.activate();
    assert.equal(api.version, 1);
  });

  it('registers every command that package.json contributes', async () => {
    const extension = vscode.extensions.getExtension('jwt-inspector.jwt-inspector');
    await extension?.activate();
    const manifest = extension?.packageJSON as { contributes: { commands: readonly { command: string }[] } };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
