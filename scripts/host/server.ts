import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Installation } from './provision.ts';
import { run } from './run.ts';

export interface ServerOptions {
  /** Holds settings, state and installed extensions. A fresh folder is a fresh user. */
  readonly dataFolder: string;
  /** User settings, written before the start; without them those of the folder stay. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Off by default: folders are trusted without asking. */
  readonly workspaceTrust?: boolean;
  /** Added to the environment of the server and so of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** A port or a range such as `7400-7499`; without it any free port. */
  readonly port?: string;
}

/** A running VS Code server. */
export interface Server {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /**
   * The address of a window. `payload` holds the pairs that the workbench reads, such as `extensionDevelopmentPath`.
   */
  address(workspace: string | undefined, payload: Readonly<Record<string, string>>): string;
  /** A file or folder of this machine as the workbench names it. */
  remoteUri(file: string): string;
  stop(): Promise<void>;
}

/** Starts a VS Code server and waits until it listens. It ends with this process. */
export async function startServer(installation: Installation, options: ServerOptions): Promise<Server> {
  const { dataFolder, settings, workspaceTrust = false, env = {}, port: wanted = '0' } = options;
  if (settings !== undefined) {
    await mkdir(path.join(dataFolder, 'data/User'), { recursive: true });
    await writeFile(path.join(dataFolder, 'data/User/settings.json'), JSON.stringify(settings, undefined, 2));
  }
  const child = spawn(
    installation.node,
    [
      'out/server-main.js',
      '--accept-server-license-terms',
      '--without-connection-token',
      '--disable-telemetry',
      '--enable-smoke-test-driver',
      ...['--host', '127.0.0.1', '--port', wanted],
      ...['--server-data-dir', dataFolder],
      ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
    ],
    { cwd: installation.server, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const end = (): boolean => child.kill();
  process.on('exit', end);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const port = await listeningPort(child.stdout, child.stderr, ended);
  const origin = `http://127.0.0.1:${port}`;
  const remoteUri = (file: string): string => `vscode-remote://127.0.0.1:${port}${file}`;
  return {
    port,
    origin,
    remoteUri,
    address(workspace, payload) {
      const folder = workspace === undefined ? '' : `folder=${encodeURIComponent(workspace)}&`;
      return `${origin}/?${folder}payload=${encodeURIComponent(JSON.stringify(Object.entries(payload)))}`;
    },
    async stop() {
      process.off('exit', end);
      child.kill();
      await ended;
    },
  };
}

/** Installs a VSIX for the user of this data folder. */
export async function installExtension(installation: Installation, dataFolder: string, vsix: string): Promise<void> {
  const options = ['--accept-server-license-terms', '--server-data-dir', dataFolder];
  await run(installation.node, ['out/server-main.js', ...options, '--install-extension', vsix], {
    cwd: installation.server,
  });
}

async function listeningPort(
  stdout: NodeJS.ReadableStream,
  stderr: NodeJS.ReadableStream,
  ended: Promise<void>,
): Promise<number> {
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    stdout.on('data', read);
    stderr.on('data', read);
    void ended.then(() => reject(new Error(`The VS Code server exited before it was ready:\n${output}`)));
  });
}
