import * as vscode from 'vscode';
import { ignoresOf } from '../../core/fixes/ignoreComment.ts';
import type { Ignores } from '../../core/fixes/ignoreComment.ts';
import type { SharedKeys } from '../../core/issuers/sharedKeys.ts';
import { isSettingsFile } from '../../core/documents/settings/settingsDocument.ts';
import type { Finding } from '../../core/text/finding.ts';
import { inspectAmongFiles } from '../../core/documents/related/amongFiles.ts';
import { fingerprint } from '../../core/token/fingerprint.ts';
import type { Span } from '../../core/text/span.ts';
import type { Config } from '../../services/config.ts';
import { documentsInTabs } from '../../platform/tabs.ts';
import { documentContext } from '../../services/tokens/documentContext.ts';
import type { EnvironmentKeys } from '../../services/issuers/environmentKeys.ts';
import type { ExpiryClock } from '../../services/tokens/expiryClock.ts';
import type { Reports } from '../../services/verification/reports.ts';
import type { IndexedToken, TokenIndex } from '../../services/tokens/tokenIndex.ts';
import { toDiagnostic } from './diagnostic.ts';
import { DocumentProblemCache } from './documentProblems.ts';
import { FolderFacts } from './folderFacts.ts';
import { ReportCache } from './reportCache.ts';

export interface DiagnosticsDependencies {
  readonly config: Config;
  readonly tokenIndex: TokenIndex;
  readonly expiryClock: ExpiryClock;
  readonly reports: Reports;
  readonly environmentKeys: EnvironmentKeys;
}

/** After the last keystroke. */
const typingPause = 300;
/** A file with more tokens than this is data. Its first tokens are enough to judge it. */
const tokensPerFile = 500;
/** More would bury the other problems of the file. Hover and panel show all of them. */
const problemsPerToken = 3;
/** How many problems of keys and code are listed for a file. */
const problemsPerDocument = 100;

/** One shared list, so that comparing by identity works. */
const nothingShared: SharedKeys = [];

/** What is stored about a watched document. */
interface Watched {
  readonly cache: ReportCache;
  readonly documentCache: DocumentProblemCache;
  /** The timer of the next refresh, or the latest one. */
  timer?: ReturnType<typeof setTimeout>;
}

/**
 * Lists what is wrong with the tokens, keys and code of documents in tabs in the Problems panel, and keeps that true as
 * documents and time go on.
 */
export function registerDiagnostics(deps: DiagnosticsDependencies): vscode.Disposable {
  return new Diagnostics(deps);
}

class Diagnostics implements vscode.Disposable {
  readonly #deps: DiagnosticsDependencies;
  readonly #collection = vscode.languages.createDiagnosticCollection('JWT');
  /** The watched documents, by URI. */
  readonly #watched = new Map<string, Watched>();
  readonly #folders = new FolderFacts();
  readonly #subscriptions: vscode.Disposable;

  constructor(deps: DiagnosticsDependencies) {
    this.#deps = deps;
    const follow = (): void => this.#follow();
    const refreshAll = (): void => {
      for (const uri of this.#watched.keys()) this.#schedule(uri, 0);
    };
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
      deps.reports.onDidChange(refreshAll),
      deps.environmentKeys.onDidChange(refreshAll),
    );
    follow();
  }

