import * as vscode from 'vscode';
import type { ConfiguredIssuer, IssuerEntry } from '../../core/issuers/issuerSettings.ts';
import { parseSettings } from '../../core/settings/settings.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { inert } from '../../core/text/visible.ts';

/** A configured issuer together with what the place of its setting decides. */
export interface SourcedIssuer {
  /** The same after a restart, as long as the issuer keeps its name. */
  readonly id: string;
  readonly profile: ConfiguredIssuer;
  /** The folder that holds the setting, against which its paths resolve. A user's setting has none. */
  readonly base?: vscode.Uri;
  readonly target: vscode.ConfigurationTarget;
}

/**
 * The issuers of `jwtInspector.issuers` from user, workspace and folder settings side by side, where plain VS Code
 * settings would let the narrowest list replace the others: a workspace adds issuers to the user's. In Restricted Mode
 * those of the workspace do not exist.
 */
export class Issuers implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  readonly #log: vscode.LogOutputChannel;
  #read: IssuerSettings | undefined;

  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
    const renew = (): void => {
      this.#read = undefined;
      this.#changed.fire();
    };
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('jwtInspector.issuers')) renew();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(renew),
      vscode.workspace.onDidChangeWorkspaceFolders(renew),
    );
  }

  /** The user's first, then the workspace's. */
  all(): readonly SourcedIssuer[] {
    return this.#settings().issuers;
  }

  /** A sentence for each entry that cannot be used. */
  problems(): readonly string[] {
    return this.#settings().problems;
  }

  /**
   * Adds an entry to the settings of the user or the workspace, or says in a sentence why it would not be used there.
   */
  async add(entry: IssuerEntry, origin: ConfiguredIssuer['origin']): Promise<string | undefined> {
    const { globalValue: user, workspaceValue: workspace } = inspectSetting();
    const present = (origin === 'user' ? user : workspace) ?? [];
    if (!Array.isArray(present)) return 'The setting jwtInspector.issuers is not a list. Fix it first.';
    const list: readonly unknown[] = [...(present as readonly unknown[]), entry];
    const parse = (own: unknown): Settings =>
      parseSettings(origin === 'user' ? { issuers: own } : { issuers: user, workspaceIssuers: own });
    const parsed = parse(list);
    if (parsed.issuers.length === parse(present).issuers.length) return parsed.problems.at(-1)?.message;
    const { Global, Workspace } = vscode.ConfigurationTarget;
    await configuration().update('issuers', list, origin === 'user' ? Global : Workspace);
    return undefined;
  }

  /** Takes an issuer's entry out of the settings that hold it. */
  async remove({ profile, target, base }: SourcedIssuer): Promise<void> {
    const scope = target === vscode.ConfigurationTarget.WorkspaceFolder ? base : undefined;
    const { globalValue, workspaceValue, workspaceFolderValue } = inspectSetting(scope);
    const { Global, Workspace } = vscode.ConfigurationTarget;
    const raw = target === Global ? globalValue : target === Workspace ? workspaceValue : workspaceFolderValue;
    const list = Array.isArray(raw) ? (raw as readonly unknown[]) : [];
    const at = list.findIndex(
      (entry) => typeof entry === 'object' && entry !== null && 'name' in entry && entry.name === profile.name,
    );
    if (at !== -1) await configuration(scope).update('issuers', list.toSpliced(at, 1), target);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #settings(): IssuerSettings {
    if (this.#read === undefined) {
      this.#read = readIssuers();
      for (const problem of this.#read.problems) this.#log.warn(inert(`Setting jwtInspector.issuers: ${problem}`));
    }
    return this.#read;
  }
}

interface IssuerSettings {
  readonly issuers: readonly SourcedIssuer[];
  readonly problems: readonly string[];
}

/** A workspace setting, and the folder it lies in. `folder` sets apart the folders of a multi-root workspace. */
interface SettingPlace {
  readonly raw: unknown;
  readonly base: vscode.Uri | undefined;
  readonly target: vscode.ConfigurationTarget;
  readonly folder?: string;
}

function readIssuers(): IssuerSettings {
  const raw = inspectSetting().globalValue;
  const user = parseSettings({ issuers: raw });
  const problems = user.problems.map(({ message }) => message);
  const issuers: SourcedIssuer[] = user.issuers.map((profile) => ({
    id: `issuer/${profile.name}`,
    profile,
    target: vscode.ConfigurationTarget.Global,
  }));
  for (const place of workspacePlaces()) {
    // The user's are parsed with each place, since they decide which of the workspace's count.
    const parsed = parseSettings({ issuers: raw, workspaceIssuers: place.raw });
    for (const { message } of parsed.problems) problems.push(message);
    for (const profile of parsed.issuers.filter(({ origin }) => origin === 'workspace')) {
      const id = ['issuer', ...(place.folder === undefined ? [] : [place.folder]), profile.name].join('/');
      issuers.push({ id, profile, target: place.target, ...(place.base !== undefined && { base: place.base }) });
    }
  }
  return { issuers, problems: [...new Set(problems)] };
}

/** Empty in Restricted Mode: what an untrusted workspace says about issuers is not even looked at. */
function workspacePlaces(): readonly SettingPlace[] {
  const { isTrusted, workspaceFile, workspaceFolders = [] } = vscode.workspace;
  if (!isTrusted) return [];
  const raw = inspectSetting().workspaceValue;
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  if (workspaceFile === undefined) return [{ raw, base: workspaceFolders[0]?.uri, target: Workspace }];
  const base = workspaceFile.scheme === 'file' ? vscode.Uri.joinPath(workspaceFile, '..') : undefined;
  return [
    { raw, base, target: Workspace },
    ...workspaceFolders.map(({ uri, name }) => ({
      raw: inspectSetting(uri).workspaceFolderValue,
      base: uri,
      folder: name,
      target: WorkspaceFolder,
    })),
  ];
}

function inspectSetting(scope?: vscode.Uri): {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
} {
  return configuration(scope).inspect('issuers') ?? {};
}

function configuration(scope?: vscode.Uri): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('jwtInspector', scope);
}
