import * as vscode from 'vscode';
import { languageOfFile } from '../../core/facts/plainTextLanguages.ts';
import { writtenToken } from '../../core/fixes/writtenToken.ts';
import type { Token } from '../../core/token/token.ts';
import type { IndexedToken } from '../../services/tokens/tokenIndex.ts';

/** One of our problems at the place that is asked about. */
export interface Problem {
  readonly ruleId: string;
  readonly diagnostic: vscode.Diagnostic;
}

/** Runs on save if the user has set that up. */
export const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('jwtInspector');

/** What code actions are asked for. */
export interface ActionSubject {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
  /** The token there, and an id that stands for it in arguments of commands. */
  readonly token: (IndexedToken & { readonly parsed: Token; readonly handle: string }) | undefined;
  readonly problems: readonly Problem[];
}

/** The problems of the token there: what was asked about may hold more tokens than the first. */
export function tokenProblems({ token, problems }: ActionSubject): readonly Problem[] {
  return token ? problems.filter(({ diagnostic }) => token.range.intersection(diagnostic.range) !== undefined) : [];
}

/** An action that fixes problems, or changes what has none. */
export function codeAction(
  title: string,
  fixes: readonly Problem[],
  kind = fixes.length > 0 ? vscode.CodeActionKind.QuickFix : vscode.CodeActionKind.RefactorRewrite,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, kind);
  action.diagnostics = fixes.map(({ diagnostic }) => diagnostic);
  return action;
}

/** The change of one place. */
export function replacement(uri: vscode.Uri, range: vscode.Range, text: string): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, range, text);
  return edit;
}

/** Writes another text in a token's place, as the token was written. */
export function rewriteToken(
  edit: vscode.WorkspaceEdit,
  document: vscode.TextDocument,
  token: IndexedToken,
  text: string,
): void {
  const written = writtenToken(document.getText(), token, text);
  const range = new vscode.Range(document.positionAt(written.start), document.positionAt(written.end));
  edit.replace(document.uri, range, written.text);
}

/** What the document is written in; by its name where no extension knows its language. */
export function languageIdOf({ languageId, uri }: vscode.TextDocument): string {
  if (languageId !== 'plaintext') return languageId;
  if (/\/\.env[^/]*$|\.env$/.test(uri.path)) return 'dotenv';
  return /\.(?:http|rest)$/.test(uri.path) ? 'http' : languageOfFile(languageId, uri.path);
}
