import type { CancellationToken } from 'vscode';

/** What the machine the extension runs on has, and a browser has not. `#host` is one of these, as package.json says. */
export interface Host {
  /** The value of an environment variable. */
  readonly environmentVariable: (name: string) => string | undefined;
  /**
   * Runs a script of dist/ in a thread of its own, with `data`, until it ends or is cancelled. `hear` gets what it
   * posts.
   */
  readonly runInThread?: (
    script: string,
    data: unknown,
    hear: (message: unknown) => void,
    cancellation: CancellationToken,
  ) => Promise<void>;
}
