import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { download } from '../../src/services/network/download.ts';

/**
 * The files of the extension come over HTTP here, from another origin than the worker's: what a JWKS URL is in a
 * browser.
 */
describe('the network in a browser', () => {
  const file = (name: string): string => {
    const extension = vscode.extensions.getExtension('jwt-inspector.jwt-inspector');
    assert.ok(extension !== undefined, 'the extension is not installed');
    return vscode.Uri.joinPath(extension.extensionUri, name).toString(true);
  };

  it('gives what a server says', async () => {
    const answer = await download(file('package.json'));
    assert.ok(answer.ok, answer.ok ? '' : answer.problem);
    assert.equal((JSON.parse(answer.text) as { readonly name: string }).name, 'jwt-inspector');
  });

  it('names the status', async () => {
    const answer = await download(file('nowhere.json'));
    assert.ok(!answer.ok);
    assert.equal(answer.status, 404);
  });

  it('says what may be wrong where the browser says nothing', async () => {
    const answer = await download('http://127.0.0.1:6000/jwks');
    assert.ok(!answer.ok);
    assert.ok(/could not be reached.*CORS/.test(answer.problem), answer.problem);
  });
});
