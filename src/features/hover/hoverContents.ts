import type { MarkdownString } from 'vscode';
import { allFindings } from '../../core/rules/allFindings.ts';
import type { InspectOptions } from '../../core/rules/inspect.ts';
import { timeState } from '../../core/time.ts';
import { levelsOf } from '../../core/token/nested.ts';
import type { ParsedToken } from '../../core/token/token.ts';
import { actionsMarkdown, iconMarkdown, untrustedMarkdown } from '../../platform/markdown.ts';
import type { AutoAnswer } from '../../services/autoVerifier.ts';
import { claimsText, verdictText } from './hoverText.ts';

export type HoverOptions = InspectOptions & Required<Pick<InspectOptions, 'now' | 'leewaySeconds'>>;

/** The verdict first, then what can be done, then the details. Only the actions may run commands. */
export function hoverContents(
  token: ParsedToken,
  answer: AutoAnswer | undefined,
  handle: string,
  options: HoverOptions,
): MarkdownString[] {
  const { now, leewaySeconds } = options;
  // The claims of a nested token are those of the innermost (RFC 7519 §7.2).
  const time = timeState(levelsOf(token).at(-1)?.payload?.json, now, leewaySeconds);
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
