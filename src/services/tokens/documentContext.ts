import * as vscode from 'vscode';
import { contextOf } from '../../core/rules/context.ts';
import type { ContextGlob } from '../../core/rules/context.ts';
import type { Context } from '../../core/text/finding.ts';

/**
 * Schemes whose documents are files somewhere; what else there is (untitled, notebook cells, output) has no path that
 * means anything.
 */
const pathless: ReadonlySet<string> = new Set(['untitled', 'vscode-notebook-cell', 'output']);

/**
 * What kind of text a document is, by its path inside the workspace folder: what the folder itself is called says
 * nothing.
 */
export function documentContext(document: vscode.TextDocument, globs: readonly ContextGlob[]): Context | 'off' {
  const { uri, languageId } = document;
  return contextOf(
    pathless.has(uri.scheme) ? undefined : vscode.workspace.asRelativePath(uri, false),
    languageId,
    globs,
  );
}
