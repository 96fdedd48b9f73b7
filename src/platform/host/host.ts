import type { CancellationToken } from 'vscode';
import type { Guess } from '../../core/verify/guessSecret.ts';
import type { HmacTarget } from '../../core/verify/hmacTarget.ts';

/** What the machine the extension runs on has, and a browser has not. `#host` is one of these, as package.json says. */
export interface Host {
  /** The value of an environment variable. */
  readonly environmentVariable: (name: string) => string | undefined;
  /** Tries every line of the file at a path as the secret, in a thread of its own. As `guessInSlices` otherwise. */
  readonly guessInThread?: (
    target: HmacTarget,
    path: string,
    report: (fraction: number) => void,
    cancellation: CancellationToken,
  ) => Promise<Guess | undefined>;
}
