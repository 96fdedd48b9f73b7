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

/**
 * CommonJS output cannot be split by esbuild, and a browser cannot load a second file. So what desktop need not have to activate is left out
 * of its bundle and taken, when first used, from the web bundle, which has everything: nothing ships twice for it. That is what is
 * imported with `import()`, and what is only called once there is a token, a key or a view to show, named here.
 */
const calledLater = [
  /^src\/core\/rules\/(?!(?:context|glob|placeholder|rule)\.ts$)/,
  /^src\/core\/(?:cures|keys)\//,
  /^src\/core\/token\/(?!(?:base64url|find|fingerprint|scan|serializedIndex|spanIndex)\.ts$)/,
  /^src\/core\/(?:facts\/knownSamples|issuerSettings|origin|report\/\w+)\.ts$/,
  /^src\/services\/jwks\/(?!lastGood\.ts$)/,
  /^src\/features\/(?:inlayHints\/hint|keysView\/keyRows)\.ts$/,
];

/** Finds what is late in the desktop bundle, adds it to `late`, and leaves getters in its place. */
function leaveOutLate(late) {
  return {
    name: 'leave-out-late',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ kind, path: specifier, resolveDir, namespace }) => {
        if (namespace === 'late') {
          return { path: specifier, external: true };
        }
        const source = path.relative(__dirname, path.resolve(resolveDir, specifier)).replaceAll(path.sep, '/');
        if (kind !== 'dynamic-import' && !calledLater.some((pattern) => pattern.test(source))) {
          return undefined;
        }
        late.add(source);
        return { path: source, namespace: 'late' };
      });
      build.onLoad({ filter: /.*/, namespace: 'late' }, async ({ path: source }) => {
        const { metafile } = await esbuild.build({
          entryPoints: [source],
          format: 'esm',
          metafile: true,
          write: false,
        });
        const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
        const getters = names.map((name) => `get ${name}() { return load().${name}; },`);
        return {
          contents: `const load = () => require('./web/extension.js').late['${source}']();\nmodule.exports = {\n${getters.join('\n')}\n};`,
          watchFiles: [path.resolve(source)],
        };
      });
    },
  };
}

/** The web bundle's entry: the extension, and the modules that desktop takes from here, each evaluated when it is asked for. */
function webEntry(late) {
  return {
    name: 'web-entry',
    setup(build) {
      build.onResolve({ filter: /^web-entry$/ }, ({ path: entry }) => ({ path: entry, namespace: entry }));
      build.onLoad({ filter: /.*/, namespace: 'web-entry' }, () => ({
        contents: [
          "export const activate = (context) => require('./src/extension.ts').activate(context);",
          'export const late = {',
          ...[...late].map((source) => `'${source}': () => require('./${source}'),`),
          '};',
        ].join('\n'),
        resolveDir: __dirname,
      }));
    },
  };
}

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

const late = new Set();
const desktop = {
  ...node,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  plugins: [leaveOutLate(late)],
};
const products = [
  {
    ...browser,
    entryPoints: ['web-entry'],
    outfile: 'dist/web/extension.js',
    conditions: ['browser'],
    plugins: [webEntry(late)],
  },
  { ...browser, entryPoints: ['src/panel/webview/main.ts'], outfile: 'dist/webview/main.js', format: 'iife' },
  { ...node, entryPoints: ['src/platform/host/nodeGuesser.ts'], outfile: 'dist/guesser.js' },
];
const suiteBundles = [
  { ...node, stdin: suites('test/host'), outfile: 'dist/test/host.js', packages: 'external' },
  {
    ...browser,
    stdin: suites('test/web'),
    outfile: 'dist/test/web.js',
    alias: { 'node:assert/strict': './test/web/assert.ts' },
    define: { exports: 'undefined', module: 'undefined' }, // mocha.js would otherwise take this bundle's exports for its own
  },
];

/** What a finished bundle must hold to; each row is a sentence for the person who broke it. */
function faults(outfile, metafile) {
  const inputs = Object.keys(metafile.inputs);
  const required = Object.values(metafile.outputs).flatMap((output) => output.imports.map((imported) => imported.path));
  const found = [];
  if (outfile === 'dist/extension.js') {
    for (const heavy of inputs.filter((input) => /^node_modules\/(jose|@noble\/(?!hashes\/))/.test(input))) {
      found.push(
        `dist/extension.js carries ${heavy}: import the verifier with import(), so that activation stays light.`,
      );
    }
  }
  if (outfile.startsWith('dist/web') && !outfile.startsWith('dist/webview')) {
    for (const name of required.filter((one) => one !== 'vscode')) {
      found.push(`${outfile} requires ${name}, which a browser cannot load.`);
    }
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
        })) {
          process.stderr.write(text);
        }
      }
      if (metafile === undefined) {
        return;
      }
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
  const context = await esbuild.context({ ...options, plugins: [...(options.plugins ?? []), report] });
  try {
    await context.rebuild();
  } catch {
    process.exitCode = 1; // said by the report
  }
  if (watch) {
    await context.watch();
  } else {
    await context.dispose();
  }
}

async function main() {
  await bundle(desktop); // finds what the web bundle is to hand out
  await Promise.all([...products, ...(tests ? suiteBundles : [])].map(bundle));
}

void main();
