import * as vscode from 'vscode';

/** Markdown that may hold hostile text: no command runs from it, no HTML, no icons. */
export function untrustedMarkdown(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString(text);
}

/**
 * Markdown of our own words, with `$(icon)`; anything else in it has to come through `escapeMarkdown`. No command runs
 * from it.
 */
export function iconMarkdown(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString(text, true);
}

/** One entry of a row of actions. The title is ours, and the target a `command:` URI. */
interface CommandLink {
  readonly title: string;
  readonly tooltip: string;
  readonly target: vscode.Uri;
}

/** A row of links that may run the commands they name, and no other. */
export function actionsMarkdown(links: readonly CommandLink[]): vscode.MarkdownString {
  const text = links.map(({ title, tooltip, target }) => `[${title}](${target.toString()} "${tooltip}")`);
  const markdown = new vscode.MarkdownString(text.join(' &nbsp;·&nbsp; '));
  markdown.isTrusted = { enabledCommands: links.map(({ target }) => target.path) };
  return markdown;
}
