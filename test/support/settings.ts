import * as vscode from 'vscode';

const touched = new Map<string, Set<vscode.ConfigurationTarget>>();

/** Sets a setting of ours; {@link resetSettings} takes it back. */
export async function updateSetting(key: string, value: unknown, target: vscode.ConfigurationTarget): Promise<void> {
  touched.set(key, (touched.get(key) ?? new Set()).add(target));
  await vscode.workspace.getConfiguration('jwtInspector').update(key, value, target);
}

export async function resetSettings(): Promise<void> {
  for (const [key, targets] of touched) {
    for (const target of targets)
      await vscode.workspace.getConfiguration('jwtInspector').update(key, undefined, target);
  }
  touched.clear();
}
