/**
 * `npm run screenshots`: takes README's pictures from the real host, and more of them into test-results/ for looking
 * at. Arguments: names of scenes (none: all).
 */
import path from 'node:path';
import { openWorkbench } from '../test/ui/workbench.ts';
import type { Workbench } from '../test/ui/workbench.ts';
import { root, run, step } from './host/run.ts';

interface Theme {
  readonly name: string;
  readonly forReadme?: true;
}

const themes: Readonly<Record<string, Theme>> = {
  dark: { name: 'Default Dark Modern', forReadme: true },
  light: { name: 'Default Light Modern', forReadme: true },
  'high-contrast': { name: 'Default High Contrast' },
  'high-contrast-light': { name: 'Default High Contrast Light' },
};

/** One picture: how to get there, from a window that shows nothing yet. */
interface Scene {
  readonly name: string;
  readonly forReadme?: true;
  readonly size?: { readonly width: number; readonly height: number };
  readonly play: (workbench: Workbench) => Promise<void>;
}

const scenes: readonly Scene[] = [
  {
    name: 'hover',
    forReadme: true,
    play: async (workbench) => {
      await workbench.openFile('orders.http');
      // The first hover has the keys fetched.
      for (let tries = 10; tries > 0; tries--)
        if ((await workbench.hover({ line: 3, column: 30 })).includes('Verified by')) break;
    },
  },
  {
    name: 'problems',
    forReadme: true,
    play: async (workbench) => {
      await workbench.openFile('risky.http');
      await workbench.page.mouse.move(2, 2);
      await workbench.problems();
      await workbench.page.locator('.markers-panel .monaco-list-row').nth(1).waitFor();
    },
  },
  {
    name: 'panel',
    forReadme: true,
    size: { width: 1340, height: 900 },
    play: async (workbench) => {
      await openPanel(workbench);
      await workbench.runCommand('View: Maximize Editor Group and Hide Side Bars');
      const panel = await workbench.webview();
      await panel.getByRole('button', { name: 'Verify', exact: true }).click();
      await panel.getByRole('heading', { name: /^Verified/ }).waitFor();
    },
  },
  {
    name: 'panel-edit',
    size: { width: 1340, height: 900 },
    play: async (workbench) => {
      await openPanel(workbench);
      await workbench.runCommand('View: Maximize Editor Group and Hide Side Bars');
      await writeToken(workbench);
    },
  },
  ...[300, 460].map((width): Scene => ({
    name: `panel-${width}-pixels`,
    size: { width: 2 * width, height: 900 },
    play: async (workbench) => {
      await workbench.page.keyboard.press('Control+B');
      await openPanel(workbench);
    },
  })),
  {
    name: 'panel-edit-300-pixels',
    size: { width: 600, height: 1500 },
    play: async (workbench) => {
      await workbench.page.keyboard.press('Control+B');
      await openPanel(workbench);
      await writeToken(workbench);
    },
  },
];

async function openPanel(workbench: Workbench): Promise<void> {
  await workbench.openFile('orders.http');
  await workbench.goTo({ line: 3, column: 30 });
  await workbench.runCommand('JWT: Inspect');
  const panel = await workbench.webview();
  await panel.getByText('RS256').first().waitFor();
}

/** Claims with a time as a person writes it, a new key, and what can be suggested next. */
async function writeToken(workbench: Workbench): Promise<void> {
  const panel = await workbench.webview();
  await panel.getByRole('button', { name: 'Edit and sign', exact: true }).click();
  await panel.getByLabel('Sign with', { exact: true }).selectOption('new');
  await panel.locator('.new-key', { hasText: 'New key for RS256' }).waitFor();
  const claims = panel.getByLabel('New claims', { exact: true });
  await claims.fill('{\n  "iss": "https://login.corp.io",\n  "aud": "orders-api",\n  "exp": "+1h",\n  \n}');
  await claims.press('ArrowLeft');
  await claims.press('ArrowLeft');
  await claims.pressSequentially('"a');
}

async function main(wanted: readonly string[]): Promise<void> {
  await step('Building the extension', async () => {
    await run('node', ['esbuild.js', '--production']);
  });
  for (const [theme, { name, forReadme }] of Object.entries(themes)) {
    await step(`Taking pictures of ${name}`, async () => {
      for (const scene of scenes.filter(({ name: each }) => wanted.length === 0 || wanted.includes(each))) {
        const folder =
          forReadme === true && scene.forReadme === true ? 'media/screenshots' : 'test-results/screenshots';
        await take(scene, name, path.join(root, folder, `${scene.name}-${theme}.png`));
      }
    });
  }
}

async function take(scene: Scene, colorTheme: string, file: string): Promise<void> {
  const workbench = await openWorkbench({
    workspace: path.join(root, 'examples'),
    settings: {
      'workbench.colorTheme': colorTheme,
      'workbench.activityBar.location': 'hidden',
      'window.autoDetectHighContrast': false, // or a browser without high contrast takes ours away
    },
    size: scene.size ?? { width: 1100, height: 680 },
  });
  try {
    await scene.play(workbench);
    await workbench.page.waitForTimeout(500); // for what fades in
    await workbench.page.screenshot({ path: file });
  } finally {
    await workbench.close();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
