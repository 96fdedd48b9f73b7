import * as vscode from 'vscode';
import { codeAction } from './subject.ts';
import type { ActionSubject } from './subject.ts';

/** Puts a token that is broken over lines or literals into one: takes out what stands between its pieces. */
export function joinWrapped({ document, token }: ActionSubject): readonly vscode.CodeAction[] {
  const { pieces = [] } = token ?? {};
  if (pieces.length < 2 || pieces.some(({ holds }) => holds !== undefined)) return [];
  const action = codeAction('Join the token into one piece', []);
  action.edit = new vscode.WorkspaceEdit();
  for (const [index, piece] of pieces.slice(1).entries()) {
    const end = pieces[index]?.end ?? piece.start;
    action.edit.delete(document.uri, new vscode.Range(document.positionAt(end), document.positionAt(piece.start)));
  }
  return [action];
}
