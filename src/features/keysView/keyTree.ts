import * as vscode from 'vscode';
import type { ConfiguredIssuer } from '../../core/issuers/issuerSettings.ts';
import type { Config } from '../../services/config.ts';
import type { EnvironmentKeys } from '../../services/issuers/environmentKeys.ts';
import type { IssuerKeys } from '../../services/issuers/issuerKeys.ts';
import type { Issuers, SourcedIssuer } from '../../services/issuers/issuers.ts';
import type { KeyStore, StoredKey } from '../../services/keys/keyStore.ts';
import { IssuerStatuses } from './issuerStatuses.ts';
import type { IssuerStatus } from './issuerStatuses.ts';
import { issuerDetails, issuerRow, keyRow, problemRow, risksOf, spokenRow, storedKeyRow } from './keyRows.ts';
import type { KeyRow } from './keyRows.ts';

export interface KeyTreeDependencies {
  readonly issuers: Issuers;
  readonly issuerKeys: IssuerKeys;
  readonly keyStore: KeyStore;
  readonly config: Pick<Config, 'get'>;
  readonly environmentKeys: Pick<EnvironmentKeys, 'shared'>;
}

/**
 * A node of the tree. Commands of its menu get it as their argument: `issuer` and `storedKey` are how they know what is
 * meant.
 */
export type Node =
  | { readonly kind: 'group'; readonly group: 'issuers' | 'storedKeys' }
  | { readonly kind: 'issuer'; readonly issuer: SourcedIssuer }
  | { readonly kind: 'storedKey'; readonly storedKey: StoredKey }
  | { readonly kind: 'settingProblem'; readonly row: KeyRow }
  | { readonly kind: 'row'; readonly row: KeyRow };

const groupLabels = { issuers: 'Issuers', storedKeys: 'Stored Keys' };

/** The rows of the view. Groups that are empty are left out, so that an empty view shows its welcome. */
export class KeyTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly statuses: IssuerStatuses;
  readonly #deps: KeyTreeDependencies;
  readonly #changed = new vscode.EventEmitter<void>();

  readonly onDidChangeTreeData: vscode.Event<void> = this.#changed.event;

  constructor(deps: KeyTreeDependencies) {
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

  /** Shows what is known again. */
  redraw(): void {
    this.#changed.fire();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    switch (node.kind) {
      case 'group':
        return Object.assign(new vscode.TreeItem(groupLabels[node.group], Expanded), { id: node.group });
      case 'issuer': {
        const { id, profile } = node.issuer;
        const status = this.statuses.of(node.issuer);
        const row = issuerRow(profile, status && this.#withRisks(profile, status));
        return Object.assign(itemOf(row, Collapsed), { id, contextValue: 'issuer' });
      }
      case 'storedKey': {
        const { name, kind } = node.storedKey;
        const item = itemOf(storedKeyRow(node.storedKey), kind === 'secret' ? None : Collapsed);
        return Object.assign(item, { id: `stored/${name}`, contextValue: 'storedKey' });
      }
      case 'settingProblem': {
        const command = { title: 'Open setting', command: 'workbench.action.openSettings' };
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
        return issuerDetails(profile, this.#withRisks(profile, status)).map(rowNode);
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

  /** Problems of the issuer's settings that the Problems panel lists are shown here too. */
  #withRisks(profile: ConfiguredIssuer, status: IssuerStatus): IssuerStatus {
    const { config, environmentKeys } = this.#deps;
    const { rules } = config.get().diagnostics;
    const risks = risksOf(profile, environmentKeys.shared()).filter(({ ruleId }) => rules.get(ruleId) !== 'off');
    return { ...status, problems: [...status.problems, ...risks.map(({ message }) => message)] };
  }

  async #contents({ name }: StoredKey): Promise<Node[]> {
    const stored = await this.#deps.keyStore.get(name);
    if (!stored.ok) return [rowNode(problemRow(stored.problem))];
    const { summarizeKeys } = await import('../../core/keys/keySummary.ts');
    const { keys, problems } = await summarizeKeys([stored.key]);
    return [...problems.map(problemRow), ...keys.map(keyRow)].map(rowNode);
  }
}

function rowNode(row: KeyRow): Node {
  return { kind: 'row', row };
}

function itemOf(row: KeyRow, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const { label, description, tooltip, icon } = row;
  const spoken = spokenRow(row);
  return Object.assign(new vscode.TreeItem(label, state), {
    iconPath: new vscode.ThemeIcon(icon),
    ...(description !== undefined && { description }),
    ...(tooltip !== undefined && { tooltip }),
    ...(spoken !== undefined && { accessibilityInformation: { label: spoken } }),
  });
}