  dispose(): void {
    for (const uri of this.#watched.keys()) this.#forget(uri);
    this.#subscriptions.dispose();
  }

  /** Watches the documents that are open in tabs, and stops watching the others. */
  #follow(): void {
    const inTabs = documentsInTabs();
    for (const uri of this.#watched.keys()) if (!inTabs.has(uri)) this.#forget(uri);
    for (const { uri } of vscode.workspace.textDocuments) {
      const key = uri.toString();
      if (inTabs.has(key) && !this.#watched.has(key)) {
        this.#watched.set(key, { cache: new ReportCache(), documentCache: new DocumentProblemCache() });
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
      this.#leaveFolder(vscode.Uri.parse(uri));
    }
  }

  #leaveFolder(uri: vscode.Uri): void {
    this.#deps.reports.keepRelated(uri, []);
    if (this.#folders.forget(uri)) this.#scheduleBeside(uri);
  }

  /** What the documents in one folder hold is compared. */
  #scheduleBeside(uri: vscode.Uri): void {
    for (const other of this.#folders.beside(uri)) this.#schedule(other, typingPause);
  }

  #schedule(uri: string, delay: number): void {
    const watched = this.#watched.get(uri);
    if (watched !== undefined) {
      clearTimeout(watched.timer);
      watched.timer = setTimeout(() => void this.#refresh(uri, watched), delay);
    }
  }

  async #refresh(key: string, watched: Watched): Promise<void> {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key);
    if (document === undefined) return;
    const settings = this.#deps.config.get(document.uri);
    const { enabled, diagnostics, ignore } = settings;
    const context = documentContext(document, diagnostics.contexts);
    // Logs are full of tokens that nobody corrects there. Hover explains them.
    const isQuiet = !enabled || !diagnostics.enabled || context === 'off' || context === 'log';
    if (isQuiet) {
      this.#collection.delete(document.uri);
      this.#leaveFolder(document.uri);
      this.#deps.expiryClock.arm(key, []);
      return;
    }
    const places = placesByText(this.#deps.tokenIndex.tokensIn(document, tokensPerFile));
    const { timer } = watched;
    const isCurrent = (): boolean => watched.timer === timer && this.#watched.get(key) === watched;
    const ignored: Span[] = [];
    if (ignore.size > 0) {
      for (const text of await ignoredAmong([...places.keys()], ignore)) {
        for (const place of places.get(text) ?? []) ignored.push(place);
        places.delete(text);
      }
      if (!isCurrent()) return;
    }
    const reports = watched.cache.refresh(
      [...places.values()].flatMap((tokens) => tokens.slice(0, 1)),
      (token) => this.#deps.reports.about(token, document),
      new Date(),
    );
    if (this.#folders.update(document, [...places.values()].flat())) this.#scheduleBeside(document.uri);
    const { own, others } = this.#folders.about(document.uri);
    const folderFindings = own ? inspectAmongFiles(own, others, { context, rules: diagnostics.rules }) : [];
    const documentFindings = watched.documentCache
      .refresh(
        document,
        {
          context,
          rules: diagnostics.rules,
          codeRules: diagnostics.codeRules,
          settingsRules: diagnostics.settingsRules,
          sharedKeys: isSettingsFile(document.uri.path) ? this.#deps.environmentKeys.shared() : nothingShared,
        },
        this.#deps.tokenIndex.placesIn(document),
      )
      .filter(({ start, end }) => !ignored.some((token) => token.start <= start && end <= token.end));
    this.#deps.reports.keepRelated(document.uri, [...documentFindings, ...folderFindings]);
    const ignores = lineIgnores(document);
    this.#collection.set(
      document.uri,
      [...reports]
        .flatMap(([text, { findings }]) => tokenDiagnostics(document, findings, places.get(text) ?? [], ignores))
        .concat(documentDiagnostics(document, [...documentFindings, ...folderFindings], ignores)),
    );
    this.#deps.expiryClock.arm(
      key,
      [...reports.values()].flatMap(({ changesAt }) => changesAt),
    );
  }
}

function placesByText(tokens: readonly IndexedToken[]): Map<string, readonly IndexedToken[]> {
  const places = new Map<string, IndexedToken[]>();
  for (const token of tokens) {
    const known = places.get(token.text);
    if (known === undefined) places.set(token.text, [token]);
    else known.push(token);
  }
  return places;
}

/** The tokens that the user ignores. */
async function ignoredAmong(texts: readonly string[], ignore: ReadonlySet<string>): Promise<readonly string[]> {
  const prints = await Promise.all(texts.map(fingerprint));
  return texts.filter((_, index) => ignore.has(prints[index] ?? ''));
}

/** Whether comments suppress a rule on a line. */
type LineIgnores = (line: number, ruleId: string) => boolean;

function lineIgnores(document: vscode.TextDocument): LineIgnores {
  const read = new Map<number, Ignores | undefined>();
  return (line, ruleId) => {
    if (!read.has(line)) {
      const before = line === 0 ? '' : document.lineAt(line - 1).text;
      read.set(line, ignoresOf(document.lineAt(line).text, before));
    }
    return read.get(line)?.covers(ruleId) ?? false;
  };
}

/**
 * The problems of one token: each at the first place where no comment suppresses it, with links to the others. One in
 * JSON serialization may have lines: then the comment is at its first one, or at the one underlined.
 */
function tokenDiagnostics(
  document: vscode.TextDocument,
  findings: readonly Finding[],
  places: readonly IndexedToken[],
  isIgnored: LineIgnores,
): readonly vscode.Diagnostic[] {
  return findings
    .flatMap((finding) => {
      const [first, ...others] = places.filter(({ range, rangeOf }) => {
        const lines = [range.start.line, rangeOf(finding).start.line];
        return !lines.some((line) => isIgnored(line, finding.ruleId));
      });
      if (first === undefined) return [];
      return [toDiagnostic(document.uri, finding, first.rangeOf, others)];
    })
    .slice(0, problemsPerToken);
}

/** The problems of a document besides its tokens, except those that comments suppress. */
function documentDiagnostics(
  document: vscode.TextDocument,
  findings: readonly Finding[],
  isIgnored: LineIgnores,
): readonly vscode.Diagnostic[] {
  const rangeOf = ({ start, end }: Span): vscode.Range =>
    new vscode.Range(document.positionAt(start), document.positionAt(end));
  return findings
    .filter(({ start, ruleId }) => !isIgnored(document.positionAt(start).line, ruleId))
    .slice(0, problemsPerDocument)
    .map((finding) => toDiagnostic(document.uri, finding, rangeOf));
}
