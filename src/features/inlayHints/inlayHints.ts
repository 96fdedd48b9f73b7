import * as vscode from 'vscode';
import type { Config } from '../../services/config.ts';
import { isInActiveDiff, isReadOnlyScheme } from '../../platform/tabs.ts';
import { documentContext } from '../../services/tokens/documentContext.ts';
import type { ExpiryClock } from '../../services/tokens/expiryClock.ts';
import type { Reports } from '../../services/verification/reports.ts';
import type { TokenIndex } from '../../services/tokens/tokenIndex.ts';
import { hintOf } from './hint.ts';

export interface InlayHintsDependencies {
  readonly config: Config;
  readonly tokenIndex: TokenIndex;
  readonly expiryClock: ExpiryClock;
  readonly reports: Reports;
}

/** The name under which the clock knows the hints of all editors. */
const clockOwner = 'inlayHints';

/**
 * Shows after each visible token how long it is valid and, where a configured issuer fits, whether it is verified. Not
 * beside older versions and streams, and not in comparisons, where hints shift one side against the other.
 */
export function registerInlayHints(deps: InlayHintsDependencies): vscode.Disposable {
  return new InlayHints(deps);
}

class InlayHints implements vscode.InlayHintsProvider, vscode.Disposable {
  readonly #deps: InlayHintsDependencies;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeInlayHints: vscode.Event<void> = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  /** The earliest moment at which a hint that was given changes. */
  #next: Date | undefined;

  constructor(deps: InlayHintsDependencies) {
    this.#deps = deps;
    const renew = (): void => {
      this.#next = undefined;
      this.#changed.fire();
    };
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.languages.registerInlayHintsProvider('*', this),
      deps.reports.onDidChange(renew),
      deps.expiryClock.onDidTick((owner) => {
        if (owner === clockOwner) renew();
      }),
    );
  }

  provideInlayHints(document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
    const { config, tokenIndex, reports } = this.#deps;
    const { enabled, inlayHints, diagnostics } = config.get(document.uri);
    if (!enabled || !inlayHints.enabled || isReadOnlyScheme(document.uri) || isInActiveDiff(document.uri)) return [];
    if (documentContext(document, diagnostics.contexts) === 'off') return [];
    const now = new Date();
    return tokenIndex.tokensWithin(document, range).flatMap((token) => {
      const hint = hintOf(reports.on(token.parsed, document, token, now), now);
      if (hint === undefined) return [];
      this.#wakeAt(hint.changesAt);
      const inlay = new vscode.InlayHint(token.range.end, hint.label);
      inlay.tooltip = hint.tooltip;
      inlay.paddingLeft = true;
      return [inlay];
    });
  }

  dispose(): void {
    this.#deps.expiryClock.arm(clockOwner, []);
    this.#subscriptions.dispose();
  }

  #wakeAt(instants: readonly Date[]): void {
    for (const instant of instants) {
      if (this.#next === undefined || instant < this.#next) {
        this.#next = instant;
        this.#deps.expiryClock.arm(clockOwner, [instant]);
      }
    }
  }
}
