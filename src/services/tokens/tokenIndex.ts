import * as vscode from 'vscode';
import { withoutInner } from '../../core/token/find.ts';
import { tokenOf } from '../../core/token/tokenOf.ts';
import { SerializedIndex } from '../../core/token/serializedIndex.ts';
import { SpanIndex } from '../../core/token/spanIndex.ts';
import type { Slice } from '../../core/token/spanIndex.ts';
import type { Span } from '../../core/text/span.ts';
import type { Token } from '../../core/token/token.ts';
import type { TokenPlaces } from '../../core/token/tokenPlaces.ts';

/** A token in a document. */
export interface IndexedToken extends Span {
  readonly range: vscode.Range;
  readonly text: string;
  /** Read when first asked for; the same object for the same text, as long as it is remembered. */
  readonly parsed: Token;
}

/** What is known of a document. */
interface DocumentTokens {
  readonly compact: SpanIndex;
  readonly serialized: SerializedIndex;
  /** The tokens in JSON serialization, once somebody has asked for all, until the next change. */
  listed?: readonly Span[];
}

/**
 * Where the tokens of each document are, compact and in JSON serialization. A document is scanned when somebody first
 * asks, then followed change by change; what nobody asks for costs nothing.
 */
export class TokenIndex implements vscode.Disposable {
  readonly #documents = new Map<vscode.TextDocument, DocumentTokens>();
  readonly #changed = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #subscription: vscode.Disposable;

  /** Fires after a document changed that has been asked for before; its tokens may have moved, come or gone. */
  readonly onDidChange: vscode.Event<vscode.TextDocument> = this.#changed.event;

  constructor() {
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((change) => {
        this.#follow(change);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#documents.delete(document);
      }),
    );
  }

  /** Whether there is any token: cheaper than the tokens. */
  hasToken(document: vscode.TextDocument): boolean {
    const entry = this.#entry(document);
    return entry.compact.size > 0 || listSerialized(entry, document).length > 0;
  }

  /** In the order of the text; the first `limit`. */
  tokensIn(document: vscode.TextDocument, limit?: number): readonly IndexedToken[] {
    const entry = this.#entry(document);
    return withoutInner(entry.compact.spans(), listSerialized(entry, document))
      .slice(0, limit)
      .map((span) => indexedToken(document, span));
  }

  /** Where all tokens are, for who reads the whole text. */
  placesIn(document: vscode.TextDocument): TokenPlaces {
    const entry = this.#entry(document);
    return { compact: () => entry.compact.spans(), serialized: () => listSerialized(entry, document) };
  }

  /** The tokens that share at least one character with a range. */
  tokensWithin(document: vscode.TextDocument, range: vscode.Range): readonly IndexedToken[] {
    const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const { compact, serialized } = this.#entry(document);
    return withoutInner(compact.within(span), serialized.touching(span, sliceOf(document)))
      .filter(({ start, end }) => start < span.end && end > span.start)
      .map((found) => indexedToken(document, found));
  }

  /** The token at a position; its edges count. Inside of one in JSON serialization, a compact one is what is meant. */
  tokenAt(document: vscode.TextDocument, position: vscode.Position): IndexedToken | undefined {
    const offset = document.offsetAt(position);
    const { compact, serialized } = this.#entry(document);
    const span = compact.at(offset) ?? serialized.touching({ start: offset, end: offset }, sliceOf(document))[0];
    return span && indexedToken(document, span);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#documents.clear();
  }

  #entry(document: vscode.TextDocument): DocumentTokens {
    let entry = this.#documents.get(document);
    if (entry === undefined) {
      const text = document.getText();
      entry = { compact: new SpanIndex(text), serialized: new SerializedIndex(text) };
      if (!document.isClosed) this.#documents.set(document, entry);
    }
    return entry;
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const entry = this.#documents.get(document);
    const [first, ...others] = contentChanges;
    if (entry === undefined || first === undefined) return;
    const edits = contentChanges
      .map(({ rangeOffset, rangeLength, text }) => ({
        start: rangeOffset,
        removed: rangeLength,
        inserted: text.length,
      }))
      .toSorted((a, b) => a.start - b.start);
    if (edits.some((edit, at) => edit.start < endOf(edits[at - 1]))) {
      // Changes that overlap build on each other: rare enough to look at the whole text again.
      this.#documents.delete(document);
    } else {
      const slice = others.length === 0 ? sliceNear(document, first) : sliceOf(document);
      entry.compact.update(edits, slice);
      entry.serialized.update(edits, slice);
      delete entry.listed;
    }
    this.#changed.fire(document);
  }
}

function listSerialized(entry: DocumentTokens, document: vscode.TextDocument): readonly Span[] {
  return (entry.listed ??= entry.serialized.first(sliceOf(document)));
}

function endOf(edit: { readonly start: number; readonly removed: number } | undefined): number {
  return edit === undefined ? 0 : edit.start + edit.removed;
}

function indexedToken(document: vscode.TextDocument, { start, end }: Span): IndexedToken {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const text = document.getText(range);
  return {
    start,
    end,
    range,
    text,
    get parsed() {
      return tokenOf(text);
    },
  };
}

/** Reads a document by offsets. */
function sliceOf(document: vscode.TextDocument): Slice {
  return (start, end) => document.getText(new vscode.Range(document.positionAt(start), document.positionAt(end)));
}

/**
 * Reads a document by offsets around one change. `positionAt` counts all lines anew after a change, so positions are
 * counted here from the change, whose offset and position are both known.
 */
function sliceNear(document: vscode.TextDocument, change: vscode.TextDocumentContentChangeEvent): Slice {
  const lineEnd = document.eol === vscode.EndOfLine.LF ? 1 : 2;
  const positionAt = (offset: number): vscode.Position => {
    let { line } = change.range.start;
    let character = change.range.start.character + offset - change.rangeOffset;
    while (character < 0 && line > 0) {
      line -= 1;
      character += document.lineAt(line).text.length + lineEnd;
    }
    for (
      let length = document.lineAt(line).text.length;
      character > length && line < document.lineCount - 1;
      length = document.lineAt(line).text.length
    ) {
      character -= length + lineEnd;
      line += 1;
    }
    return new vscode.Position(line, Math.max(0, character));
  };
  return (start, end) => document.getText(new vscode.Range(positionAt(start), positionAt(end)));
}
