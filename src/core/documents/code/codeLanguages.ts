import { languageOfFile } from '../../facts/plainTextLanguages.ts';
import type { CodeLanguage, NamedText, SpokenLanguage } from './codeLanguage.ts';
import { csharpCode } from './languages/csharp.ts';
import { goCode } from './languages/go.ts';
import { javaCode } from './languages/java.ts';
import { javascriptCode } from './languages/javascript.ts';
import { phpCode } from './languages/php.ts';
import { pythonCode } from './languages/python.ts';
import { rubyCode } from './languages/ruby.ts';
import { rustCode } from './languages/rust.ts';
import { grammarOf } from './grammars.ts';

export const codeLanguages: readonly CodeLanguage[] = [
  javascriptCode,
  pythonCode,
  goCode,
  javaCode,
  csharpCode,
  rubyCode,
  phpCode,
  rustCode,
];

/** The language of a document, by what the editor calls it; by its file name where the editor does not know it. */
export function languageOf(subject: NamedText): SpokenLanguage | undefined {
  const languageId = languageOfFile(subject.languageId, subject.fileName);
  for (const language of codeLanguages) {
    for (const [id, endings] of Object.entries(language.ids)) {
      const isIt = languageId === '' ? subject.hasEnding(...endings) : id === languageId;
      const grammar = isIt ? grammarOf(id) : undefined;
      if (grammar) return { language, grammar };
    }
  }
  return undefined;
}
