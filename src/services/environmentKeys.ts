import * as vscode from 'vscode';
import { sharedAcrossEnvironments } from '../core/keys/sharedKeys.ts';
import type { SharedKeys } from '../core/keys/sharedKeys.ts';
import type { IssuerKeys } from './issuerKeys.ts';
import type { Issuers } from './issuers.ts';
import { keysAtHand } from './keysAtHand.ts';
import type { KeyStore } from './keyStore.ts';

export interface EnvironmentKeysDependencies {
  readonly issuers: Issuers;
  readonly issuerKeys: IssuerKeys;
  readonly keyStore: KeyStore;
}

/** Knows which issuers of different environments share a key. It answers at once with what it knows, and finds out the rest behind the asker's back. */
export class EnvironmentKeys implements vscode.Disposable {
  readonly #deps: EnvironmentKeysDependencies;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  #shared: SharedKeys = [];
  /** Counts the changes of keys and issuers; what was found before the latest does not count. */
  #turn = 1;
  #lookedAt = 0;

  /** Fires when the answer is another one. */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor(deps: EnvironmentKeysDependencies) {
    this.#deps = deps;
    const outdate = (): void => {
      this.#turn += 1;
      // Who asked once goes on to be told.
      if (this.#lookedAt > 0) void this.#look();
    };
    this.#subscriptions = vscode.Disposable.from(
      deps.issuers.onDidChange(outdate),
      deps.issuerKeys.onDidChange(outdate),
      deps.keyStore.onDidChange(outdate),
    );
  }

  shared(): SharedKeys {
    if (this.#lookedAt !== this.#turn) void this.#look();
    return this.#shared;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  async #look(): Promise<void> {
    const turn = this.#turn;
    this.#lookedAt = turn;
    const { issuers, issuerKeys } = this.#deps;
    const placed = issuers.all().filter(({ profile }) => profile.environment !== undefined);
    const environments = new Set(placed.map(({ profile }) => profile.environment));
    const owners =
      environments.size < 2
        ? []
        : placed.map(async (issuer) => ({
            ...issuer.profile,
            thumbprints: await keysAtHand(issuer, issuerKeys),
          }));
    const shared = sharedAcrossEnvironments(await Promise.all(owners));
    if (turn !== this.#turn || JSON.stringify(shared) === JSON.stringify(this.#shared)) return;
    this.#shared = shared;
    this.#changed.fire();
  }
}
