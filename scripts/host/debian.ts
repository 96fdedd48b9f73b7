import { existsSync } from 'node:fs';
import path from 'node:path';
import { run, step } from './run.ts';

/** Whether a program of this name is on the PATH. */
export function onPath(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.some((folder) => folder !== '' && existsSync(path.join(folder, program)));
}

/** Whether Debian packages can be installed here without asking anybody. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && onPath('apt-get');
}

export async function installPackages(...packages: readonly string[]): Promise<void> {
  await step(`Installing Debian packages: ${packages.join(', ')}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-q'], { env });
    await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], { env });
  });
}
