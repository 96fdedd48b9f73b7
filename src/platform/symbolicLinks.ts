import * as vscode from 'vscode';

/** What stands at a place; `undefined` for nothing. A link counts as a link, whether or not it leads anywhere. */
export async function typeAt(place: vscode.Uri): Promise<vscode.FileType | undefined> {
  try {
    return (await vscode.workspace.fs.stat(place)).type;
  } catch {
    return undefined;
  }
}

export function isSymbolicLink(type: vscode.FileType | undefined): boolean {
  return type !== undefined && (type & vscode.FileType.SymbolicLink) !== 0;
}

/** Whether a file, or a folder on the way to it from `base`, is a symbolic link: it could lead out of `base`. */
export async function hasLinkOnTheWay(base: vscode.Uri, file: vscode.Uri): Promise<boolean> {
  const steps = file.path.slice(base.path.length).split('/').filter(Boolean);
  const ways = steps.map((_, index) => vscode.Uri.joinPath(base, ...steps.slice(0, index + 1)));
  const types = await Promise.all(ways.map(typeAt));
  return types.some(isSymbolicLink);
}
