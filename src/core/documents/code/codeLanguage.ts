import type { CodeRow } from './codeRow.ts';
import type { Grammar } from './grammars.ts';

/** A programming language, as far as these rules read it. */
export interface CodeLanguage {
  /** VS Code's names of it, each with the endings of its files. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  /** The calls that send a request: by the path of what is called. */
  readonly requests: RegExp;
  readonly rows: readonly CodeRow[];
}

/** A language as a document has it. */
export interface SpokenLanguage {
  readonly language: CodeLanguage;
  readonly grammar: Grammar;
}

/** What of a document says which language it is in. */
export interface NamedText {
  /** As VS Code names languages; empty where nobody said. */
  readonly languageId: string;
  /** Empty where there is no file. */
  readonly fileName: string;
  readonly hasEnding: (...endings: readonly string[]) => boolean;
}
