import { languageOfFile } from '../facts/plainTextLanguages.ts';
import type { Context } from '../text/finding.ts';
import { scan } from '../token/scan.ts';
import { matchesGlob } from './glob.ts';

/** In the order in which documentation and settings name them. */
export const contexts: readonly Context[] = ['live', 'source', 'test', 'docs', 'example', 'log'];

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
  ['**/{example,_example,sample,demo,tutorial,playground}/**', 'example'],
  // Packages are often called so by the tool that began the project: com.example.shop.
  ['**/{com,org,net,io,java,kotlin}/**/{example,sample,demo}/**', 'source'],
  ['**/{examples,_examples,samples,demos,tutorials,cookbook,cookbooks,quickstart,quickstarts}/**', 'example'],
  ['**/{docs_src,doc_src,bench,benches,benchmark,benchmarks}/**', 'example'],
  ['**/{*-example,*_example,*-examples,*_examples,*-sample,*_sample,*-samples,*_samples}/**', 'example'],
  ['**/{example,sample}.{env,json,yml,yaml,toml,ini,properties,http}', 'example'],
  ['**/{*.example,*.example.*,*-example.*,*_example.*,*.sample,*.sample.*,*-sample.*,*_sample.*}', 'example'],
  ['**/{*.template,*.template.*,*.dist,*.tmpl}', 'example'],
  ['**/{test,tests,__tests__,spec,specs,testing,e2e,cypress,playwright,unittest,unittests}/**', 'test'],
  ['**/{fixture,fixtures,__fixtures__,testfixtures,testdata,test-data,testresources,mock,mocks,__mocks__}/**', 'test'],
  [
    '**/{snapshots,.snapshots,__snapshots__,stub,stubs,__stubs__,androidtest,integrationtest,functionaltest}/**',
    'test',
  ],
  [
    '**/{*-test,*-tests,*_tests,*.test,*.tests,*unittests,*integrationtests,*functionaltests,*-e2e,test-*,test_*}/**',
    'test',
  ],
  ['**/*.{test,spec,e2e,snap,stories}.*', 'test'],
  ['**/{*_test.*,test_*.py,*.snap,*test.java,*tests.java,*test.kt,*tests.kt,*test.cs,*tests.cs,*_spec.rb}', 'test'],
  ['**/*.{md,mdx,markdown,rst,adoc,asciidoc}', 'docs'],
  ['**/*.log', 'log'],
  ['**/{node_modules,bower_components,vendor,third_party,site-packages,.git,.venv,__pycache__}/**', 'off'],
  ['**/{dist,coverage,.next,.nuxt,.output,.svelte-kit,.angular,.turbo,.gradle,_build,storybook-static}/**', 'off'],
  [
    '**/{build,target}/{classes,test-classes,generated,intermediates,resources,libs,static,assets,debug,release}/**',
    'off',
  ],
  ['**/{bin,obj}/{debug,release}/**', 'off'],
  ['**/*.{bundle,chunk,umd,min}.{js,mjs,cjs,css}', 'off'],
  ['**/{bundle.js,*-bundle.js,*.map,*.lock}', 'off'],
  ['**/{package-lock.json,npm-shrinkwrap.json,pnpm-lock.yaml,composer.lock,go.sum}', 'off'],
];

/** What an editor calls a file that no row matches. Anything else is program text: `source`. */
const contextsOfLanguages: Readonly<Record<'live' | 'docs' | 'log', ReadonlySet<string>>> = {
  live: new Set(
    `plaintext http rest dotenv properties ini toml json jsonc json5 jsonl yaml shellscript bat powershell bruno
    hurl`.split(/\s+/),
  ),
  docs: new Set(['markdown', 'mdx', 'restructuredtext', 'asciidoc', 'latex', 'tex']),
  log: new Set(['log']),
};

/** Real paths are shorter; of a longer one the end is judged. In UTF-16 code units. */
const LONGEST_PATH = 1024;

/**
 * The context of a document. `path` is its path inside the workspace folder, with `/`, so a workspace inside a folder
 * called `test` does not consist of tests. It is undefined for anything that is not a file: untitled documents,
 * notebook cells, the clipboard, a terminal. Those are always `live`. `readText` is asked for the text of a `.txt` file
 * that no row matches: one with many tokens is what a program wrote.
 */
export function contextOf(
  path: string | undefined,
  languageId: string,
  globs: readonly ContextGlob[] = defaultContextGlobs,
  readText: () => string = () => '',
): Context | 'off' {
  if (path === undefined) return 'live';
  const readable = path.slice(-LONGEST_PATH);
  const row = globs.findLast(([glob]) => matchesGlob(readable, glob));
  if (row) return row[1];
  if (/\.txt$/i.test(path) && isTranscript(readText())) return 'log';
  for (const context of ['live', 'docs', 'log'] as const)
    if (contextsOfLanguages[context].has(languageOfFile(languageId, path))) return context;
  return 'source';
}

/** Nobody collects that many tokens by hand. */
const MANY_TOKENS = 10;
/** In UTF-16 code units: the beginning of a transcript is like the rest of it. */
const LONGEST_BEGINNING = 256 * 1024;

function isTranscript(text: string): boolean {
  return scan(text.slice(0, LONGEST_BEGINNING)).length >= MANY_TOKENS;
}
