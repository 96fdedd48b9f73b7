import type { MarkdownString } from 'vscode';
import type { Report } from '../../core/report/report.ts';
import { actionsMarkdown, iconMarkdown, untrustedMarkdown } from '../../platform/markdown.ts';
import { commandUri } from '../../services/commands.ts';
import { claimsText, verdictText } from './hoverText.ts';

/** The verdict first, then what can be done, then the details. Only the actions may run commands. */
export function hoverContents(report: Report, handle: string, now: Date): MarkdownString[] {
  return [
    iconMarkdown(verdictText(report, now)),
    actionsMarkdown(actions.map(({ command, ...words }) => ({ ...words, target: commandUri(command, { handle }) }))),
    untrustedMarkdown(claimsText(report, now)),
  ];
}

const actions = [
  {
    title: 'Open in Panel',
    tooltip: 'Show everything about this token, and verify it with keys of your choice',
    command: 'jwtInspector.inspect',
  },
  { title: 'Verify', tooltip: 'Check the signature, times, issuer, and audience', command: 'jwtInspector.verify' },
  { title: 'Edit', tooltip: 'Change the header and claims, and sign again', command: 'jwtInspector.edit' },
  { title: 'Copy Payload', tooltip: 'Copy the decoded payload', command: 'jwtInspector.copyPayload' },
  {
    title: 'Copy Redacted',
    tooltip: 'Copy the token without its values and signature',
    command: 'jwtInspector.copyRedacted',
  },
] as const;
