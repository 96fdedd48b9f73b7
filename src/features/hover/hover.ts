import * as vscode from 'vscode';
import { parseToken } from '../../core/token/parse.ts';
import type { Config } from '../../platform/config.ts';
import type { AutoVerifier } from '../../services/autoVerifier.ts';
import type { CommittedFiles } from '../../services/committedFiles.ts';
import { documentContext } from '../../services/documentContext.ts';
import type { TokenHandles } from '../../services/tokenHandles.ts';
import type { TokenIndex } from '../../services/tokenIndex.ts';
import type { HoverOptions } from './hoverContents.ts';

export interface HoverDependencies {
  readonly config: Config;
  readonly tokenIndex: TokenIndex;
  readonly tokenHandles: TokenHandles;
  readonly autoVerifier: AutoVerifier;
  readonly committedFiles: CommittedFiles;
}

/** Explains the token under the mouse, in documents of any scheme and language. */
export function registerHover(deps: HoverDependencies): vscode.Disposable {
  const { config, tokenIndex, tokenHandles, autoVerifier, committedFiles } = deps;
  return vscode.languages.registerHoverProvider('*', {
    async provideHover(document, position) {
      const settings = config.get(document.uri);
      const token = settings.enabled && settings.hover.enabled ? tokenIndex.tokenAt(document, position) : undefined;
      if (token === undefined) {
        return undefined;
      }
      const context = documentContext(document, settings.diagnostics.contexts);
      const handle = tokenHandles.create({ text: token.text, uri: document.uri.toString(), start: token.start });
      // Where nothing automatic happens, nothing is verified either.
      const answer = context === 'off' ? undefined : autoVerifier.about(token.text, document.uri);
      const options: HoverOptions = {
        now: new Date(),
        leewaySeconds: answer?.profile.leewaySeconds ?? settings.clockToleranceSeconds,
        rules: settings.diagnostics.rules,
        context: context === 'off' ? 'live' : context,
        isCommitted: committedFiles.has(document.uri),
        ...(answer && { profile: answer.profile }),
      };
      // Loaded when first needed: most hovers are over no token.
      const { hoverContents } = await import('./hoverContents.ts');
      return new vscode.Hover(hoverContents(parseToken(token.text), answer, handle, options), token.range);
    },
  });
}
