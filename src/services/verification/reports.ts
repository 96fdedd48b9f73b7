import * as vscode from 'vscode';
import { reportOn } from '../../core/report/report.ts';
import type { Knowledge, Report } from '../../core/report/report.ts';
import type { Finding } from '../../core/text/finding.ts';
import { partAt } from '../../core/token/foundToken.ts';
import type { FoundToken } from '../../core/token/foundToken.ts';
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

/** Gathers what is known about a token in a document, so that all surfaces that show the token agree. */
export class Reports implements vscode.Disposable {
  readonly #deps: ReportsDependencies;
  readonly #changed = new vscode.EventEmitter<void>();
  /** What was found in documents besides their tokens themselves, by address. */
  readonly #related = new Map<string, readonly Finding[]>();
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

  /** The report on a token at its place in a document. */
  on(token: Token, document: vscode.TextDocument, place: FoundToken, now: Date): Report {
    return reportOn(token, this.about(token, document, place), now);
  }

  /** Takes what was found in a document besides its tokens themselves: what of it lies in a token is about that one. */
  keepRelated(uri: vscode.Uri, findings: readonly Finding[]): void {
    if (findings.length === 0) this.#related.delete(uri.toString());
    else this.#related.set(uri.toString(), findings);
  }

  /**
   * What is known about a token now, in a document or by itself. The rest is found out in the background and announced
   * by the event. With its `place`, what the document shows about it counts as well. `wantsReasons`: where it fails,
   * why, as far as the user's keys tell.
   */
  about(token: Token, document: vscode.TextDocument | undefined, place?: FoundToken, wantsReasons = false): Knowledge {
    const { config, backgroundVerifier, trackedFiles, knownSecrets } = this.#deps;
    const { diagnostics, clockToleranceSeconds } = config.get(document?.uri);
    const context = document ? documentContext(document, diagnostics.contexts) : 'live';
    const common = {
      rules: diagnostics.rules,
      leewaySeconds: clockToleranceSeconds,
      isTracked: document !== undefined && trackedFiles.has(document.uri),
      ...(document && place && { neighbours: this.#neighbours(document, place) }),
    };
    // Where nothing automatic happens, nothing is verified or tried either.
    if (context === 'off') return { ...common, context: 'live' };
    const verification = backgroundVerifier.about(token, document?.uri.toString() ?? '', wantsReasons);
    const knownSecret = knownSecrets.about(token);
    return { ...common, context, ...(verification && { verification }), ...(knownSecret && { knownSecret }) };
  }

  /** With the places in the token; places elsewhere are for Problems. */
  #neighbours({ uri }: vscode.TextDocument, place: FoundToken): readonly Finding[] {
    return (this.#related.get(uri.toString()) ?? [])
      .filter(({ start, end }) => place.start <= start && end <= place.end)
      .map(({ start, end, ruleId, severity, message }) => ({
        ruleId,
        severity,
        message,
        ...partAt(place, { start, end }),
      }));
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}
