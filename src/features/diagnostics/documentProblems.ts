import type * as vscode from 'vscode';
import { catalogue } from '../../core/documents/catalogue.ts';
import { inspectDocument, LONGEST_TEXT } from '../../core/documents/inspectText.ts';
import type { InspectTextOptions } from '../../core/documents/inspectText.ts';
import type { Finding } from '../../core/text/finding.ts';
import type { TokenPlaces } from '../../core/token/tokenPlaces.ts';
import { textUpTo } from '../../platform/documentText.ts';

type Options = Required<Pick<InspectTextOptions, 'context' | 'rules' | 'codeRules' | 'settingsRules' | 'sharedKeys'>>;

const saidOfTokens = catalogue.filter(({ needs }) => needs === 'token').map(({ id }) => [id, 'off'] as const);

/**
 * Remembers what was said about a document until it changes, so that neither time nor the tokens in it make it read
 * again.
 */
export class DocumentProblemCache {
  #known: { readonly version: number; readonly options: Options; readonly findings: readonly Finding[] } | undefined;

  /** What is wrong in the document besides its tokens. */
  refresh(document: vscode.TextDocument, options: Options, places: TokenPlaces): readonly Finding[] {
    const { version, languageId, uri } = document;
    if (this.#known?.version !== version || !sameOptions(this.#known.options, options)) {
      const text = textUpTo(document, LONGEST_TEXT);
      // What is said of tokens in JSON form is said of each token already.
      const rules = new Map([...options.rules, ...saidOfTokens]);
      const findings =
        text === undefined ? [] : inspectDocument(text, { ...options, rules, languageId, fileName: uri.path }, places);
      this.#known = { version, options, findings };
    }
    return this.#known.findings;
  }
}

/** Settings objects and lists of shared keys are the same as long as nothing changes. */
function sameOptions(a: Options, b: Options): boolean {
  return (Object.keys(a) as (keyof Options)[]).every((name) => a[name] === b[name]);
}
