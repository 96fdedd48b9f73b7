import * as vscode from 'vscode';
import { setContextKey } from '../platform/contextKeys.ts';
import type { Config } from '../platform/config.ts';
import type { TokenIndex } from '../services/tokenIndex.ts';

/** Keeps the context key that shows the menu `JWT` in editors that hold a token. */
export function registerEditorContext({
  config,
  tokenIndex,
}: {
  readonly config: Config;
  readonly tokenIndex: TokenIndex;
}): vscode.Disposable {
  let shown = false;
  const update = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const hasToken = document !== undefined && config.get(document.uri).enabled && tokenIndex.count(document) > 0;
    if (hasToken !== shown) {
      shown = hasToken;
      setContextKey('jwtInspector:editorHasToken', hasToken);
    }
  };
  update();
  return vscode.Disposable.from(
    config.onDidChange(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    tokenIndex.onDidChange((document) => {
      if (document === vscode.window.activeTextEditor?.document) {
        update();
      }
    }),
  );
}
