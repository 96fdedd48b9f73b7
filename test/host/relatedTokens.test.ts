import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAllEditors, eventually, problemsOf, ruleOf, showFile } from '../support/documents.ts';
import { secret, sound } from '../support/tokens.ts';
import { issue } from '../support/jose.ts';

const first = issue('HS256', secret, { ...sound, jti: 'used-twice' });
const second = issue('HS256', secret, { ...sound, jti: 'used-twice', sub: 'u18' });

/** Waits until as many problems of a file are about IDs used twice. */
async function reuses(uri: vscode.Uri, count: number): Promise<readonly vscode.Diagnostic[]> {
  return eventually(() => {
    const found = problemsOf(uri).filter((problem) => ruleOf(problem) === 'jti-reused');
    return found.length === count ? found : undefined;
  });
}

describe('files of one folder in tabs', () => {
  afterEach(closeAllEditors);

  it('are compared, and linked to each other, for as long as both are open', async () => {
    const b = await showFile('together/b.txt', `\n  ${second}`);
    const a = await showFile('together/a.txt', `one\ntwo ${first}`);
    const [problem] = await reuses(b.document.uri, 1);
    await reuses(a.document.uri, 0);
    assert.ok(second.includes(b.document.getText(problem?.range)));
    const [link] = problem?.relatedInformation ?? [];
    assert.equal(link?.location.uri.toString(), a.document.uri.toString());
    assert.equal(link.location.range.start.line, 1);
    assert.ok(first.includes(a.document.getText(link.location.range)));

    const editor = await vscode.window.showTextDocument(a.document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'zero\n'));
    await eventually(async () => {
      const [moved] = await reuses(b.document.uri, 1);
      return moved?.relatedInformation?.[0]?.location.range.start.line === 2 || undefined;
    });
    await editor.document.save();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await reuses(b.document.uri, 0);
  });

  it('are left alone where they are in different folders', async () => {
    await showFile('together/one/a.txt', first);
    const b = await showFile('together/two/b.txt', second);
    const c = await showFile('together/two/c.txt', issue('HS256', secret, { ...sound, jti: 'used-twice', sub: 'u19' }));
    await reuses(c.document.uri, 1);
    await reuses(b.document.uri, 0);
  });
});
