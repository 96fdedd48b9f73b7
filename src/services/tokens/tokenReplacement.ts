import * as vscode from 'vscode';
import type { TokenSource } from './tokenHandles.ts';
import { inform, tick } from '../../platform/messages.ts';

/**
 * Puts a text in a token's place, where that is known and the token is still there: one step to undo. What was an
 * object of a JSON document becomes a string of it. Elsewhere the text goes to the clipboard. `what` begins the
 * sentence that tells the user which of both it was.
 */
export async function replaceToken(source: TokenSource, text: string, what: string): Promise<void> {
  if (await replaceInDocument(source, text)) {
    tick(`${what} is in the document`);
    return;
  }
  await vscode.env.clipboard.writeText(text);
  void inform(`${what} is on the clipboard, because the old one is not in a document.`);
}

async function replaceInDocument({ text: token, uri, start }: TokenSource, text: string): Promise<boolean> {
  const document = vscode.workspace.textDocuments.find((candidate) => candidate.uri.toString() === uri);
  if (document === undefined || start === undefined) return false;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + token.length));
  if (document.getText(range) !== token) return false;
  const edit = new vscode.WorkspaceEdit();
  const isString = token.startsWith('{') && !text.startsWith('{');
  edit.replace(document.uri, range, isString ? JSON.stringify(text) : text);
  return vscode.workspace.applyEdit(edit);
}
