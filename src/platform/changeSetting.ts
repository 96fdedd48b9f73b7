import * as vscode from 'vscode';

/**
 * Changes a setting of ours where the user works: in the workspace if there is one, else for the user. What is there
 * may be anything.
 */
export async function changeSetting(key: string, change: (current: unknown) => unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('jwtInspector');
  const setting = configuration.inspect(key);
  await (vscode.workspace.workspaceFolders === undefined
    ? configuration.update(key, change(setting?.globalValue), vscode.ConfigurationTarget.Global)
    : configuration.update(key, change(setting?.workspaceValue), vscode.ConfigurationTarget.Workspace));
}
