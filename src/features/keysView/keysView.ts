import * as vscode from 'vscode';
import type { Config } from '../../services/config.ts';
import type { EnvironmentKeys } from '../../services/issuers/environmentKeys.ts';
import { registerIssuerCommands } from './issuerCommands.ts';
import { KeyTree } from './keyTree.ts';
import type { KeyTreeDependencies } from './keyTree.ts';

export interface KeysViewDependencies extends KeyTreeDependencies {
  /** Fires when a server has answered, or failed to. */
  readonly onDidFetch: vscode.Event<void>;
  readonly config: Config;
  readonly environmentKeys: EnvironmentKeys;
}

/** The view *Issuers and Keys*: what is trusted, where its keys come from, and their state. */
export function registerKeysView(deps: KeysViewDependencies): vscode.Disposable {
  const tree = new KeyTree(deps);
  const view = vscode.window.createTreeView('jwtInspector.keys', { treeDataProvider: tree });
  const { isTrusted } = vscode.workspace;
  view.message = isTrusted ? '' : 'Restricted Mode: issuers in the workspace are not used, and nothing is fetched.';
  const renew = (): void => {
    tree.renew();
  };
  const redraw = (): void => {
    tree.redraw();
  };
  return vscode.Disposable.from(
    view,
    tree,
    deps.issuers.onDidChange(renew),
    deps.issuerKeys.onDidChange(renew),
    deps.keyStore.onDidChange(renew),
    deps.onDidFetch(renew),
    deps.config.onDidChange(redraw),
    deps.environmentKeys.onDidChange(redraw),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      view.message = '';
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('jwtInspector.network.allowedOrigins')) renew();
    }),
    registerIssuerCommands({ issuers: deps.issuers, statuses: tree.statuses }),
  );
}
