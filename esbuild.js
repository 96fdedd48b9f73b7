// Builds what ships, and with --tests the suites that run inside VS Code.
//   node esbuild.js [--production] [--watch] [--tests] [--only=<part of a test file's path>]
const { existsSync, readdirSync } = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const args = process.argv.slice(2);
const production = args.includes('--production');
const watch = args.includes('--watch');
const tests = args.includes('--tests');
const only = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length) ?? '';

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  format: 'cjs',
  external: ['vscode'],
  loader: { '.svg': 'text' },
  minify: production,
  sourcemap: production ? false : 'linked',
  sourcesContent: false,
  legalComments: 'none',
  metafile: true,
  logLevel: 'silent',
  logOverride: { 'import-is-undefined': 'error', 'ambiguous-reexport': 'error' },
};
/** @type {import('esbuild').BuildOptions} */
const node = { ...common, platform: 'node', target: 'node22', mainFields: ['module', 'main'] };
/** @type {import('esbuild').BuildOptions} */
const browser = { ...common, platform: 'browser', target: 'es2023', mainFields: ['browser', 'module', 'main'] };

/** One module that hands mocha every suite under `folder`; suites are found, never listed. */
function suites(folder) {
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .map((file) => path.posix.join(folder, String(file).replaceAll(path.sep, '/')))
        .filter((file) => file.endsWith('.test.ts') && file.includes(only))
        .toSorted()
    : [];
  const lines = files.map((file) => `require(${JSON.stringify(`./${file}`)});`);
  return {
    contents: `import { runSuites } from './${folder}/run.ts';\nexport const run = () => runSuites(() => {\n${lines.join('\n')}\n});\n`,
    resolveDir: __dirname,
    sourcefile: `${folder}.ts`,
    loader: 'ts',
  };
}

const products = [
  // A browser cannot load a second file. Desktop activates with a small one, and loads the browser's when there is
  // something to do.
  { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', conditions: ['desktop'] },
  { ...browser, entryPoints: ['src/extension.ts'], outfile: 'dist/web/extension.js' },
  { ...browser, entryPoints: ['src/panel/webview/main.ts'], outfile: 'dist/webview/main.js', format: 'iife' },
  { ...node, entryPoints: ['src/services/verification/guesserThread.ts'], outfile: 'dist/guesser.js' },
];
const suiteBundles = [
  { ...node, stdin: suites('test/host'), outfile: 'dist/test/host.js', packages: 'external' },
  {
    ...browser,
    stdin: suites('test/web'),
    outfile: 'dist/test/web.js',
    alias: { 'node:assert/strict': './test/web/assert.ts' },
    // mocha.js would otherwise take this bundle's exports for its own.
    define: { exports: 'undefined', module: 'undefined' },
  },
];

/** What a finished bundle must hold to; each row is a sentence for the person who broke it. */
function faults(outfile, metafile) {
  const required = Object.values(metafile.outputs).flatMap((output) => output.imports.map((imported) => imported.path));
  const found = [];
  if (outfile.startsWith('dist/web') && !outfile.startsWith('dist/webview')) {
    for (const name of required.filter((one) => one !== 'vscode'))
      found.push(`${outfile} requires ${name}, which a browser cannot load.`);
  }
  return found;
}

const report = {
  name: 'report',
  setup(build) {
    build.onEnd(({ errors, warnings, metafile }) => {
      for (const kind of [
        { kind: 'error', messages: errors },
        { kind: 'warning', messages: warnings },
      ]) {
        for (const text of esbuild.formatMessagesSync(kind.messages, {
          kind: kind.kind,
          color: process.stdout.isTTY,
        }))
          process.stderr.write(text);
      }
      if (metafile === undefined) return;
      const outfile = build.initialOptions.outfile;
      const bytes = metafile.outputs[outfile].bytes;
      process.stdout.write(`${outfile.padEnd(28)} ${(bytes / 1024).toFixed(1).padStart(8)} KB\n`);
      for (const fault of faults(outfile, metafile)) {
        process.stderr.write(`${fault}\n`);
        process.exitCode = 1;
      }
    });
  },
};

async function bundle(options) {
  const context = await esbuild.context({ ...options, plugins: [report] });
  try {
    await context.rebuild();
  } catch {
    process.exitCode = 1; // said by the report
  }
  if (watch) await context.watch();
  else await context.dispose();
}

async function main() {
  await Promise.all([...products, ...(tests ? suiteBundles : [])].map(bundle));
}

void main();
