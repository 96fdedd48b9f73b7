import * as vscode from 'vscode';
import type { Config } from '../../services/config.ts';
import type { Reports } from '../../services/verification/reports.ts';
import type { TokenHandles } from '../../services/tokens/tokenHandles.ts';
import type { TokenIndex } from '../../services/tokens/tokenIndex.ts';

export interface HoverDependencies {
  readonly config: Config;
  readonly tokenIndex: TokenIndex;
  readonly tokenHandles: TokenHandles;
  readonly reports: Reports;
}

/** Explains the token under the mouse, in documents of any scheme and language. */
export function registerHover({ config, tokenIndex, tokenHandles, reports }: HoverDependencies): vscode.Disposable {
  return vscode.languages.registerHoverProvider('*', {
    async provideHover(document, position) {
      const settings = config.get(document.uri);
      const token = settings.enabled && settings.hover.enabled ? tokenIndex.tokenAt(document, position) : undefined;
      if (token === undefined) return undefined;
      const now = new Date();
      const handle = tokenHandles.create({ text: token.text, uri: document.uri.toString(), start: token.start });
      const report = reports.on(token.parsed, document, token, now);
      // Loaded when first needed: most hovers are over no token.
      const { hoverContents } = await import('./hoverContents.ts');
      return new vscode.Hover(hoverContents(report, handle, now), token.range);
    },
  });
}
