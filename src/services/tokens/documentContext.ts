import * as vscode from 'vscode';
import { contextOf } from '../../core/rules/context.ts';
import type { ContextGlob } from '../../core/rules/context.ts';
import type { Context } from '../../core/text/finding.ts';

/**
 * Schemes whose documents are files somewhere; what else there is (untitled, notebook cells, output) has no path that
 * means anything.
 */
const pathless: ReadonlySet<string> = new Set(['untitled', 'vscode-notebook-cell', 'output']);

interface KnownContext {
  readonly version: number;
  readonly languageId: string;
  readonly globs: readonly ContextGlob[];
  readonly context: Context | 'off';
}

/** Each token of a document asks for it. */
const known = new WeakMap<vscode.TextDocument, KnownContext>();

/**
 * What kind of text a document is, by its path inside the workspace folder (what the folder itself is called says
 * nothing), and of a `.txt` file by its tokens.
 */
export function documentContext(document: vscode.TextDocument, globs: readonly ContextGlob[]): Context | 'off' {
  const { uri, languageId, version } = document;
  const before = known.get(document);
  if (before?.version === version && before.languageId === languageId && before.globs === globs) return before.context;
  const path = pathless.has(uri.scheme) ? undefined : vscode.workspace.asRelativePath(uri, false);
  const context = contextOf(path, languageId, globs, () => document.getText());
  known.set(document, { version, languageId, globs, context });
  return context;
}
