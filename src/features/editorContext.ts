import * as vscode from 'vscode';
import { setContextKey } from '../services/contextKeys.ts';
import type { Config } from '../services/config.ts';
import type { TokenIndex } from '../services/tokens/tokenIndex.ts';

/** After the last keystroke, in milliseconds: a menu is not opened while a person types. */
const typingPause = 300;

/** Keeps the context key that shows the menu `JWT` in editors that hold a token. */
export function registerEditorContext({
  config,
  tokenIndex,
}: {
  readonly config: Config;
  readonly tokenIndex: TokenIndex;
}): vscode.Disposable {
  let shown = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const update = (): void => {
    clearTimeout(timer);
    const document = vscode.window.activeTextEditor?.document;
    const hasToken = document !== undefined && config.get(document.uri).enabled && tokenIndex.hasToken(document);
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
        clearTimeout(timer);
        timer = setTimeout(update, typingPause);
      }
    }),
    new vscode.Disposable(() => {
      clearTimeout(timer);
    }),
  );
}
