import * as vscode from 'vscode';
import type { ConfiguredIssuer } from '../core/issuerSettings.ts';
import { parseSettings } from '../core/settings.ts';

/** A configured issuer together with what the place of its setting decides. */
export interface SourcedIssuer {
  /** The same after a restart, as long as the issuer keeps its name. */
  readonly id: string;
  readonly profile: ConfiguredIssuer;
  /** The folder that holds the setting, against which its paths resolve. A user's setting has none. */
  readonly base?: vscode.Uri;
}

/**
 * The issuers of `jwtInspector.issuers` from user, workspace and folder settings side by side, where plain VS Code settings would let the
 * narrowest list replace the others: a workspace adds issuers to the user's. In Restricted Mode those of the workspace do not exist.
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

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #settings(): IssuerSettings {
    if (this.#read === undefined) {
      this.#read = readIssuers();
      for (const problem of this.#read.problems) this.#log.warn(`Setting jwtInspector.issuers: ${problem}`);
    }
    return this.#read;
  }
}

interface IssuerSettings {
  readonly issuers: readonly SourcedIssuer[];
  readonly problems: readonly string[];
}

/** A workspace setting, and the folder it lies in. `folder` sets apart the folders of a multi-root workspace. */
interface Place {
  readonly raw: unknown;
  readonly base: vscode.Uri | undefined;
  readonly folder?: string;
}

function readIssuers(): IssuerSettings {
  const raw = inspect().globalValue;
  const user = parseSettings({ issuers: raw });
  const problems = user.problems.map(({ message }) => message);
  const issuers: SourcedIssuer[] = user.issuers.map((profile) => ({ id: `issuer/${profile.name}`, profile }));
  for (const place of workspacePlaces()) {
    // The user's are parsed with each place, since they decide which of the workspace's count.
    const parsed = parseSettings({ issuers: raw, workspaceIssuers: place.raw });
    problems.push(...parsed.problems.map(({ message }) => message));
    for (const profile of parsed.issuers.filter(({ origin }) => origin === 'workspace')) {
      const id = ['issuer', ...(place.folder === undefined ? [] : [place.folder]), profile.name].join('/');
      issuers.push({ id, profile, ...(place.base !== undefined && { base: place.base }) });
    }
  }
  return { issuers, problems: [...new Set(problems)] };
}

/** Empty in Restricted Mode: what an untrusted workspace says about issuers is not even looked at. */
function workspacePlaces(): readonly Place[] {
  const { isTrusted, workspaceFile, workspaceFolders = [] } = vscode.workspace;
  if (!isTrusted) return [];
  const raw = inspect().workspaceValue;
  if (workspaceFile === undefined) return [{ raw, base: workspaceFolders[0]?.uri }];
  return [
    { raw, base: workspaceFile.scheme === 'file' ? vscode.Uri.joinPath(workspaceFile, '..') : undefined },
    ...workspaceFolders.map(({ uri, name }) => ({ raw: inspect(uri).workspaceFolderValue, base: uri, folder: name })),
  ];
}

function inspect(scope?: vscode.Uri): {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
} {
  return vscode.workspace.getConfiguration('jwtInspector', scope).inspect('issuers') ?? {};
}
