import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page, Route } from 'playwright-core';
import { parseReportLine } from '../../test/support/suiteReport.ts';
import type { SuiteSummary } from '../../test/support/suiteReport.ts';
import { launchBrowser } from './browser.ts';
import type { Installation } from './provision.ts';
import { root } from './run.ts';
import { startServer } from './server.ts';
import type { Server } from './server.ts';

/** Where the suites run: beside the server in Node, or in the browser's web worker, as on vscode.dev. */
export type ExtensionHost = 'node' | 'web';

const silence = 180_000;

/** Runs the bundled suites (dist/test/host.js or dist/test/web.js) in a fresh VS Code and prints what they say. */
export async function runInHost(installation: Installation, host: ExtensionHost): Promise<SuiteSummary> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'jwt-inspector-'));
  const workspace = path.join(scratch, 'workspace');
  await mkdir(workspace);
  const server = await startServer(installation, { dataFolder: path.join(scratch, 'data'), settings: {} });
  const browser = await launchBrowser(installation.browser);
  try {
    const page = await browser.newPage();
    const finished = listen(page, host);
    if (host === 'web') await serveToWorker(page, server);
    await page.goto(
      server.address(workspace, {
        skipWelcome: 'true',
        ...(host === 'node' && {
          extensionDevelopmentPath: server.remoteUri(root),
          extensionTestsPath: server.remoteUri(path.join(root, 'dist/test/host.js')),
        }),
      }),
    );
    return await finished;
  } finally {
    await browser.close();
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Prints the report while it comes in, and resolves with its summary once the workbench says that the suites have
 * ended.
 */
async function listen(page: Page, host: ExtensionHost): Promise<SuiteSummary> {
  const chatter: string[] = [];
  let summary: SuiteSummary | undefined;
  let failures = 0;
  return new Promise((resolve, reject) => {
    const fail = (what: string): void =>
      reject(new Error(`The suites in the ${host} host ${what}\n${chatter.join('\n')}`));
    const patience = setTimeout(() => fail(`were silent for ${silence / 1000} s.`), silence);
    const log = (_type: string, args: readonly unknown[]): void => {
      const text = args.map(String).join(' ');
      const line = parseReportLine(text);
      if (line === undefined) {
        chatter.push(text);
        return;
      }
      patience.refresh();
      if (line.kind === 'summary') summary = line.summary;
      else console.log(`  ${line.kind === 'passed' ? '✓' : '✗'} ${line.text}`);
      if (line.kind === 'failed') {
        failures += 1;
        void page.screenshot({ path: path.join(root, `test-results/${host}-${failures}.png`) }).catch(() => undefined);
      }
    };
    const exit = (code: number): void => {
      clearTimeout(patience);
      if (summary === undefined) fail(`ended with code ${code} before they reported.`);
      else resolve(summary);
    };
    void Promise.all([page.exposeFunction('codeAutomationLog', log), page.exposeFunction('codeAutomationExit', exit)]);
  });
}

/** Makes the page load the extension and its suites in the web worker: as static files of its own origin. */
async function serveToWorker(page: Page, server: Server): Promise<void> {
  const folder = '/__ext';
  const extension = { scheme: 'http', authority: `127.0.0.1:${server.port}`, path: folder };
  await page.context().route(`${server.origin}${folder}/**`, async (route: Route) => {
    const name = decodeURIComponent(new URL(route.request().url()).pathname.slice(folder.length + 1));
    const file = path.join(root, name);
    const headers = { 'access-control-allow-origin': '*' };
    try {
      await route.fulfill({ headers, body: await readFile(file), contentType: contentType(file) });
    } catch {
      await route.fulfill({ status: 404, headers });
    }
  });
  await page.route(
    (url) => url.origin === server.origin && url.pathname === '/',
    async (route: Route) => {
      const response = await route.fetch();
      const html = (await response.text()).replace(
        /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)"/,
        (_all, before: string, escaped: string) => {
          const configuration = JSON.parse(unescapeHtml(escaped)) as Record<string, unknown>;
          const developmentOptions = {
            ...(configuration['developmentOptions'] as object | undefined),
            extensions: [extension],
            extensionTestsPath: { ...extension, path: `${folder}/dist/test/web.js` },
          };
          return `${before}${escapeHtml(JSON.stringify({ ...configuration, developmentOptions }))}"`;
        },
      );
      await route.fulfill({ response, body: html });
    },
  );
}

function contentType(file: string): string {
  return file.endsWith('.js') ? 'text/javascript' : file.endsWith('.json') ? 'application/json' : 'text/plain';
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function unescapeHtml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
