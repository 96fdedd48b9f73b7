import * as vscode from 'vscode';
import type { Finding, Severity } from '../../core/rules/finding.ts';
import type { Config } from '../../platform/config.ts';
import { commandUri } from '../../platform/commands.ts';
import { documentsInTabs } from '../../platform/tabs.ts';
import { documentContext } from '../../services/documentContext.ts';
import type { ExpiryClock } from '../../services/expiryClock.ts';
import type { IndexedToken, TokenIndex } from '../../services/tokenIndex.ts';
import { ProblemCache } from './problems.ts';

export interface DiagnosticsDependencies {
  readonly config: Config;
  readonly tokenIndex: TokenIndex;
  readonly expiryClock: ExpiryClock;
}

/** After the last keystroke. */
const typingPause = 300;
/** A file with more tokens than this is data, and its first ones tell what is in it. */
const tokensPerFile = 500;
/** Other places of one token that a problem links. */
const relatedPlaces = 20;

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Lists what is wrong with the tokens of documents in tabs in the Problems panel, and keeps that true as documents and time go on. */
export function registerDiagnostics(deps: DiagnosticsDependencies): vscode.Disposable {
  return new Diagnostics(deps);
}

class Diagnostics implements vscode.Disposable {
  readonly #deps: DiagnosticsDependencies;
  readonly #collection = vscode.languages.createDiagnosticCollection('JWT');
  /** The documents that are looked after, by address. */
  readonly #watched = new Map<string, { readonly cache: ProblemCache; timer?: ReturnType<typeof setTimeout> }>();
  readonly #subscriptions: vscode.Disposable;

  constructor(deps: DiagnosticsDependencies) {
    this.#deps = deps;
    const follow = (): void => this.#follow();
    this.#subscriptions = vscode.Disposable.from(
      this.#collection,
      vscode.window.tabGroups.onDidChangeTabs(follow),
      vscode.workspace.onDidOpenTextDocument(follow),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#forget(uri.toString());
      }),
      deps.tokenIndex.onDidChange(({ uri }) => {
        this.#schedule(uri.toString(), typingPause);
      }),
      deps.expiryClock.onDidTick((uri) => {
        this.#schedule(uri, 0);
      }),
      deps.config.onDidChange(() => {
        for (const uri of this.#watched.keys()) {
          this.#schedule(uri, 0);
        }
      }),
    );
    follow();
  }

  dispose(): void {
    for (const uri of this.#watched.keys()) {
      this.#forget(uri);
    }
    this.#subscriptions.dispose();
  }

  /** Looks after the documents that are open in tabs, and no longer after those that are not. */
  #follow(): void {
    const inTabs = documentsInTabs();
    for (const uri of this.#watched.keys()) {
      if (!inTabs.has(uri)) {
        this.#forget(uri);
      }
    }
    for (const { uri } of vscode.workspace.textDocuments) {
      const key = uri.toString();
      if (inTabs.has(key) && !this.#watched.has(key)) {
        this.#watched.set(key, { cache: new ProblemCache() });
        this.#schedule(key, 0);
      }
    }
  }

  #forget(uri: string): void {
    const watched = this.#watched.get(uri);
    if (watched !== undefined) {
      clearTimeout(watched.timer);
      this.#watched.delete(uri);
      this.#deps.expiryClock.arm(uri, []);
      this.#collection.delete(vscode.Uri.parse(uri));
    }
  }

  #schedule(uri: string, delay: number): void {
    const watched = this.#watched.get(uri);
    if (watched !== undefined) {
      clearTimeout(watched.timer);
      watched.timer = setTimeout(() => this.#refresh(uri, watched.cache), delay);
    }
  }

  #refresh(key: string, cache: ProblemCache): void {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key);
    if (document === undefined) {
      return;
    }
    const { enabled, diagnostics, clockToleranceSeconds: leewaySeconds } = this.#deps.config.get(document.uri);
    const context = documentContext(document, diagnostics.contexts);
    // Logs are full of tokens that nobody will correct there: hover explains them.
    const isQuiet = !enabled || !diagnostics.enabled || context === 'off' || context === 'log';
    if (isQuiet) {
      this.#collection.delete(document.uri);
      this.#deps.expiryClock.arm(key, []);
      return;
    }
    const places = placesByText(this.#deps.tokenIndex.tokensIn(document, tokensPerFile));
    const problems = cache.refresh(places.keys(), { context, rules: diagnostics.rules, leewaySeconds }, new Date());
    this.#collection.set(
      document.uri,
      [...problems].flatMap(([text, { findings }]) => toDiagnostics(document.uri, findings, places.get(text) ?? [])),
    );
    this.#deps.expiryClock.arm(
      key,
      [...problems.values()].flatMap(({ changesAt }) => changesAt),
    );
  }
}

function placesByText(tokens: readonly IndexedToken[]): ReadonlyMap<string, readonly IndexedToken[]> {
  const places = new Map<string, IndexedToken[]>();
  for (const token of tokens) {
    const known = places.get(token.text);
    if (known === undefined) {
      places.set(token.text, [token]);
    } else {
      known.push(token);
    }
  }
  return places;
}

/** The problems of one token: at its first place, with links to the others. */
function toDiagnostics(
  uri: vscode.Uri,
  findings: readonly Finding[],
  [first, ...others]: readonly IndexedToken[],
): readonly vscode.Diagnostic[] {
  if (first === undefined) {
    return [];
  }
  const related = others
    .slice(0, relatedPlaces)
    .map(
      ({ range }) => new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, range), 'The same token again'),
    );
  return findings.map(({ start, end, message, severity, ruleId }) => {
    // A token lies on one line.
    const { start: origin } = first.range;
    const range = new vscode.Range(origin.translate(0, start), origin.translate(0, end));
    const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
    diagnostic.source = 'JWT';
    diagnostic.code = { value: ruleId, target: commandUri('jwtInspector.explainRule', ruleId) };
    diagnostic.relatedInformation = related;
    return diagnostic;
  });
}
