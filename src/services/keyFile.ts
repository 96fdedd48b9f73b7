import * as vscode from 'vscode';

const maximumBytes = 1024 * 1024;

export type KeyFile = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/**
 * Reads a key file that a setting names. A workspace's path resolves against `base` and cannot leave it, neither by `..` nor through a
 * symbolic link; a user's path is absolute.
 */
export async function readKeyFile(
  path: string,
  setting: { readonly origin: 'user' | 'workspace'; readonly base: vscode.Uri | undefined },
): Promise<KeyFile> {
  const refuse = (why: string): KeyFile => ({ ok: false, problem: `The key file ${path} ${why}` });
  if (setting.origin === 'user') {
    return isAbsolute(path)
      ? read(vscode.Uri.file(path), refuse)
      : refuse('has no folder to start from: in user settings the path has to be absolute.');
  }
  const { base } = setting;
  if (base === undefined || isAbsolute(path)) {
    return refuse(
      'cannot be used: a workspace names key files by their path inside the folder that holds the setting.',
    );
  }
  const steps = path.split(/[\\/]+/).filter((step) => step !== '' && step !== '.');
  if (steps.includes('..')) {
    return refuse('lies outside the folder whose settings name it.');
  }
  const ways = steps.map((_, index) => vscode.Uri.joinPath(base, ...steps.slice(0, index + 1)));
  for (const way of ways) {
    const type = await typeOf(way);
    if (type === undefined) {
      return refuse('does not exist.');
    }
    if ((type & vscode.FileType.SymbolicLink) !== 0) {
      return refuse('is reached through a symbolic link, which could lead out of the folder.');
    }
  }
  return read(ways.at(-1) ?? base, refuse);
}

async function read(file: vscode.Uri, refuse: (why: string) => KeyFile): Promise<KeyFile> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(file);
    if ((type & vscode.FileType.File) === 0) {
      return refuse('is not a file.');
    }
    if (size > maximumBytes) {
      return refuse('is larger than 1 MiB.');
    }
    return { ok: true, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(file)) };
  } catch (error) {
    return refuse(
      error instanceof vscode.FileSystemError && error.code === 'FileNotFound' ? 'does not exist.' : 'cannot be read.',
    );
  }
}

async function typeOf(file: vscode.Uri): Promise<vscode.FileType | undefined> {
  try {
    return (await vscode.workspace.fs.stat(file)).type;
  } catch {
    return undefined;
  }
}

/** By the rules of every system: settings travel between them. */
function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:)/.test(path);
}
