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

/** Languages that VS Code knows only by an extension: without it, it calls their files plain text. */
const byEnding: ReadonlySet<string> = new Set(['kotlin', 'scala', 'vue', 'svelte', 'astro']);

/** The language of a document, by what the editor calls it; by its file name where the editor does not know it. */
export function languageOf(subject: NamedText): SpokenLanguage | undefined {
  const { languageId } = subject;
  for (const language of codeLanguages) {
    for (const [id, endings] of Object.entries(language.ids)) {
      const isNamed = languageId === '' || (languageId === 'plaintext' && byEnding.has(id));
      const grammar = (isNamed ? subject.hasEnding(...endings) : id === languageId) ? grammarOf(id) : undefined;
      if (grammar) return { language, grammar };
    }
  }
  return undefined;
}
