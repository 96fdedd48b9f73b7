import * as vscode from 'vscode';
import { inspect } from '../../core/rules/inspect.ts';
import { timeState } from '../../core/time.ts';
import { parseToken } from '../../core/token/parse.ts';
import type { Config } from '../../platform/config.ts';
import { actionsMarkdown, iconMarkdown, untrustedMarkdown } from '../../platform/markdown.ts';
import type { TokenHandles } from '../../services/tokenHandles.ts';
import type { IndexedToken, TokenIndex } from '../../services/tokenIndex.ts';
import { claimsText, verdictText } from './hoverText.ts';

export interface HoverDependencies {
  readonly config: Config;
  readonly tokenIndex: TokenIndex;
  readonly tokenHandles: TokenHandles;
}

/** Explains the token under the mouse, in documents of any scheme and language. */
export function registerHover({ config, tokenIndex, tokenHandles }: HoverDependencies): vscode.Disposable {
  return vscode.languages.registerHoverProvider('*', {
    provideHover(document, position) {
      const { enabled, hover, clockToleranceSeconds } = config.get(document.uri);
      const token = enabled && hover.enabled ? tokenIndex.tokenAt(document, position) : undefined;
      if (token === undefined) {
        return undefined;
      }
      const handle = tokenHandles.create({ text: token.text, uri: document.uri.toString(), start: token.start });
      return new vscode.Hover(contents(token, handle, clockToleranceSeconds), token.range);
    },
  });
}

function contents({ text }: IndexedToken, handle: string, leewaySeconds: number): vscode.MarkdownString[] {
  const now = new Date();
  const token = parseToken(text);
  const time = timeState(token.payload?.json, now, leewaySeconds);
  const findings = inspect(token, { now, leewaySeconds });
  return [
    iconMarkdown(verdictText(token, time, findings, now)),
    untrustedMarkdown(claimsText(token, now)),
    actionsMarkdown([
      {
        title: 'Open in Panel',
        tooltip: 'Everything about this token, and verification',
        command: 'jwtInspector.inspect',
        argument: { handle },
      },
      {
        title: 'Verify',
        tooltip: 'Check signature, time, issuer and audience',
        command: 'jwtInspector.verify',
        argument: { handle },
      },
      {
        title: 'Copy Payload',
        tooltip: 'Copy the decoded payload',
        command: 'jwtInspector.copyPayload',
        argument: { handle },
      },
      {
        title: 'Copy Redacted',
        tooltip: 'Copy the token without what makes it usable',
        command: 'jwtInspector.copyRedacted',
        argument: { handle },
      },
    ]),
  ];
}
