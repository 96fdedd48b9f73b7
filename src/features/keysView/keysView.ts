import * as vscode from 'vscode';
import type { IssuerKeys } from '../../services/issuerKeys.ts';
import type { Issuers, SourcedIssuer } from '../../services/issuers.ts';
import type { KeyStore, StoredKey } from '../../services/keyStore.ts';
import { registerIssuerCommands } from './issuerCommands.ts';
import { IssuerStatuses } from './issuerStatuses.ts';
import { issuerDetails, issuerRow, keyRow, problemRow, storedKeyRow } from './keyTree.ts';
import type { Row } from './keyTree.ts';

export interface KeysViewDependencies {
  readonly issuers: Issuers;
  readonly issuerKeys: IssuerKeys;
  readonly keyStore: KeyStore;
  /** Fires when a server has answered, or failed to. */
  readonly onDidFetch: vscode.Event<void>;
}

/** A node of the tree. Commands of its menu get it as their argument: `issuer` and `storedKey` are how they know what is meant. */
type Node =
  | { readonly kind: 'group'; readonly group: 'issuers' | 'storedKeys' }
  | { readonly kind: 'issuer'; readonly issuer: SourcedIssuer }
  | { readonly kind: 'storedKey'; readonly storedKey: StoredKey }
  | { readonly kind: 'settingProblem'; readonly row: Row }
  | { readonly kind: 'row'; readonly row: Row };

const groupLabels = { issuers: 'Issuers', storedKeys: 'Stored Keys' };

/** The view *Issuers and Keys*: what is trusted, where its keys come from and how they fare. */
export function registerKeysView(deps: KeysViewDependencies): vscode.Disposable {
  const tree = new KeyTree(deps);
  const view = vscode.window.createTreeView('jwtInspector.keys', { treeDataProvider: tree });
  const renew = (): void => {
    tree.renew();
    view.message = vscode.workspace.isTrusted
      ? ''
      : 'Restricted Mode: the issuers of the workspace are not used, and nothing is fetched.';
  };
  renew();
  return vscode.Disposable.from(
    view,
    tree,
    deps.issuers.onDidChange(renew),
    deps.keyStore.onDidChange(renew),
    deps.onDidFetch(renew),
    vscode.workspace.onDidGrantWorkspaceTrust(renew),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('jwtInspector.network.allowedOrigins')) renew();
    }),
    registerIssuerCommands({ issuers: deps.issuers, statuses: tree.statuses }),
  );
}

/** The rows of the view. Groups that are empty are left out, so that an empty view shows its welcome. */
class KeyTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly statuses: IssuerStatuses;
  readonly #deps: KeysViewDependencies;
  readonly #changed = new vscode.EventEmitter<void>();

  readonly onDidChangeTreeData: vscode.Event<void> = this.#changed.event;

  constructor(deps: KeysViewDependencies) {
    this.#deps = deps;
    this.statuses = new IssuerStatuses(deps.issuerKeys, () => {
      this.#changed.fire();
    });
  }

  renew(): void {
    this.statuses.outdate();
    this.statuses.keepOnly(this.#deps.issuers.all().map(({ id }) => id));
    this.#changed.fire();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    switch (node.kind) {
      case 'group':
        return Object.assign(new vscode.TreeItem(groupLabels[node.group], Expanded), { id: node.group });
      case 'issuer': {
        const { id, profile } = node.issuer;
        const row = issuerRow(profile, this.statuses.of(node.issuer));
        return Object.assign(itemOf(row, Collapsed), { id, contextValue: 'issuer' });
      }
      case 'storedKey': {
        const { name, kind } = node.storedKey;
        const item = itemOf(storedKeyRow(node.storedKey), kind === 'secret' ? None : Collapsed);
        return Object.assign(item, { id: `stored/${name}`, contextValue: 'storedKey' });
      }
      case 'settingProblem': {
        const command = { title: 'Open the setting', command: 'workbench.action.openSettings' };
        return Object.assign(itemOf(node.row, None), {
          command: { ...command, arguments: ['jwtInspector.issuers'] },
        });
      }
      case 'row':
        return itemOf(node.row, None);
    }
  }

  async getChildren(node?: Node): Promise<Node[]> {
    switch (node?.kind) {
      case undefined:
        return (['issuers', 'storedKeys'] as const)
          .filter((group) => this.#members(group).length > 0)
          .map((group) => ({ kind: 'group', group }));
      case 'group':
        return this.#members(node.group);
      case 'issuer': {
        const { profile } = node.issuer;
        const status = this.statuses.of(node.issuer) ?? (await this.statuses.look(node.issuer, { interactive: false }));
        return issuerDetails(profile, status).map(rowNode);
      }
      case 'storedKey':
        return this.#contents(node.storedKey);
      case 'settingProblem':
      case 'row':
        return [];
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #members(group: 'issuers' | 'storedKeys'): Node[] {
    const { issuers, keyStore } = this.#deps;
    if (group === 'storedKeys') return keyStore.list().map((storedKey) => ({ kind: 'storedKey', storedKey }));
    return [
      ...issuers.problems().map((problem): Node => ({ kind: 'settingProblem', row: problemRow(problem) })),
      ...issuers.all().map((issuer): Node => ({ kind: 'issuer', issuer })),
    ];
  }

  async #contents({ name }: StoredKey): Promise<Node[]> {
    const stored = await this.#deps.keyStore.get(name);
    if (!stored.ok) return [rowNode(problemRow(stored.problem))];
    const { summarizeKeys } = await import('../../core/keys/keySummary.ts');
    const { keys, problems } = await summarizeKeys([stored.key]);
    return [...problems.map(problemRow), ...keys.map(keyRow)].map(rowNode);
  }
}

function rowNode(row: Row): Node {
  return { kind: 'row', row };
}

function itemOf({ label, description, tooltip, icon }: Row, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(label, state), {
    iconPath: new vscode.ThemeIcon(icon),
    ...(description !== undefined && { description }),
    ...(tooltip !== undefined && { tooltip }),
  });
}
