import * as vscode from 'vscode';

/** What is used of the API that VS Code's git extension offers (extensions/git/src/api/git.d.ts, version 1). */
export interface GitApi {
  /** At the start of a window repositories are found one after the other. */
  readonly onDidOpenRepository: vscode.Event<unknown>;
  getRepository(uri: vscode.Uri): GitRepository | null;
}

interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: { readonly onDidChange: vscode.Event<void> };
  /** What the index holds of a path, with an empty `treeish`. Rejects where it holds nothing. */
  getObjectDetails(treeish: string, path: string): Promise<unknown>;
}

interface Entry {
  isCommitted: boolean;
  /** The turn for which the answer was sought. */
  askedIn: number;
}

/**
 * Knows which files are under version control, as far as VS Code's git extension says so; without it, none is. It answers at once with what
 * it knows, and finds out the rest behind the asker's back.
 */
export class CommittedFiles implements vscode.Disposable {
  readonly #git: () => Promise<GitApi | undefined>;
  /** By address. An answer holds until the one is there that is sought when a repository has changed. */
  readonly #known = new Map<string, Entry>();
  /** Counts the changes of repositories. */
  #turn = 0;
  #api: GitApi | undefined;
  /** By the address of their root, since each call gives another object for the same repository; the API itself has none. */
  readonly #followed = new Map<string, vscode.Disposable>();
  readonly #changed = new vscode.EventEmitter<void>();

  /** Fires when an answer may be another one. */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor(git: () => Promise<GitApi | undefined> = builtInGit) {
    this.#git = git;
  }

  has(uri: vscode.Uri): boolean {
    if (uri.scheme !== 'file') return false;
    const key = uri.toString();
    const entry = this.#known.get(key) ?? { isCommitted: false, askedIn: -1 };
    this.#known.set(key, entry);
    if (entry.askedIn !== this.#turn) {
      entry.askedIn = this.#turn;
      void this.#look(uri, entry);
    }
    return entry.isCommitted;
  }

  dispose(): void {
    for (const subscription of this.#followed.values()) subscription.dispose();
    this.#changed.dispose();
  }

  async #look(uri: vscode.Uri, entry: Entry): Promise<void> {
    const turn = this.#turn;
    this.#api ??= await this.#git();
    const repository = this.#api?.getRepository(uri);
    if (this.#api) this.#follow('', this.#api.onDidOpenRepository);
    if (repository) this.#follow(repository.rootUri.toString(), repository.state.onDidChange);
    const isCommitted = repository ? await isInIndex(repository, uri) : false;
    // After a change, those who were told of it have asked anew.
    if (turn !== this.#turn || entry.isCommitted === isCommitted) return;
    entry.isCommitted = isCommitted;
    this.#changed.fire();
  }

  #follow(source: string, event: vscode.Event<unknown>): void {
    if (this.#followed.has(source)) return;
    const outdate = (): void => {
      this.#turn += 1;
      this.#changed.fire();
    };
    this.#followed.set(source, event(outdate));
  }
}

async function isInIndex(repository: GitRepository, { fsPath }: vscode.Uri): Promise<boolean> {
  return repository.getObjectDetails('', fsPath).then(
    () => true,
    // That is how it says that it does not know the path.
    () => false,
  );
}

/** The API of VS Code's git extension; `undefined` where there is none, or where it is switched off. */
async function builtInGit(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<{ readonly enabled: boolean; getAPI(version: 1): GitApi }>(
    'vscode.git',
  );
  try {
    const git = await extension?.activate();
    return git?.enabled === true ? git.getAPI(1) : undefined;
  } catch {
    // Without a git that it can run, the extension does not start: then nobody knows.
    return undefined;
  }
}
