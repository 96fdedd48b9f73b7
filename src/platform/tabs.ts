import * as vscode from 'vscode';

/** Versions and streams: shown in tabs at times, but nothing a person could correct there. */
const readOnlySchemes: ReadonlySet<string> = new Set(['git', 'output']);

/** The documents a person works on: those in text tabs, and the right side of comparisons. As strings of their addresses. */
export function documentsInTabs(): ReadonlySet<string> {
  const uris = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => {
      if (input instanceof vscode.TabInputText) {
        return [input.uri];
      }
      return input instanceof vscode.TabInputTextDiff ? [input.modified] : [];
    });
  return new Set(uris.filter(({ scheme }) => !readOnlySchemes.has(scheme)).map((uri) => uri.toString()));
}
