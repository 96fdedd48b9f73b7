import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findBrowser } from './browser.ts';
import { canInstallPackages, installPackages, onPath } from './debian.ts';
import { withLock } from './lock.ts';
import { root, run, step } from './run.ts';

/**
 * The VS Code releases the project is tried on: the newest, and the floor that package.json's `engines.vscode` names.
 */
const releases = {
  current: { vscode: '1.139.1', codeServer: '4.139.1', node: '^24.0.0' },
  floor: { vscode: '1.100.3', codeServer: '4.100.3', node: '^22.15.0' },
} as const;

export type Release = keyof typeof releases;

/** A VS Code that is ready to be started. Paths are absolute. */
export interface Installation {
  readonly version: string;
  /** The Node binary that runs the server and its extension host. */
  readonly node: string;
  /** The folder of the VS Code server. */
  readonly server: string;
  /** The Chromium that shows its window. */
  readonly browser: string;
}

/** Compiled for file logs, the watchdog and the terminal. What else is native ships prebuilt or is not needed. */
const nativeModules = ['@vscode/spdlog', '@vscode/native-watchdog', 'node-pty'];

/** The folder that holds what is provisioned; git ignores it. */
export const provisionedFolder = path.join(root, '.vscode-test');

/**
 * Makes sure that VS Code and a browser are there, and says what it does. Finished steps are remembered: a second call
 * takes milliseconds, a call after an interrupted one resumes, and of several callers one works while the others wait.
 */
export async function provision(release: Release = 'current'): Promise<Installation> {
  return withLock(path.join(provisionedFolder, 'lock'), async () => {
    const browser = await findBrowser();
    return { ...(await installVsCode(release)), browser };
  });
}

async function installVsCode(release: Release): Promise<Omit<Installation, 'browser'>> {
  const { vscode, codeServer, node } = releases[release];
  const folder = path.join(provisionedFolder, release);
  const nodePackage = `node-${process.platform}-${process.arch}`;
  const nodeFolder = path.join(folder, 'node_modules', nodePackage);
  const server = path.join(folder, 'node_modules/code-server/lib/vscode');
  const environment = {
    ...process.env,
    PATH: `${path.join(nodeFolder, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
    npm_config_nodedir: nodeFolder, // the headers to compile against, without another download
    npm_config_yes: 'true', // node-pty's install step runs node-gyp through npx
  };
  const npm = async (cwd: string, ...args: readonly string[]): Promise<string> =>
    run('npm', args, { cwd, env: environment });
  const install = ['install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--no-package-lock'];

  const steps = new Steps(folder, JSON.stringify(releases[release]));
  await steps.do(
    `Downloading VS Code ${vscode} and Node ${node.slice(1, 3)} from npm (once; about 400 MB)`,
    async () => {
      const dependencies = { 'code-server': codeServer, [nodePackage]: node };
      await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
      await npm(folder, ...install);
    },
  );
  await steps.do(`Downloading the packages of VS Code ${vscode}`, async () => {
    await npm(server, ...install);
    await npm(path.join(server, 'extensions'), ...install);
  });
  await steps.do(`Compiling the native modules of VS Code ${vscode}`, async () => {
    const missing = ['python3', 'make', 'g++'].filter((program) => !onPath(program));
    if (missing.length > 0 && canInstallPackages()) await installPackages(...missing);
    for (const name of nativeModules) {
      await npm(server, 'rebuild', '--ignore-scripts=false', name).catch((error: unknown) => {
        if (!existsSync(path.join(server, 'node_modules', name, 'build/Release'))) {
          console.log(
            `  ${name} is not compiled, so VS Code runs without it (no log files, no terminal). ${String(error)}`,
          );
        }
      });
    }
  });
  return { version: vscode, node: path.join(nodeFolder, 'bin/node'), server };
}

/** Steps that are done once per folder. A change of `plan` starts the folder afresh. */
class Steps {
  private readonly folder: string;
  private readonly plan: string;

  constructor(folder: string, plan: string) {
    this.folder = folder;
    this.plan = plan;
  }

  async do(what: string, work: () => Promise<void>): Promise<void> {
    const done = await this.done();
    if (done.includes(what)) return;
    if (done.length === 0) {
      await rm(this.folder, { recursive: true, force: true });
      await mkdir(this.folder, { recursive: true });
    }
    await step(what, work);
    await writeFile(this.stamp, JSON.stringify({ plan: this.plan, done: [...done, what] }));
  }

  private get stamp(): string {
    return path.join(this.folder, 'provisioned.json');
  }

  private async done(): Promise<readonly string[]> {
    if (!existsSync(this.stamp)) return [];
    const { plan, done } = JSON.parse(await readFile(this.stamp, 'utf8')) as { plan: string; done: readonly string[] };
    return plan === this.plan ? done : [];
  }
}
