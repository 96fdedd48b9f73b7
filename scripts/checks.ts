import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseReportLine } from '../test/support/suiteReport.ts';
import type { SuiteSummary } from '../test/support/suiteReport.ts';
import { onPath } from './host/debian.ts';
import { provision } from './host/provision.ts';
import type { Release } from './host/provision.ts';
import { root } from './host/run.ts';
import { runInHost } from './host/suites.ts';
import type { ExtensionHost } from './host/suites.ts';

export interface Check {
  readonly name: string;
  /**
   * Throws where it cannot run; says what it does on the console. `pattern` is a part of a test file's path, or empty.
   */
  readonly run: (pattern: string) => Promise<SuiteSummary>;
  /** The VS Code it needs, with the extension and the suites built. */
  readonly host?: Release | 'desktop';
}

/** Everything that `npm test` shows, in order; the check named electron runs on demand only. */
export const checks: readonly Check[] = [
  { name: 'build', run: (pattern) => program('node', 'esbuild.js', '--tests', `--only=${pattern}`) },
  { name: 'types', run: () => program('npm', 'run', '--silent', 'check:types') },
  { name: 'lint', run: () => program('npm', 'run', '--silent', 'lint') },
  { name: 'format', run: () => program('npm', 'run', '--silent', 'format:check') },
  { name: 'unit', run: (pattern) => mocha('test/unit', pattern) },
  { name: 'host', run: () => hostSuites('current', 'node'), host: 'current' },
  { name: 'web', run: () => hostSuites('current', 'web'), host: 'current' },
  { name: 'ui', run: (pattern) => mocha('test/ui', pattern), host: 'current' },
  { name: 'floor', run: () => hostSuites('floor', 'node'), host: 'floor' },
  { name: 'package', run: (pattern) => mocha('test/package', pattern), host: 'current' },
  { name: 'electron', run: () => desktopSuites(), host: 'desktop' },
];

/** A program that is one check: it passes when it ends with 0. */
async function program(name: string, ...args: readonly string[]): Promise<SuiteSummary> {
  const { code } = await execute(name, args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function hostSuites(release: Release, host: ExtensionHost): Promise<SuiteSummary> {
  return runInHost(await provision(release), host);
}

/** Suites that mocha runs in this Node; those under test/ui and test/package drive VS Code from outside. */
async function mocha(folder: string, pattern: string): Promise<SuiteSummary> {
  const files = testFiles(folder).filter((file) => file.includes(pattern));
  if (files.length === 0) return { passed: 0, failed: 0 };
  const { code, output } = await execute('node', [
    'node_modules/mocha/bin/mocha.js',
    ...['--import=tsx', '--forbid-only', '--forbid-pending', '--exit', '--parallel', '--jobs=2'],
    ...(folder === 'test/unit'
      ? ['--timeout=20000']
      : // A window of VS Code moves the focus when it pleases: what a second try shows is no fault of ours.
        ['--timeout=120000', '--retries=1', '--require=test/ui/hooks.ts']),
    ...(folder === 'test/unit' && pattern === '' ? ['--reporter=dot'] : []),
    ...files,
  ]);
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(output)?.[1] ?? 0);
  const failed = count('failing');
  return { passed: count('passing'), failed: code !== 0 && failed === 0 ? 1 : failed };
}

function testFiles(folder: string): readonly string[] {
  return existsSync(path.join(root, folder))
    ? readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.test.ts'))
        .map((file) => path.join(folder, file))
        .toSorted()
    : [];
}

/** The host suites in a desktop VS Code, behind a virtual screen where there is no other. */
async function desktopSuites(): Promise<SuiteSummary> {
  const command = ['node', '--import=tsx', 'scripts/electron.ts'];
  const screenless =
    process.platform === 'linux' && (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) === undefined;
  const [name = '', ...args] = screenless && onPath('xvfb-run') ? ['xvfb-run', '-a', ...command] : command;
  const { code, output } = await execute(name, args);
  const lines = output.split('\n').map((line) => parseReportLine(line.trim()));
  const summary = lines.find((line) => line?.kind === 'summary');
  return summary?.kind === 'summary' ? summary.summary : { passed: 0, failed: code === 0 ? 0 : 1 };
}

/** Runs a program from the project's folder and shows its output while it comes in. */
async function execute(
  name: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(name, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    process.stdout.write(chunk);
  });
  child.stderr.pipe(process.stderr);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
