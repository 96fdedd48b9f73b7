import * as vscode from 'vscode';
import { withoutInner } from '../../core/token/find.ts';
import { placeInText } from '../../core/token/foundToken.ts';
import type { FoundToken } from '../../core/token/foundToken.ts';
import { brokenTokens, MarkedIndex, serializedTokens } from '../../core/token/markedIndex.ts';
import { tokenOf } from '../../core/token/tokenOf.ts';
import { SpanIndex } from '../../core/token/spanIndex.ts';
import type { Slice } from '../../core/token/spanIndex.ts';
import type { Span } from '../../core/text/span.ts';
import type { Token } from '../../core/token/token.ts';
import type { TokenPlaces } from '../../core/token/tokenPlaces.ts';

/** A token in a document. */
export interface IndexedToken extends FoundToken {
  readonly range: vscode.Range;
  readonly text: string;
  /** Where a part of it stands; `part` counts characters of `text`. */
  readonly rangeOf: (part: Span) => vscode.Range;
  /** Read when first asked for; the same object for the same text, as long as it is remembered. */
  readonly parsed: Token;
}

/** What is known of a document. */
interface DocumentTokens {
  readonly compact: SpanIndex;
  readonly broken: MarkedIndex;
  readonly serialized: MarkedIndex;
}

/**
 * Where the tokens of each document are: compact, in pieces and in JSON serialization. A document is scanned when
 * somebody first asks, then followed change by change; a document that nothing asks for costs nothing.
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
    const { compact, broken, serialized } = this.#entry(document);
    const slice = sliceOf(document);
    return compact.size > 0 || serialized.first(slice).length > 0 || broken.first(slice).length > 0;
  }

  /** In the order of the text; the first `limit`. */
  tokensIn(document: vscode.TextDocument, limit?: number): readonly IndexedToken[] {
    const { compact, broken, serialized } = this.#entry(document);
    const slice = sliceOf(document);
    return withoutInner(withoutInner(compact.spans(), broken.first(slice)), serialized.first(slice))
      .slice(0, limit)
      .map((found) => indexedToken(document, found));
  }

  /** Where all tokens are, for who reads the whole text. */
  placesIn(document: vscode.TextDocument): TokenPlaces {
    const entry = this.#entry(document);
    return { compact: () => entry.compact.spans(), serialized: () => entry.serialized.first(sliceOf(document)) };
  }

  /** The tokens that share at least one character with a range. */
  tokensWithin(document: vscode.TextDocument, range: vscode.Range): readonly IndexedToken[] {
    const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const { compact, broken, serialized } = this.#entry(document);
    const slice = sliceOf(document);
    return withoutInner(
      withoutInner(compact.within(span), broken.touching(span, slice)),
      serialized.touching(span, slice),
    )
      .filter(({ start, end }) => start < span.end && end > span.start)
      .map((found) => indexedToken(document, found));
  }

  /** The token at a position; its edges count. Inside of one in JSON serialization, a compact one is what is meant. */
  tokenAt(document: vscode.TextDocument, position: vscode.Position): IndexedToken | undefined {
    const offset = document.offsetAt(position);
    const place = { start: offset, end: offset };
    const { compact, broken, serialized } = this.#entry(document);
    const slice = sliceOf(document);
    const found = broken.touching(place, slice)[0] ?? compact.at(offset) ?? serialized.touching(place, slice)[0];
    return found && indexedToken(document, found);
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
      entry = {
        compact: new SpanIndex(text),
        broken: new MarkedIndex(text, brokenTokens),
        serialized: new MarkedIndex(text, serializedTokens),
      };
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
      for (const index of [entry.compact, entry.broken, entry.serialized]) index.update(edits, slice);
    }
    this.#changed.fire(document);
  }
}

function endOf(edit: { readonly start: number; readonly removed: number } | undefined): number {
  return edit === undefined ? 0 : edit.start + edit.removed;
}

function indexedToken(document: vscode.TextDocument, found: FoundToken): IndexedToken {
  const rangeAt = ({ start, end }: Span): vscode.Range =>
    new vscode.Range(document.positionAt(start), document.positionAt(end));
  const range = rangeAt(found);
  const text = found.token ?? document.getText(range);
  return {
    ...found,
    range,
    text,
    rangeOf: (part) => rangeAt(placeInText(found, part)),
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
