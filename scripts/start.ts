/** `npm start`: a VS Code with the extension, opened on examples/. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { onPath } from './host/debian.ts';
import { provision, provisionedFolder } from './host/provision.ts';
import { root, run, step } from './host/run.ts';
import { startServer } from './host/server.ts';

async function main(): Promise<void> {
  const installation = await provision();
  await step('Building the extension', async () => {
    await run('node', ['esbuild.js']);
  });
  const server = await startServer(installation, {
    dataFolder: path.join(provisionedFolder, 'user'),
    port: '7460-7499', // the same port as last time, if it is free: the browser keeps the window's state under it
  });
  const address = server.address(path.join(root, 'examples'), {
    skipWelcome: 'true',
    extensionDevelopmentPath: server.remoteUri(root),
  });
  console.log(
    `\nVS Code ${installation.version} with JWT Inspector, on examples/:\n\n  ${address}\n\nPress Ctrl+C to stop.`,
  );
  openInBrowser(address);
  const stop = (): void => {
    console.log('\nStopping…');
    void server.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** Opens the person's own browser, where there is a desktop to open it on. */
function openInBrowser(address: string): void {
  const hasScreen = process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined;
  const opener = process.platform === 'darwin' ? 'open' : hasScreen && onPath('xdg-open') ? 'xdg-open' : undefined;
  if (opener !== undefined) {
    spawn(opener, [address], { detached: true, stdio: 'ignore' })
      .on('error', () => undefined)
      .unref();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
