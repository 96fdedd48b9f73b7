import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/host/browser.ts';
import { provision } from '../../scripts/host/provision.ts';
import { root } from '../../scripts/host/run.ts';
import { installExtension, startServer } from '../../scripts/host/server.ts';
import type { Server } from '../../scripts/host/server.ts';

export interface WorkbenchOptions {
  /** The folder to open, absolute. */
  readonly workspace: string;
  /** User settings; they are added to those of a quiet window. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False opens the folder in Restricted Mode. */
  readonly trust?: boolean;
  /** Environment variables of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** A package to install instead of loading the development folder. */
  readonly vsix?: string;
  readonly size?: { readonly width: number; readonly height: number };
}

export interface EditorPlace {
  /** One-based, as the status bar shows them. */
  readonly line: number;
  readonly column: number;
}

const quietWindow = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
};

const open = new Set<Workbench>();

/** How long anything is waited for, in milliseconds: a machine may be busy with other suites. */
const patience = 60_000;

/** Opens a window of a fresh VS Code, for a fresh user, with the extension in it. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const installation = await provision();
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'jwt-inspector-'));
  if (options.vsix !== undefined) await installExtension(installation, dataFolder, options.vsix);
  const server = await startServer(installation, {
    dataFolder,
    settings: { ...quietWindow, ...options.settings },
    workspaceTrust: options.trust === false,
    env: options.env ?? {},
  });
  const browser = await launchBrowser(installation.browser);
  const context = await browser.newContext({
    viewport: options.size ?? { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const workbench = new Workbench(page, browser, server, dataFolder);
  open.add(workbench);
  const payload = {
    skipWelcome: 'true',
    ...(options.vsix === undefined && { extensionDevelopmentPath: server.remoteUri(root) }),
  };
  await page.goto(server.address(options.workspace, payload));
  await page.locator('.monaco-workbench .statusbar').waitFor();
  return workbench;
}

/** Keeps a picture of every window that is open, for whoever looks into a failed test. */
export async function screenshotOpenWorkbenches(name: string): Promise<void> {
  await Promise.all([...open].map((workbench) => workbench.screenshot(name)));
}

/** What a quick input begins with, by the key that opens it. */
const quickInputs = { F1: '>', 'Control+G': ':', 'Control+P': '' } as const;

/** A VS Code window as a person uses it: by keyboard, mouse and eye. */
export class Workbench {
  readonly page: Page;
  private readonly browser: Browser;
  private readonly server: Server;
  /** Holds everything this user of VS Code has on disk. */
  readonly dataFolder: string;

  constructor(page: Page, browser: Browser, server: Server, dataFolder: string) {
    this.page = page;
    this.browser = browser;
    this.server = server;
    this.dataFolder = dataFolder;
  }

  /**
   * Opens a file of the workspace by its name or relative path. Whatever takes the focus meanwhile closes the list:
   * then it asks again.
   */
  async openFile(name: string): Promise<void> {
    const baseName = path.posix.basename(name);
    const tab = this.page.locator(`.tab.active[data-resource-name="${baseName}"]`);
    await waitFor(`${name} in a tab`, async () => {
      // What an earlier try has typed would stand in front.
      await this.page.keyboard.press('Escape');
      await this.quickInput('Control+P', name);
      const chosen = this.row(baseName).first().click({ timeout: 5000 });
      return chosen.then(
        () => tab.waitFor({ timeout: 5000 }).then(() => true),
        () => undefined,
      );
    });
    await this.editor.locator('.view-line').first().waitFor();
  }

