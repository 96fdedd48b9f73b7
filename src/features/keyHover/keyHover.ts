import * as vscode from 'vscode';
import type { Config } from '../../services/config.ts';
import type { TokenIndex } from '../../services/tokens/tokenIndex.ts';

export interface KeyHoverDependencies {
  readonly config: Config;
  readonly tokenIndex: Pick<TokenIndex, 'placesIn'>;
}

/** Explains the key under the mouse: a JWK, a PEM block, a secret in a `.env` file. Nothing is written or sent. */
export function registerKeyHover({ config, tokenIndex }: KeyHoverDependencies): vscode.Disposable {
  return vscode.languages.registerHoverProvider('*', {
    async provideHover(document, position) {
      const settings = config.get(document.uri);
      if (!settings.enabled || !settings.hover.enabled) return undefined;
      // Loaded when the mouse first rests somewhere.
      const { keyHover } = await import('./keyHoverContents.ts');
      return keyHover(document, position, settings.diagnostics, tokenIndex.placesIn(document));
    },
  });
}
