import * as vscode from 'vscode';
import { findSerialized } from '../core/token/find.ts';
import { SpanIndex } from '../core/token/spanIndex.ts';
import type { Slice } from '../core/token/spanIndex.ts';
import type { Span } from '../core/token/span.ts';

/** A token in a document. */
export interface IndexedToken extends Span {
  readonly range: vscode.Range;
  readonly text: string;
}

/**
 * Where the tokens of each document are. A document is scanned when somebody first asks, then followed change by change; what nobody asks
 * for costs nothing.
 */
export class TokenIndex implements vscode.Disposable {
  readonly #documents = new Map<vscode.TextDocument, SpanIndex>();
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

  /** How many tokens there are: cheaper than the tokens. */
  count(document: vscode.TextDocument): number {
    return this.#index(document).size;
  }

  /** In the order of the text; the first `limit`. */
  tokensIn(document: vscode.TextDocument, limit?: number): readonly IndexedToken[] {
    return this.#index(document)
      .spans()
      .slice(0, limit)
      .map((span) => indexedToken(document, span));
  }

  /** The tokens that share at least one character with a range. */
  tokensWithin(document: vscode.TextDocument, range: vscode.Range): readonly IndexedToken[] {
    const start = document.offsetAt(range.start);
    const end = document.offsetAt(range.end);
    const touched = (span: Span): boolean => span.start < end && span.end > start;
    const spans = this.#index(document).spans().filter(touched);
    const serialized = spans.length === 0 ? serializedNear(document, start).filter(touched) : [];
    return [...spans, ...serialized].map((span) => indexedToken(document, span));
  }

  /** The token at a position; its edges count. One in JSON serialization, too: these are not indexed, but looked for when asked for. */
  tokenAt(document: vscode.TextDocument, position: vscode.Position): IndexedToken | undefined {
    const offset = document.offsetAt(position);
    const span =
      this.#index(document).at(offset) ??
      serializedNear(document, offset).find(({ start, end }) => start <= offset && offset <= end);
    return span && indexedToken(document, span);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#documents.clear();
  }

  #index(document: vscode.TextDocument): SpanIndex {
    let index = this.#documents.get(document);
    if (index === undefined) {
      index = new SpanIndex(document.getText());
      if (!document.isClosed) {
        this.#documents.set(document, index);
      }
    }
    return index;
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const index = this.#documents.get(document);
    const [first, ...others] = contentChanges;
    if (index === undefined || first === undefined) {
      return;
    }
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
      index.update(edits, others.length === 0 ? sliceNear(document, first) : sliceOf(document));
    }
    this.#changed.fire(document);
  }
}

function endOf(edit: { readonly start: number; readonly removed: number } | undefined): number {
  return edit === undefined ? 0 : edit.start + edit.removed;
}

/** How far around a place a token in JSON serialization is looked for. */
const surroundings = 64 * 1024;

/** The tokens in JSON serialization around an offset. */
function serializedNear(document: vscode.TextDocument, offset: number): readonly Span[] {
  const from = Math.max(0, offset - surroundings);
  const text = sliceOf(document)(from, offset + surroundings);
  return findSerialized(text).map(({ start, end }) => ({ start: start + from, end: end + from }));
}

function indexedToken(document: vscode.TextDocument, { start, end }: Span): IndexedToken {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  return { start, end, range, text: document.getText(range) };
}

/** Reads a document by offsets. */
function sliceOf(document: vscode.TextDocument): Slice {
  return (start, end) => document.getText(new vscode.Range(document.positionAt(start), document.positionAt(end)));
}

/**
 * Reads a document by offsets around one change. `positionAt` counts all lines anew after a change, so positions are counted here from
 * the change, whose offset and position are both known.
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
