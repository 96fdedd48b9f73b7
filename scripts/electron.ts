/** Runs the host suites in a desktop VS Code: the one that VSCODE_PATH names, or the newest, downloaded. */
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { root } from './host/run.ts';

async function main(): Promise<void> {
  const executable = await desktopVsCode();
  if (executable === undefined) process.exit(1);
  const scratch = await mkdtemp(path.join(tmpdir(), 'jwt-inspector-'));
  const workspace = path.join(scratch, 'workspace');
  await mkdir(workspace);
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(root, 'dist/test/host.js'),
      launchArgs: [workspace, '--disable-extensions', `--user-data-dir=${path.join(scratch, 'data')}`, ...asRoot()],
    });
  } catch (error) {
    console.error(`The suites failed, or VS Code at ${executable} did not start: ${String(error)}`);
    process.exitCode = 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function desktopVsCode(): Promise<string | undefined> {
  const given = process.env['VSCODE_PATH'];
  if (given !== undefined && given !== '') return given;
  try {
    return await downloadAndUnzipVSCode({ cachePath: path.join(root, '.vscode-test/desktop') });
  } catch (error) {
    console.error(
      `Could not download a desktop VS Code (${error instanceof Error ? error.message : String(error)}). ` +
        'Set VSCODE_PATH to the executable of an installed one, or run the same suites with `npm run test:host`.',
    );
    return undefined;
  }
}

/** Electron refuses to run its sandbox as root. */
function asRoot(): readonly string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu-sandbox'] : [];
}

void main();
