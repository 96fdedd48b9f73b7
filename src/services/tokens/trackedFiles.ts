import * as vscode from 'vscode';
import { BackgroundAnswers } from '../../platform/backgroundAnswers.ts';
import { unexpectedError } from '../../platform/unexpectedError.ts';

/** The part of the API of VS Code's git extension that is used here (extensions/git/src/api/git.d.ts, version 1). */
export interface GitApi {
  /** At the start of a window repositories are found one after the other. */
  readonly onDidOpenRepository: vscode.Event<GitRepository>;
  readonly onDidCloseRepository: vscode.Event<GitRepository>;
  getRepository(uri: vscode.Uri): GitRepository | null;
}

interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: { readonly onDidChange: vscode.Event<void> };
  /** What the index holds of a path, with an empty `treeish`. Rejects where it holds nothing. */
  getObjectDetails(treeish: string, path: string): Promise<unknown>;
}

/**
 * Knows which open files are under version control, as far as VS Code's git extension says so; without it, none is. It
 * returns what it knows immediately.
 */
export class TrackedFiles implements vscode.Disposable {
  readonly #git: () => Promise<GitApi | undefined>;
  readonly #answers: BackgroundAnswers<vscode.Uri, boolean>;
  #api: GitApi | undefined;
  /**
   * By the address of their root, since each call gives another object for the same repository; the API itself has
   * none.
   */
  readonly #followed = new Map<string, vscode.Disposable>();
  readonly #closing: vscode.Disposable;
  readonly #changed = new vscode.EventEmitter<void>();

  /** Fires when an answer may be another one. */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor(
    log: Pick<vscode.LogOutputChannel, 'error'>,
    git: () => Promise<GitApi | undefined> = builtInGit,
    onDidClose: vscode.Event<{ readonly uri: vscode.Uri }> = vscode.workspace.onDidCloseTextDocument,
  ) {
    this.#git = git;
    this.#answers = new BackgroundAnswers<vscode.Uri, boolean>({
      keyOf: String,
      find: (uri) => this.#isTracked(uri),
      initial: false,
      isSame: Object.is,
      changed: () => this.#changed.fire(),
      failed: (error) => log.error(`Version control could not be asked: ${unexpectedError(error)}`),
    });
    this.#closing = onDidClose(({ uri }) => {
      this.#answers.keepOnly((key) => key !== uri.toString());
    });
  }

  /** How many files are remembered. */
  get size(): number {
    return this.#answers.size;
  }

  has(uri: vscode.Uri): boolean {
    return uri.scheme === 'file' && this.#answers.about(uri);
  }

  dispose(): void {
    this.#closing.dispose();
    for (const subscription of this.#followed.values()) subscription.dispose();
    this.#changed.dispose();
  }

  async #isTracked(uri: vscode.Uri): Promise<boolean> {
    this.#api ??= await this.#git();
    const api = this.#api;
    const repository = api?.getRepository(uri);
    if (api) {
      this.#follow('', () =>
        vscode.Disposable.from(
          api.onDidOpenRepository(() => {
            this.#outdate();
          }),
          api.onDidCloseRepository(({ rootUri }) => {
            this.#leave(rootUri.toString());
            this.#outdate();
          }),
        ),
      );
    }
    if (repository) {
      this.#follow(repository.rootUri.toString(), () =>
        repository.state.onDidChange(() => {
          this.#outdate();
        }),
      );
    }
    return repository ? isInIndex(repository, uri) : false;
  }

  #outdate(): void {
    this.#answers.outdate();
    this.#changed.fire();
  }

  #follow(source: string, subscribe: () => vscode.Disposable): void {
    if (!this.#followed.has(source)) this.#followed.set(source, subscribe());
  }

  #leave(source: string): void {
    this.#followed.get(source)?.dispose();
    this.#followed.delete(source);
  }
}

async function isInIndex(repository: GitRepository, { fsPath }: vscode.Uri): Promise<boolean> {
  return repository.getObjectDetails('', fsPath).then(
    () => true,
    // This is how git says that it does not know the path.
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
    // If it cannot run git, the extension does not start, and nothing is known.
    return undefined;
  }
}