  /** Puts the cursor there and scrolls there. */
  async goTo({ line, column }: EditorPlace): Promise<void> {
    await this.quickInput('Control+G', `${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Moves the mouse over a text that is visible in the editor, or over a place, and returns what the hover says. */
  async hover(where: string | EditorPlace): Promise<string> {
    const point = typeof where === 'string' ? await this.pointOf(where) : await this.pointAt(where);
    await waitFor('a hover', async () => {
      await this.page.mouse.move(2, 2);
      await this.hoverBox.waitFor({ state: 'hidden' });
      await this.page.mouse.move(point.x - 1, point.y);
      await this.page.mouse.move(point.x, point.y);
      const shown = this.hoverBox.filter({ hasNotText: /^Loading/ }).waitFor({ timeout: 2000 });
      return shown.then(
        () => true,
        () => undefined,
      ); // extensions are still starting: rest the mouse there again
    });
    return this.settled(this.hoverBox);
  }

  /** The editor's hover. */
  get hoverBox(): Locator {
    return this.page.locator('.monaco-editor .monaco-hover:visible').first();
  }

  /** The editor that has the focus, or had it last. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  /** What the Problems panel lists, each row as a screen reader would say it; files and problems in their order. */
  async problems(): Promise<readonly string[]> {
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    if (!(await this.page.locator('.markers-panel').isVisible()))
      await this.runCommand('Problems: Focus on Problems View');
    await this.page.locator('.markers-panel').waitFor();
    return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
  }

  /**
   * Runs a command by its whole title in the palette, such as `JWT: Decode`. A young window may not know it yet: then
   * it asks again.
   */
  async runCommand(title: string): Promise<void> {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    const row = rows.filter({
      has: this.page.locator('.monaco-icon-label', { hasText: new RegExp(`^${escapeRegExp(title)}`) }),
    });
    await waitFor(`the command ${title}`, async () => {
      await this.quickInput('F1', title);
      await rows.first().waitFor();
      if (await row.first().isVisible()) return true;
      await this.page.keyboard.press('Escape');
      return undefined;
    });
    await row.first().click();
  }

  /** Chooses an entry of the pick list that is open. */
  async pick(label: string): Promise<void> {
    await this.row(label).first().click();
  }

  /** Types an answer into the input box that is open and confirms it. */
  async answer(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget:visible input').fill(text);
    await this.page.keyboard.press('Enter');
  }

  /**
   * The messages of the notification centre, the newest first. (The test driver keeps VS Code from showing them as
   * toasts.)
   */
  async notifications(): Promise<readonly string[]> {
    await this.openNotifications();
    await this.page.locator('.notifications-center.visible').waitFor();
    return this.page.locator('.notifications-center .notification-list-item-message').allInnerTexts();
  }

  /**
   * Waits for a message that fits. Its buttons lie in it. What else happens in the window may close the centre: it is
   * opened again.
   */
  async notification(text: string | RegExp): Promise<Locator> {
    const message = this.page.locator('.notifications-center .notification-list-item', { hasText: text }).first();
    return waitFor(`the message ${String(text)}`, async () => {
      await this.openNotifications();
      return (await message.isVisible()) ? message : undefined;
    });
  }

  /** The document inside the webview panel, once it is there. */
  async webview(): Promise<Frame> {
    const frame = await waitFor('the panel', () => this.page.frames().find((one) => one.url().includes('/fake.html')));
    await frame.locator('body *').first().waitFor({ state: 'attached' });
    return frame;
  }

  async readClipboard(): Promise<string> {
    return this.page.evaluate('navigator.clipboard.readText()');
  }

  async writeClipboard(text: string): Promise<void> {
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  }

  /** Loads the window anew, as `Developer: Reload Window` does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.locator('.monaco-workbench .statusbar').waitFor();
  }

  /** A picture under test-results/. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(root, 'test-results', `${name}.png`) });
  }

  async close(): Promise<void> {
    open.delete(this);
    await this.browser.close();
    await this.server.stop();
    await rm(this.dataFolder, { recursive: true, force: true });
  }

  private async openNotifications(): Promise<void> {
    const centre = this.page.locator('.notifications-center.visible');
    if (!(await centre.isVisible())) await this.page.locator('.statusbar [id="status.notifications"]').click();
  }

  /** The text of what several providers fill one after the other, once none has added to it for a while. */
  private async settled(locator: Locator): Promise<string> {
    let before = '';
    return waitFor('a hover that stays', async () => {
      const text = await locator.innerText();
      const isSettled = text === before && !text.includes('Loading...');
      before = text;
      await this.page.waitForTimeout(300);
      return isSettled ? text : undefined;
    });
  }

  private row(label: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: label });
  }

  /** In place of what an earlier attempt has left there. */
  private async quickInput(key: keyof typeof quickInputs, text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible input').first();
    await waitFor(`what ${key} opens`, async () => {
      await this.page.keyboard.press(key);
      // Whatever takes the focus closes it.
      return input.fill(quickInputs[key] + text, { timeout: 2000 }).then(
        () => true,
        () => undefined,
      );
    });
  }

  private async pointOf(text: string): Promise<Point> {
    return waitFor(`"${text}" in the editor`, () => this.editor.evaluate(centreOfText, text));
  }

  private async pointAt(place: EditorPlace): Promise<Point> {
    await this.goTo(place);
    const box = await this.editor.locator('.cursor').first().boundingBox();
    if (box === null) throw new Error(`No cursor is visible at ${place.line}:${place.column}.`);
    return { x: box.x + 3, y: box.y + box.height / 2 };
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Runs in the page. Editors render each line as spans, so the text is looked for in their joined text. */
function centreOfText(editor: HTMLElement | SVGElement, text: string): Point | undefined {
  for (const line of editor.querySelectorAll('.view-line')) {
    const start = line.textContent.replaceAll('\u00a0', ' ').indexOf(text);
    if (start < 0) continue;
    const wanted = start + Math.min(2, text.length - 1);
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let offset = 0;
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      if (wanted < offset + length) {
        const range = document.createRange();
        range.setStart(node, wanted - offset);
        range.setEnd(node, wanted - offset + 1);
        const box = range.getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      }
      offset += length;
    }
  }
  return undefined;
}

async function waitFor<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const started = Date.now(); Date.now() - started < patience;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not appear within ${patience / 1000} s.`);
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
