import * as vscode from 'vscode';
import { sharedAcrossEnvironments } from '../../core/issuers/sharedKeys.ts';
import type { SharedKeys } from '../../core/issuers/sharedKeys.ts';
import { BackgroundAnswers } from '../../platform/backgroundAnswers.ts';
import { unexpectedError } from '../../platform/unexpectedError.ts';
import type { IssuerKeys } from './issuerKeys.ts';
import type { Issuers } from './issuers.ts';
import { keysAtHand } from './keysAtHand.ts';
import type { KeyStore } from '../keys/keyStore.ts';

export interface EnvironmentKeysDependencies {
  readonly issuers: Issuers;
  readonly issuerKeys: IssuerKeys;
  readonly keyStore: KeyStore;
  readonly log: Pick<vscode.LogOutputChannel, 'error'>;
}

/** Knows which issuers of different environments share a key. It returns what it knows immediately. */
export class EnvironmentKeys implements vscode.Disposable {
  readonly #answer: BackgroundAnswers<EnvironmentKeysDependencies, SharedKeys>;
  readonly #deps: EnvironmentKeysDependencies;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;

  /** Fires when the answer is another one. */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor(deps: EnvironmentKeysDependencies) {
    this.#deps = deps;
    this.#answer = new BackgroundAnswers({
      keyOf: () => '',
      find: findSharedKeys,
      initial: [],
      isSame: (before, after) => JSON.stringify(before) === JSON.stringify(after),
      changed: () => this.#changed.fire(),
      failed: (error) => deps.log.error(`Keys of environments could not be compared: ${unexpectedError(error)}`),
    });
    const outdate = (): void => {
      this.#answer.outdate();
      // A caller who asked once is told about later changes.
      if (this.#answer.size > 0) this.shared();
    };
    this.#subscriptions = vscode.Disposable.from(
      deps.issuers.onDidChange(outdate),
      deps.issuerKeys.onDidChange(outdate),
      deps.keyStore.onDidChange(outdate),
    );
  }

  shared(): SharedKeys {
    return this.#answer.about(this.#deps);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}

async function findSharedKeys({ issuers, issuerKeys }: EnvironmentKeysDependencies): Promise<SharedKeys> {
  const placed = issuers.all().filter(({ profile }) => profile.environment !== undefined);
  const environments = new Set(placed.map(({ profile }) => profile.environment));
  if (environments.size < 2) return [];
  const owners = placed.map(async (issuer) => ({
    ...issuer.profile,
    thumbprints: await keysAtHand(issuer, issuerKeys),
  }));
  return sharedAcrossEnvironments(await Promise.all(owners));
}
