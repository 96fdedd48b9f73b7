import * as vscode from 'vscode';
import { writtenToken } from '../../core/fixes/writtenToken.ts';
import { find } from '../../core/token/find.ts';
import { tokenIn } from '../../core/token/foundToken.ts';
import type { FoundToken } from '../../core/token/foundToken.ts';
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
  const whole = document.getText();
  const found = foundAt(whole, token, start);
  if (!found) return false;
  const isString = token.startsWith('{') && !text.startsWith('{');
  const written = writtenToken(whole, found, isString ? JSON.stringify(text) : text);
  const range = new vscode.Range(document.positionAt(written.start), document.positionAt(written.end));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, written.text);
  return vscode.workspace.applyEdit(edit);
}

/** The token at its place, if it is still there. */
function foundAt(text: string, token: string, start: number): FoundToken | undefined {
  return text.startsWith(token, start)
    ? { start, end: start + token.length }
    : find(text).find((found) => found.start === start && tokenIn(text, found) === token);
}
