import type * as vscode from 'vscode';

/** The text of a document of at most `limit` characters; `undefined` for a longer one, whose text is not even made. */
export function textUpTo(document: vscode.TextDocument, limit: number): string | undefined {
  const length = document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
  return length > limit ? undefined : document.getText();
}
