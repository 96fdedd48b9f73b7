import * as vscode from 'vscode';
import { allFindings } from '../../core/rules/allFindings.ts';
import type { InspectOptions } from '../../core/rules/inspect.ts';
import { timeState } from '../../core/time.ts';
import { parseToken } from '../../core/token/parse.ts';
import type { ParsedToken } from '../../core/token/token.ts';
import type { Config } from '../../platform/config.ts';
import { actionsMarkdown, iconMarkdown, untrustedMarkdown } from '../../platform/markdown.ts';
import type { AutoAnswer, AutoVerifier } from '../../services/autoVerifier.ts';
import { documentContext } from '../../services/documentContext.ts';
import type { TokenHandles } from '../../services/tokenHandles.ts';
import type { TokenIndex } from '../../services/tokenIndex.ts';
import { claimsText, verdictText } from './hoverText.ts';

export interface HoverDependencies {
  readonly config: Config;
  readonly tokenIndex: TokenIndex;
  readonly tokenHandles: TokenHandles;
  readonly autoVerifier: AutoVerifier;
}

/** Explains the token under the mouse, in documents of any scheme and language. */
export function registerHover(deps: HoverDependencies): vscode.Disposable {
  const { config, tokenIndex, tokenHandles, autoVerifier } = deps;
  return vscode.languages.registerHoverProvider('*', {
    provideHover(document, position) {
      const settings = config.get(document.uri);
      const token = settings.enabled && settings.hover.enabled ? tokenIndex.tokenAt(document, position) : undefined;
      if (token === undefined) {
        return undefined;
      }
      const context = documentContext(document, settings.diagnostics.contexts);
      const handle = tokenHandles.create({ text: token.text, uri: document.uri.toString(), start: token.start });
      // Where nothing automatic happens, nothing is verified either.
      const answer = context === 'off' ? undefined : autoVerifier.about(token.text, document.uri);
      const options: Options = {
        now: new Date(),
        leewaySeconds: answer?.profile.leewaySeconds ?? settings.clockToleranceSeconds,
        rules: settings.diagnostics.rules,
        context: context === 'off' ? 'live' : context,
        ...(answer && { profile: answer.profile }),
      };
      return new vscode.Hover(contents(parseToken(token.text), answer, handle, options), token.range);
    },
  });
}

type Options = InspectOptions & Required<Pick<InspectOptions, 'now' | 'leewaySeconds'>>;

/** The verdict first, then what can be done, then the details. Only the actions may run commands. */
function contents(
  token: ParsedToken,
  answer: AutoAnswer | undefined,
  handle: string,
  options: Options,
): vscode.MarkdownString[] {
  const { now, leewaySeconds } = options;
  const time = timeState(token.payload?.json, now, leewaySeconds);
  const findings = allFindings(token, options, answer?.outcome?.verification.findings);
  return [
    iconMarkdown(verdictText({ token, time, findings, answer }, now)),
    actionsMarkdown(actions.map((action) => ({ ...action, argument: { handle } }))),
    untrustedMarkdown(claimsText(token, now)),
  ];
}

const actions = [
  {
    title: 'Open in Panel',
    tooltip: 'Everything about this token, and verification with keys of your choice',
    command: 'jwtInspector.inspect',
  },
  { title: 'Verify', tooltip: 'Check signature, time, issuer and audience', command: 'jwtInspector.verify' },
  { title: 'Edit', tooltip: 'Change header and claims, and sign again', command: 'jwtInspector.edit' },
  { title: 'Copy Payload', tooltip: 'Copy the decoded payload', command: 'jwtInspector.copyPayload' },
  {
    title: 'Copy Redacted',
    tooltip: 'Copy the token without values and signature',
    command: 'jwtInspector.copyRedacted',
  },
] as const;
