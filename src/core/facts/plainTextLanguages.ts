/**
 * Languages that VS Code knows only by an extension, by the endings of their files. Without it, it calls them plain
 * text.
 */
const byEnding: ReadonlyMap<string, string> = new Map([
  ['kt', 'kotlin'],
  ['kts', 'kotlin'],
  ['scala', 'scala'],
  ['sc', 'scala'],
  ['vue', 'vue'],
  ['svelte', 'svelte'],
  ['astro', 'astro'],
]);

/** The language of a file: what the editor calls it, or, of plain text, what its ending says. */
export function languageOfFile(languageId: string, path: string): string {
  if (languageId !== 'plaintext') return languageId;
  return byEnding.get(/\.([a-z]{2,6})$/i.exec(path.slice(-20))?.[1]?.toLowerCase() ?? '') ?? languageId;
}
