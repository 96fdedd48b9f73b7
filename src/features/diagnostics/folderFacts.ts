import * as vscode from 'vscode';
import { LONGEST_VALUE, readFileFacts } from '../../core/documents/related/amongFiles.ts';
import type { FileFacts } from '../../core/documents/related/amongFiles.ts';
import { textUpTo } from '../../platform/documentText.ts';
import type { IndexedToken } from '../../services/tokens/tokenIndex.ts';

/** A file with more tokens than this is data. Its first tokens are enough to judge it. */
const tokensPerFile = 100;

/** What is known about a watched document. */
interface KnownDocument {
  readonly version: number;
  readonly tokens: number;
  /** Absent while no other document in its folder is watched, because there is nothing to compare. */
  readonly facts?: FileFacts;
}

/** What the open documents of each folder show about each other. Files that nobody has opened are not read. */
export class FolderFacts {
  /** By folder, then by address. */
  readonly #folders = new Map<string, Map<string, KnownDocument>>();

  /** How many folders are remembered. */
  get size(): number {
    return this.#folders.size;
  }

  /** Takes in what a document holds now; returns whether the other documents in its folder must be judged again. */
  update(document: vscode.TextDocument, tokens: readonly IndexedToken[]): boolean {
    const { uri, version } = document;
    const key = uri.toString();
    const folder = folderOf(uri);
    if (folder === undefined) return false;
    const files = this.#folders.get(folder) ?? new Map<string, KnownDocument>();
    this.#folders.set(folder, files);
    const before = files.get(key);
    const isAlone = files.size === (before ? 1 : 0);
    if (before?.version === version && before.tokens === tokens.length && (isAlone || before.facts)) return false;
    const text = textUpTo(document, LONGEST_VALUE);
    const facts = isAlone ? undefined : readFileFacts(key, tokens.slice(0, tokensPerFile), text);
    files.set(key, { version, tokens: tokens.length, ...(facts && { facts }) });
    return !isAlone && (before === undefined || hasAny(before.facts) || hasAny(facts));
  }

  /** What a document holds, and what those beside it do. */
  about(uri: vscode.Uri): { readonly own: FileFacts | undefined; readonly others: readonly FileFacts[] } {
    const all = [...(this.#filesBeside(uri) ?? [])].flatMap(([, { facts }]) => (facts ? [facts] : []));
    const key = uri.toString();
    return { own: all.find(({ file }) => file === key), others: all.filter(({ file }) => file !== key) };
  }

  /** The addresses of the other documents in its folder. */
  beside(uri: vscode.Uri): readonly string[] {
    const key = uri.toString();
    return [...(this.#filesBeside(uri)?.keys() ?? [])].filter((other) => other !== key);
  }

  /** No longer compares a document; returns whether it was compared before. */
  forget(uri: vscode.Uri): boolean {
    const files = this.#filesBeside(uri);
    const wasKnown = files?.delete(uri.toString()) ?? false;
    if (files?.size === 0) this.#folders.delete(folderOf(uri) ?? '');
    return wasKnown;
  }

  #filesBeside(uri: vscode.Uri): Map<string, KnownDocument> | undefined {
    const folder = folderOf(uri);
    return folder === undefined ? undefined : this.#folders.get(folder);
  }
}

function hasAny(facts: FileFacts | undefined): boolean {
  return facts !== undefined && (facts.sole !== undefined || facts.identified.length > 0);
}

/** `undefined` for a document that is not in a folder. */
function folderOf(uri: vscode.Uri): string | undefined {
  const isFile = uri.scheme !== 'untitled' && uri.scheme !== 'vscode-notebook-cell';
  return isFile ? vscode.Uri.joinPath(uri, '..').toString() : undefined;
}
