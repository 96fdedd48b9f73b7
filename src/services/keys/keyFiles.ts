import * as vscode from 'vscode';
import { visibleStart } from '../../core/text/visible.ts';
import { isSymbolicLink, typeAt } from '../../platform/symbolicLinks.ts';

const maximumBytes = 1024 * 1024;

export type KeyFile = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/** A setting that names a key file. */
export interface KeyFileSetting {
  readonly origin: 'user' | 'workspace';
  /** The folder that holds a workspace's setting. */
  readonly base?: vscode.Uri | undefined;
}

/** Reads key files that settings name, and tells when one that it was asked for has changed, come or gone. */
export class KeyFiles implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watchers = new Map<string, vscode.FileSystemWatcher>();

  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  /**
   * A workspace's path resolves against the folder that holds the setting and cannot leave it, neither by `..` nor
   * through a symbolic link; a user's path is absolute.
   */
  async read(path: string, setting: KeyFileSetting): Promise<KeyFile> {
    const refuse = (why: string): KeyFile => ({ ok: false, problem: `The key file ${visibleStart(path)} ${why}` });
    if (setting.origin === 'user') {
      return isAbsolute(path)
        ? this.#read(vscode.Uri.file(path), refuse)
        : refuse('must have an absolute path, because it is in user settings.');
    }
    const { base } = setting;
    if (base === undefined || isAbsolute(path)) {
      return refuse(
        'cannot be used. In workspace settings, use a relative path to a file inside the folder that contains the setting.',
      );
    }
    const steps = path.split(/[\\/]+/).filter((step) => step !== '' && step !== '.');
    // Windows reads “.. ” and “...” as “..”, too.
    if (steps.some((step) => /^\.[. ]+$/.test(step))) return refuse('is outside the folder that contains the setting.');
    const ways = steps.map((_, index) => vscode.Uri.joinPath(base, ...steps.slice(0, index + 1)));
    const file = ways.at(-1);
    if (file === undefined) return refuse('is not a file.');
    this.#watch(file);
    for (const way of ways) {
      const type = await typeAt(way);
      if (type === undefined) return refuse('does not exist.');
      if (isSymbolicLink(type))
        return refuse('is reached through a symbolic link, which could lead outside the folder.');
    }
    return this.#read(file, refuse);
  }

  dispose(): void {
    for (const watcher of this.#watchers.values()) watcher.dispose();
    this.#watchers.clear();
    this.#changed.dispose();
  }

  async #read(file: vscode.Uri, refuse: (why: string) => KeyFile): Promise<KeyFile> {
    this.#watch(file);
    try {
      const { size, type } = await vscode.workspace.fs.stat(file);
      if ((type & vscode.FileType.File) === 0) return refuse('is not a file.');
      if (size > maximumBytes) return refuse('is larger than 1 MiB.');
      return { ok: true, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(file)) };
    } catch (error) {
      return refuse(
        error instanceof vscode.FileSystemError && error.code === 'FileNotFound'
          ? 'does not exist.'
          : 'cannot be read.',
      );
    }
  }

  /** Begins before the file is read, so that no change falls between. */
  #watch(file: vscode.Uri): void {
    const key = file.toString();
    if (this.#watchers.has(key)) return;
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), name.replaceAll(/[*?[\]{}]/g, '[$&]'));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const tell = (): void => this.#changed.fire();
    watcher.onDidChange(tell);
    watcher.onDidCreate(tell);
    watcher.onDidDelete(tell);
    this.#watchers.set(key, watcher);
  }
}

/** By the rules of every operating system, because settings are shared between them. */
function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:)/.test(path);
}
