import * as vscode from 'vscode';
import type { TokenIndex } from '../../services/tokens/tokenIndex.ts';
import { replaceToken } from '../../services/tokens/tokenReplacement.ts';
import { find } from '../../core/token/find.ts';
import { tokenIn } from '../../core/token/foundToken.ts';
import { fingerprint } from '../../core/token/fingerprint.ts';
import { DocumentToken, findAgain } from './documentToken.ts';
import type { DocumentPlace } from './documentToken.ts';
import type { Origin } from '../protocol/remembered.ts';

/**
 * `taken`: another token, whose origin follows. `identified`: it or its whereabouts are known anew. `moved`: nothing
 * but its line is another.
 */
export type ShownTokenChange = 'taken' | 'identified' | 'moved';

/** The token on the page and where it came from. One that lives in a document is followed through its edits. */
export class ShownToken implements vscode.Disposable {
  readonly #tokenIndex: TokenIndex;
  readonly #changed = new vscode.EventEmitter<ShownTokenChange>();
  #text = '';
  /** The token that was taken; the one on the page may be inside it. */
  #outermost = '';
  #place: DocumentToken | undefined;
  #origin: Origin = { kind: 'nowhere' };
  #notes: readonly string[] = [];

  readonly onDidChange: vscode.Event<ShownTokenChange> = this.#changed.event;

  constructor(tokenIndex: TokenIndex) {
    this.#tokenIndex = tokenIndex;
  }

  /** Empty while there is none. */
  get text(): string {
    return this.#text;
  }

  get origin(): Origin {
    return this.#origin;
  }

  /** Sentences for people about its whereabouts. */
  get notes(): readonly string[] {
    return this.#notes;
  }

  /** The document it lives in, if any. */
  get place(): DocumentToken | undefined {
    return this.#place;
  }

  async take(text: string, place?: DocumentPlace, notes: readonly string[] = []): Promise<void> {
    this.#text = text;
    this.#outermost = text;
    this.#notes = notes;
    this.#place?.dispose();
    this.#place = place && new DocumentToken(place, text.length, this.#tokenIndex);
    this.#place?.onDidChange((token) => void this.#follow(token?.text));
    this.#changed.fire('taken');
    await this.#identify();
  }

  /** Steps into a token inside this one, or out to one around it: it is still the one that was taken. */
  step(text: string): void {
    this.#text = text;
  }

  /** Takes the first token of a text: a header, a command, JSON. Without one, `otherwise`. */
  async takeFrom(text: string, otherwise: string): Promise<void> {
    const [first, ...others] = find(text).map((found) => tokenIn(text, found));
    const notes = others.length > 0 ? [`You pasted ${others.length + 1} tokens. This is the first.`] : [];
    await this.take(first ?? otherwise, undefined, notes);
  }

  async takeFromClipboard(): Promise<void> {
    const text = await vscode.env.clipboard.readText();
    if (find(text).length === 0) throw new Error('The clipboard does not contain a token.');
    await this.takeFrom(text, '');
  }

  /** Whether it stands in a document itself: one inside another does not. */
  get isInDocument(): boolean {
    return this.#place !== undefined && this.#text === this.#outermost;
  }

  /**
   * Puts another text in the token's place: in its document, as one step to undo, or on the page alone where it lives
   * in none. `what` names it.
   */
  async rewrite(text: string, what: string): Promise<void> {
    if (this.#place && this.isInDocument) {
      const { uri, start } = this.#place;
      await replaceToken({ text: this.#text, uri: uri.toString(), start }, text, what);
    } else {
      await this.take(text);
    }
  }

  /** Restores what an earlier window left: the token if its document still has it, else a note that it is gone. */
  async restore(origin: Origin): Promise<void> {
    if (origin.kind === 'pasted') {
      this.#notes = ['The pasted token is gone, because tokens are never written to disk. Paste it again.'];
    } else if (origin.kind === 'document') {
      const uri = vscode.Uri.parse(origin.uri);
      const found = await findAgain(uri, origin.start, origin.fingerprint, this.#tokenIndex);
      if (found) {
        await this.take(found.text, { uri, start: found.start });
        return;
      }
      this.#notes = [`The token is no longer in ${nameOf(uri)}. Paste it, or open it from a document.`];
    }
    this.#changed.fire('identified');
  }

  dispose(): void {
    this.#place?.dispose();
    this.#changed.dispose();
  }

  async #follow(text: string | undefined): Promise<void> {
    if (text === this.#outermost && this.#notes.length === 0) {
      this.#changed.fire('moved');
      return;
    }
    const gone = `The token is no longer in ${nameOf(this.#place?.uri)}. This is its last text.`;
    this.#notes = text === undefined ? [gone] : [];
    if (text !== undefined && text !== this.#outermost) {
      this.#text = text;
      this.#outermost = text;
    }
    await this.#identify();
  }

  async #identify(): Promise<void> {
    const text = this.#outermost;
    const print = await fingerprint(text);
    if (text !== this.#outermost) return;
    this.#origin =
      text === ''
        ? { kind: 'nowhere' }
        : this.#place
          ? { kind: 'document', uri: this.#place.uri.toString(), start: this.#place.start, fingerprint: print }
          : { kind: 'pasted' };
    this.#changed.fire('identified');
  }
}

/** The name of a document, for people. */
export function nameOf(uri: vscode.Uri | undefined): string {
  return uri?.path.split('/').at(-1) ?? 'its document';
}
