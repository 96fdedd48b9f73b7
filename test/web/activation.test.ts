import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation in a browser', () => {
  it('returns the API of core', async () => {
    const extension = vscode.extensions.getExtension<{ version: number }>('jwt-inspector.jwt-inspector');
    assert.ok(extension !== undefined, 'the extension is not installed');
    const api = await extension.activate();
    assert.equal(api.version, 1);
  });
});
