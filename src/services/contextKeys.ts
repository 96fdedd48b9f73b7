import * as vscode from 'vscode';

/** The keys that `when` clauses of package.json may use, and what each holds. */
export interface ContextKeys {
  /** The active editor's document holds at least one token. */
  'jwtInspector:editorHasToken': boolean;
}

/** Sets a context key. */
export function setContextKey<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
