import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { FolderFacts } from '../../src/features/diagnostics/folderFacts.ts';

describe('what documents of a folder hold for each other', () => {
  const document = (path: string): vscode.TextDocument => {
    const uri = vscode.Uri.file(path);
    const text: Pick<vscode.TextDocument, 'uri' | 'version' | 'lineCount' | 'getText' | 'offsetAt' | 'lineAt'> = {
      uri,
      version: 1,
      lineCount: 1,
      getText: () => '',
      offsetAt: () => 0,
      lineAt: () => ({ range: new vscode.Range(0, 0, 0, 0) }) as vscode.TextLine,
    };
    return text as vscode.TextDocument;
  };

  it('is forgotten with the last document of the folder, so that it never outgrows what is open', () => {
    const folders = new FolderFacts();
    const paths = Array.from({ length: 30 }, (_, number) => [`/f${number}/a.ts`, `/f${number}/b.ts`]).flat();
    for (const path of paths) folders.update(document(path), []);
    assert.equal(folders.size, 30);
    for (const path of paths.filter((one) => one.endsWith('a.ts')))
      assert.equal(folders.forget(vscode.Uri.file(path)), true);
    assert.equal(folders.size, 30, 'the other document is still there');
    for (const path of paths) folders.forget(vscode.Uri.file(path));
    assert.equal(folders.size, 0);
    assert.equal(folders.forget(vscode.Uri.file('/never/seen.ts')), false);
    assert.equal(folders.size, 0);
  });

  it('is there again when a document of the folder is opened once more', () => {
    const folders = new FolderFacts();
    folders.update(document('/f/a.ts'), []);
    folders.forget(vscode.Uri.file('/f/a.ts'));
    folders.update(document('/f/a.ts'), []);
    folders.update(document('/f/b.ts'), []);
    assert.deepEqual(folders.beside(vscode.Uri.file('/f/a.ts')), [vscode.Uri.file('/f/b.ts').toString()]);
  });
});
