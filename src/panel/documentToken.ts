import * as vscode from 'vscode';
import type { IndexedToken, TokenIndex } from '../services/tokenIndex.ts';
import { fingerprint } from './panelState.ts';

/** Where a token is in a document. */
export interface Place {
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
  #start: number;
  #end: number;

  /** Fires when the document changed: with the token that is there now, or nothing. */
  readonly onDidChange: vscode.Event<IndexedToken | undefined> = this.#changed.event;

  constructor({ uri, start }: Place, length: number, index: TokenIndex) {
    this.uri = uri;
    this.#start = start;
    this.#end = start + length;
    this.#index = index;
    this.#subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.uri.toString() !== uri.toString() || contentChanges.length === 0) {
        return;
      }
      for (const change of contentChanges) {
        this.#start = moved(this.#start, change);
        this.#end = Math.max(this.#start, moved(this.#end, change));
      }
      // The index hears of the same change: let it hear first.
      queueMicrotask(() => this.#changed.fire(this.#tokenIn(document)));
    });
  }

  get start(): number {
    return this.#start;
  }

  /** The name of the document and the line of the token, for people. */
  label(): string {
    const document = openDocument(this.uri);
    const name = this.uri.path.split('/').at(-1) ?? '';
    return document ? `${name}:${document.positionAt(this.#start).line + 1}` : name;
  }

  /** Opens the document and selects the token. */
  async reveal(): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.uri);
    const selection = new vscode.Range(document.positionAt(this.#start), document.positionAt(this.#end));
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
    const range = new vscode.Range(
      document.positionAt(this.#start),
      document.positionAt(Math.max(this.#end, this.#start + 1)),
    );
    const [token] = this.#index.tokensWithin(document, range);
    if (token) {
      this.#start = token.start;
      this.#end = token.end;
    }
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
  if (!document) {
    return undefined;
  }
  const tokens = index.tokensIn(document).toSorted((a, b) => Math.abs(a.start - start) - Math.abs(b.start - start));
  for (const token of tokens) {
    if ((await fingerprint(token.text)) === print) {
      return token;
    }
  }
  return undefined;
}

/** Opens a document that was open before, unless it is gone. An untitled one is only there if VS Code has restored it. */
async function openAgain(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const document = openDocument(uri);
  if (document || uri.scheme === 'untitled') {
    return document;
  }
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    // Deleted or out of reach: the panel says that the token is gone.
    return undefined;
  }
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

/** Where an offset is after a change; inside what was replaced, it goes to the change's start. */
function moved(offset: number, { rangeOffset, rangeLength, text }: vscode.TextDocumentContentChangeEvent): number {
  if (offset <= rangeOffset) {
    return offset;
  }
  return offset >= rangeOffset + rangeLength ? offset + text.length - rangeLength : rangeOffset;
}
