import assert from 'node:assert/strict';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import * as core from '../../src/core/api.ts';

type Listener = (...given: readonly unknown[]) => unknown;

/** As much of VS Code as activation touches. */
class Window {
  readonly commands = new Map<string, Listener>();
  readonly tabListeners = new Set<Listener>();
  readonly documentListeners = new Set<Listener>();
  view: { readonly getChildren: () => unknown } | undefined;
  tabs: readonly unknown[] = [];
  documents: readonly unknown[] = [];

  readonly api = {
    Disposable: class {
      readonly dispose: () => void;
      constructor(dispose: () => void) {
        this.dispose = dispose;
      }
    },
    commands: {
      registerCommand: (id: string, run: Listener) => {
        assert.ok(!this.commands.has(id), `${id} is registered twice`);
        this.commands.set(id, run);
        return { dispose: () => this.commands.delete(id) };
      },
      executeCommand: (id: string, ...given: readonly unknown[]) => this.commands.get(id)?.(...given),
    },
    window: {
      tabGroups: {
        all: [this],
        onDidChangeTabs: listenerSet(this.tabListeners),
      },
      registerTreeDataProvider: (_id: string, view: { readonly getChildren: () => unknown }) => {
        this.view = view;
        return { dispose: () => (this.view = undefined) };
      },
    },
    workspace: {
      textDocuments: this.documents,
      onDidOpenTextDocument: listenerSet(this.documentListeners),
    },
  };
}

function listenerSet(listeners: Set<Listener>) {
  return (listener: Listener) => {
    listeners.add(listener);
    return { dispose: () => listeners.delete(listener) };
  };
}

describe('activation on desktop', () => {
  let source = '';

  before(async () => {
    const { outputFiles } = await build({
      entryPoints: ['src/extension.ts'],
      bundle: true,
      format: 'cjs',
      platform: 'node',
      conditions: ['desktop'],
      external: ['vscode'],
      write: false,
    });
    source = outputFiles[0]?.text ?? '';
  });

  /** The extension, activated in a window; `loads` and `opened` count what was loaded late. */
  function activateIn(window: Window) {
    const counts = { loads: 0, opened: 0 };
    const compose = () => {
      counts.opened += 1;
      return window.api.commands.registerCommand('jwtInspector.inspect', (token) => `inspected ${String(token)}`);
    };
    const createRequire = () => (file: string) => {
      assert.equal(file, './web/extension.js');
      counts.loads += 1;
      return { late: () => ({ compose, api: core }) };
    };
    const modules: Record<string, unknown> = {
      vscode: window.api,
      'node:module': { createRequire },
      'node:path': path,
    };
    const module: { exports: Partial<{ activate: (context: unknown) => typeof core }> } = { exports: {} };
    const run = compileFunction(source, ['module', 'require', '__filename']) as (...given: readonly unknown[]) => void;
    run(module, (name: string) => modules[name], 'extension.js');
    const context = {
      subscriptions: [] as { dispose: () => unknown }[],
      extension: { packageJSON: { contributes: { commands: [{ command: 'jwtInspector.inspect' }] } } },
    };
    const api = module.exports.activate?.(context);
    assert.ok(api);
    return { api, counts, context };
  }

  it('loads nothing while there is nothing to do', async () => {
    const { counts } = activateIn(new Window());
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual(counts, { loads: 0, opened: 0 });
  });

  const bells: Record<string, (window: Window) => unknown> = {
    'a tab': (window) => [...window.tabListeners].map((listener) => listener({})),
    'a document': (window) => [...window.documentListeners].map((listener) => listener({})),
    'a look at its view': (window) => window.view?.getChildren(),
    'a command': (window) => window.commands.get('jwtInspector.inspect')?.('t'),
  };
  for (const [name, ring] of Object.entries(bells)) {
    it(`opens with ${name}, and only once`, async () => {
      const window = new Window();
      const { counts } = activateIn(window);
      await ring(window);
      assert.deepEqual(counts, { loads: 1, opened: 1 });
      for (const again of Object.values(bells)) await again(window);
      assert.deepEqual(counts, { loads: 1, opened: 1 });
      assert.deepEqual([window.tabListeners.size, window.documentListeners.size, window.view], [0, 0, undefined]);
    });
  }

  it('opens a moment later in a window that has a tab already, so that activation itself stays light', async () => {
    const window = new Window();
    window.tabs = [{}];
    const { counts } = activateIn(window);
    assert.deepEqual(counts, { loads: 0, opened: 0 });
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(counts, { loads: 1, opened: 1 });
  });

  it('gives the command that opened it its arguments, and gives back what it gives', async () => {
    const window = new Window();
    activateIn(window);
    assert.equal(await window.api.commands.executeCommand('jwtInspector.inspect', 'a token'), 'inspected a token');
  });

  it('waits no longer once it is over', async () => {
    const window = new Window();
    window.tabs = [{}];
    const { counts, context } = activateIn(window);
    for (const { dispose } of context.subscriptions) dispose();
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(counts, { loads: 0, opened: 0 });
    assert.equal(window.commands.size, 0);
  });

  it('gives other extensions all of core, loaded with the first call', async () => {
    const { api, counts } = activateIn(new Window());
    assert.deepEqual(Object.keys(api).toSorted(), Object.keys(core).toSorted());
    const before = { ...counts };
    const token = await api.sign({ a: 1 }, { key: { material: 'a throw-away secret of more than 32 bytes' } });
    assert.deepEqual(api.decode(token).payload, { a: 1 });
    assert.equal(before.loads, 0);
    assert.deepEqual(counts, { loads: 2, opened: 0 });
  });
});
