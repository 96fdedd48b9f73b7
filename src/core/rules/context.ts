import type { Context } from '../text/finding.ts';
import { matchesGlob } from './glob.ts';

/** In the order in which documentation and settings name them. */
export const contexts: readonly Context[] = ['live', 'source', 'test', 'docs', 'log'];

/** A row of the setting `jwtInspector.diagnostics.contexts`. `off`: nothing automatic happens in such files. */
export type ContextGlob = readonly [glob: string, context: Context | 'off'];

/**
 * The default of `jwtInspector.diagnostics.contexts`. The last row that matches a path decides, so rows added by a user
 * win.
 */
export const defaultContextGlobs: readonly ContextGlob[] = [
  ['**/*.{http,rest,bru,hurl,ipynb}', 'live'],
  ['**/{.env,.env.*,*.env}', 'live'],
  ['**/*.{postman_collection,postman_environment}.json', 'live'],
  ['**/{test,tests,__tests__,spec,specs,testing,e2e,cypress,playwright}/**', 'test'],
  ['**/{fixture,fixtures,__fixtures__,testdata,test-data,mock,mocks,__mocks__,__snapshots__,snapshots}/**', 'test'],
  ['**/*.{test,spec,e2e,snap,stories}.*', 'test'],
  ['**/{*_test.*,test_*.py,*.snap,*test.java,*tests.java,*test.kt,*tests.kt,*test.cs,*tests.cs,*_spec.rb}', 'test'],
  ['**/*.{md,mdx,markdown,rst,adoc,asciidoc}', 'docs'],
  ['**/*.log', 'log'],
  ['**/{node_modules,bower_components,.git}/**', 'off'],
  ['**/*.{min.js,min.css,map,lock}', 'off'],
  ['**/{package-lock.json,npm-shrinkwrap.json,pnpm-lock.yaml,composer.lock,go.sum}', 'off'],
];

/** What an editor calls a file that no row matches. Anything else is program text: `source`. */
const contextsOfLanguages: Readonly<Record<Exclude<Context, 'source' | 'test'>, ReadonlySet<string>>> = {
  live: new Set(
    `plaintext http rest dotenv properties ini toml json jsonc json5 jsonl yaml shellscript bat powershell bruno
    hurl`.split(/\s+/),
  ),
  docs: new Set(['markdown', 'mdx', 'restructuredtext', 'asciidoc', 'latex', 'tex']),
  log: new Set(['log']),
};

/**
 * The context of a document. `path` is its path inside the workspace folder, with `/`, so a workspace inside a folder
 * called `test` does not consist of tests. It is undefined for anything that is not a file: untitled documents,
 * notebook cells, the clipboard, a terminal. Those are always `live`.
 */
export function contextOf(
  path: string | undefined,
  languageId: string,
  globs: readonly ContextGlob[] = defaultContextGlobs,
): Context | 'off' {
  if (path === undefined) return 'live';
  const row = globs.findLast(([glob]) => matchesGlob(path, glob));
  if (row) return row[1];
  for (const context of ['live', 'docs', 'log'] as const)
    if (contextsOfLanguages[context].has(languageId)) return context;
  return 'source';
}
