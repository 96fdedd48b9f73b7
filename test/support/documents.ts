import * as vscode from 'vscode';

/** Opens text in a tab of its own, as a person sees it. */
export async function showText(content: string, language = 'plaintext'): Promise<vscode.TextEditor> {
  return eventually(async () => {
    const document = await vscode.workspace.openTextDocument({ content, language });
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    // Untitled documents take the names of closed ones, at times before those are gone.
    return editor.document.getText() === content ? editor : undefined;
  });
}

/** Writes a file into the workspace and opens it. */
export async function showFile(name: string, content: string): Promise<vscode.TextEditor> {
  const uri = await writeFile(name, content);
  return vscode.window.showTextDocument(uri, { preview: false });
}

/** Writes a file into the workspace. */
export async function writeFile(name: string, content: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) throw new Error('The suites need a workspace folder.');
  const uri = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  return uri;
}

export async function closeAllEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** The first answer that is not `undefined`; asks again until there is one, or the test times out. */
export async function eventually<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

/** Our problems of a document, in the order of the text. */
export function problemsOf(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'JWT')
    .toSorted((a, b) => a.range.start.compareTo(b.range.start));
}

/** The rule of a problem. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : '';
}

/** The Markdown of the hovers in a line, entities as characters. */
export async function hoverAt(uri: vscode.Uri, line = 0): Promise<string> {
  const position = new vscode.Position(line, 20);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  return hovers
    .flatMap(({ contents }) => contents as vscode.MarkdownString[])
    .map(({ value }) => value)
    .join('\n')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
