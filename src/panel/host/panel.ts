import * as vscode from 'vscode';
import { registerCommand } from '../../services/commands.ts';
import type { PanelDependencies, PanelManager } from './panelManager.ts';
import { viewType } from './viewType.ts';

/** The panel, loaded when it is first opened or brought back. */
export function registerPanel(deps: PanelDependencies): vscode.Disposable {
  let loaded: Promise<PanelManager> | undefined;
  const load = (): Promise<PanelManager> =>
    (loaded ??= import('./panelManager.ts').then((module) => new module.PanelManager(deps)));
  return vscode.Disposable.from(
    registerCommand('jwtInspector.openPanel', async (argument) => (await load()).open(argument)),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await load()).restore(panel, state),
    }),
    { dispose: () => loaded?.then((manager) => manager.dispose()) },
  );
}
