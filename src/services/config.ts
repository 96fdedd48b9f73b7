import * as vscode from 'vscode';
import { parseSettings } from '../core/settings/settings.ts';
import type { Settings } from '../core/settings/settings.ts';
import { inert } from '../core/text/visible.ts';

const settingsSection = 'jwtInspector';

/**
 * The settings of features. Issuers and approved origins are not among them: for those it matters who wrote them
 * (services/issuers, approvals).
 */
export type FeatureSettings = Omit<Settings, 'issuers' | 'allowedOrigins' | 'problems'>;

/** The settings of this extension, read anew when they change, validated and clamped by core. */
export class Config implements vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  /** By workspace folder: folders may differ in the settings of diagnostics. */
  readonly #cache = new Map<string, FeatureSettings>();

  /** Fires when any setting of ours has changed, for any folder. */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
    const renew = (): void => {
      this.#cache.clear();
      this.#changed.fire();
    };
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settingsSection)) renew();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(renew),
    );
  }

  /** What holds for a resource, or for the window. */
  get(resource?: vscode.Uri): FeatureSettings {
    const folder = resource === undefined ? undefined : vscode.workspace.getWorkspaceFolder(resource)?.uri;
    const key = folder?.toString() ?? '';
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const raw = vscode.workspace.getConfiguration(settingsSection, folder ?? null);
    const {
      problems,
      issuers: _issuers,
      allowedOrigins: _allowedOrigins,
      ...settings
    } = parseSettings({
      enabled: raw.get('enabled'),
      clockTolerance: raw.get('clockTolerance'),
      'diagnostics.enabled': raw.get('diagnostics.enabled'),
      'diagnostics.codeRules': raw.get('diagnostics.codeRules'),
      'diagnostics.settingsRules': raw.get('diagnostics.settingsRules'),
      'diagnostics.rules': raw.get('diagnostics.rules'),
      'diagnostics.contexts': raw.get('diagnostics.contexts'),
      'hover.enabled': raw.get('hover.enabled'),
      'inlayHints.enabled': raw.get('inlayHints.enabled'),
      ignore: everyScope(raw.inspect('ignore')),
    });
    for (const problem of problems)
      this.#log.warn(inert(`Setting ${settingsSection}.${problem.key}: ${problem.message}`));
    this.#cache.set(key, settings);
    return settings;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

/**
 * The entries of a list at every scope. `get` knows only those of the narrowest; a value that is no list is left for
 * core to complain of.
 */
function everyScope(setting: ReturnType<vscode.WorkspaceConfiguration['inspect']>): unknown {
  // `inspect` is told of what a workspace says even where `get` is not.
  const ofWorkspace = vscode.workspace.isTrusted ? [setting?.workspaceValue, setting?.workspaceFolderValue] : [];
  const values = [setting?.globalValue, ...ofWorkspace];
  return (
    values.find((value) => value !== undefined && !Array.isArray(value)) ??
    values.flat().filter((entry) => entry !== undefined)
  );
}
