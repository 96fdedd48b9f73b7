import * as vscode from 'vscode';

/** Versions and streams: shown in tabs at times, but nothing a person could correct there. */
const readOnlySchemes: ReadonlySet<string> = new Set(['git', 'output']);

/** Whether documents like this one are versions or streams. */
export function isReadOnlyScheme({ scheme }: vscode.Uri): boolean {
  return readOnlySchemes.has(scheme);
}

/** Whether a comparison that has this document on one of its sides is in front. */
export function isInActiveDiff(uri: vscode.Uri): boolean {
  const address = uri.toString();
  return vscode.window.tabGroups.all.some(({ activeTab }) => {
    const input = activeTab?.input;
    return (
      input instanceof vscode.TabInputTextDiff &&
      [input.original, input.modified].some((side) => side.toString() === address)
    );
  });
}

/**
 * The documents a person works on: those in text tabs, and the right side of comparisons. As strings of their
 * addresses.
 */
export function documentsInTabs(): ReadonlySet<string> {
  const uris = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => {
      if (input instanceof vscode.TabInputText) return [input.uri];
      return input instanceof vscode.TabInputTextDiff ? [input.modified] : [];
    });
  return new Set(uris.filter((uri) => !isReadOnlyScheme(uri)).map((uri) => uri.toString()));
}
