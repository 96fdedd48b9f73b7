import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { canInstallPackages, installPackages } from './debian.ts';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * The path of a Chromium: `$CHROME_PATH`, Playwright's own, the system's, or one that is installed now where that is
 * allowed.
 */
export async function findBrowser(): Promise<string> {
  const given = process.env['CHROME_PATH'];
  if (given !== undefined && given !== '') {
    if (!existsSync(given)) throw new Error(`The file ${given} in CHROME_PATH does not exist.`);
    return given;
  }
  const candidates = [chromium.executablePath(), ...usualPlaces];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  if (canInstallPackages()) {
    await installPackages('chromium');
    return findBrowser();
  }
  throw new Error(
    'Chromium was not found. Install it (Debian: apt-get install chromium), or set CHROME_PATH to its executable.',
  );
}

/** Starts Chromium without a window, so that it also runs as root and without a network. */
export async function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
    ],
  });
}
