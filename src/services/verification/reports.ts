import * as vscode from 'vscode';
import { reportOn } from '../../core/report/report.ts';
import type { Knowledge, Report } from '../../core/report/report.ts';
import type { Token } from '../../core/token/token.ts';
import type { Config } from '../config.ts';
import type { BackgroundVerifier } from './backgroundVerifier.ts';
import type { TrackedFiles } from '../tokens/trackedFiles.ts';
import { documentContext } from '../tokens/documentContext.ts';
import type { KnownSecrets } from './knownSecrets.ts';

export interface ReportsDependencies {
  readonly config: Config;
  readonly backgroundVerifier: BackgroundVerifier;
  readonly trackedFiles: TrackedFiles;
  readonly knownSecrets: KnownSecrets;
}

/** Gathers what is known of a token in a document, so that everything that shows the token says the same of it. */
export class Reports implements vscode.Disposable {
  readonly #deps: ReportsDependencies;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;

  /** Fires when more is known, or something else. Time is no event here: a report says when it changes. */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor(deps: ReportsDependencies) {
    this.#deps = deps;
    const tell = (): void => this.#changed.fire();
    this.#subscriptions = vscode.Disposable.from(
      deps.config.onDidChange(tell),
      deps.backgroundVerifier.onDidChange(tell),
      deps.trackedFiles.onDidChange(tell),
      deps.knownSecrets.onDidChange(tell),
    );
  }

  /** The report on a token in a document. */
  on(token: Token, document: vscode.TextDocument, now: Date): Report {
    return reportOn(token, this.about(token, document), now);
  }

  /** What is known of a token now, in a document or by itself; what is not known yet is found out behind the asker's back, and told by the event. */
  about(token: Token, document: vscode.TextDocument | undefined): Knowledge {
    const { config, backgroundVerifier, trackedFiles, knownSecrets } = this.#deps;
    const { diagnostics, clockToleranceSeconds } = config.get(document?.uri);
    const context = document ? documentContext(document, diagnostics.contexts) : 'live';
    const common = {
      rules: diagnostics.rules,
      leewaySeconds: clockToleranceSeconds,
      isTracked: document !== undefined && trackedFiles.has(document.uri),
    };
    // Where nothing automatic happens, nothing is verified or tried either.
    if (context === 'off') return { ...common, context: 'live' };
    const verification = backgroundVerifier.about(token, document?.uri.toString() ?? '');
    const knownSecret = knownSecrets.about(token);
    return { ...common, context, ...(verification && { verification }), ...(knownSecret && { knownSecret }) };
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}
