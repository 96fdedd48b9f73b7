import * as vscode from 'vscode';
import { fingerprint } from '../../core/token/fingerprint.ts';
import type { FoundToken } from '../../core/token/foundToken.ts';
import type { Span } from '../../core/text/span.ts';
import type { IndexedToken, TokenIndex } from '../../services/tokens/tokenIndex.ts';

/** Where a token is in a document. */
export interface DocumentPlace {
  readonly uri: vscode.Uri;
  /** Offset of its first character. */
  readonly start: number;
}

/** A token followed through the edits of its document. */
export class DocumentToken implements vscode.Disposable {
  readonly uri: vscode.Uri;
  readonly #index: TokenIndex;
  readonly #subscription: vscode.Disposable;
  readonly #changed = new vscode.EventEmitter<IndexedToken | undefined>();
  #found: FoundToken;

  /** Fires when the document changed: with the token that is there now, or nothing. */
  readonly onDidChange: vscode.Event<IndexedToken | undefined> = this.#changed.event;

  constructor({ uri, start }: DocumentPlace, length: number, index: TokenIndex) {
    this.uri = uri;
    this.#found = { start, end: start + length };
    this.#index = index;
    // in pieces it reaches further than its text is long.
    if (this.document) this.#tokenIn(this.document);
    this.#subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.uri.toString() !== uri.toString() || contentChanges.length === 0) return;
      this.#found = contentChanges.reduce(moved, this.#found);
      // The index hears of the same change: let it hear first.
      queueMicrotask(() => this.#changed.fire(this.#tokenIn(document)));
    });
  }

  get start(): number {
    return this.#found.start;
  }

  /** Where it stands. */
  get found(): FoundToken {
    return this.#found;
  }

  /** Absent once it is closed. */
  get document(): vscode.TextDocument | undefined {
    return openDocument(this.uri);
  }

  /** The name of the document and the line of the token, for people. */
  label(): string {
    const { document } = this;
    const name = this.uri.path.split('/').at(-1) ?? '';
    return document ? `${name}:${document.positionAt(this.#found.start).line + 1}` : name;
  }

  /** Opens the document and selects the token. */
  async reveal(): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.uri);
    const selection = rangeOf(document, this.#found);
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    await vscode.window.showTextDocument(document, {
      selection,
      viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #tokenIn(document: vscode.TextDocument): IndexedToken | undefined {
    const [token] = this.#index.tokensWithin(document, rangeOf(document, this.#found));
    if (token) this.#found = token;
    return token;
  }
}

/** Finds a token again by its fingerprint: of several equal ones the one nearest to where it was. */
export async function findAgain(
  uri: vscode.Uri,
  start: number,
  print: string,
  index: TokenIndex,
): Promise<IndexedToken | undefined> {
  const document = await openAgain(uri);
  if (!document) return undefined;
  const tokens = index.tokensIn(document).toSorted((a, b) => Math.abs(a.start - start) - Math.abs(b.start - start));
  for (const token of tokens) if ((await fingerprint(token.text)) === print) return token;
  return undefined;
}

/**
 * Opens a document that was open before, unless it is gone. An untitled one is only there if VS Code has restored it.
 */
async function openAgain(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const document = openDocument(uri);
  if (document || uri.scheme === 'untitled') return document;
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    // Deleted or out of reach: the panel says that the token is gone.
    return undefined;
  }
}

function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

/**
 * Where a range is after a change. It grows with what is inserted at its edges, so that undoing its deletion brings it
 * back.
 */
function moved({ start, end }: Span, { rangeOffset, rangeLength, text }: vscode.TextDocumentContentChangeEvent): Span {
  const removedEnd = rangeOffset + rangeLength;
  const growth = text.length - rangeLength;
  return {
    start: start <= rangeOffset ? start : start >= removedEnd ? start + growth : rangeOffset,
    end: end < rangeOffset ? end : end >= removedEnd ? end + growth : rangeOffset + text.length,
  };
}
