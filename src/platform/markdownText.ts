import type { Severity } from '../core/text/finding.ts';
import { visible } from '../core/text/visible.ts';

/** ASCII that Markdown, its autolinks or VS Code's `$(icon)` syntax could read as anything but text. */
const significant = /[!#$&*+\-.:<=>@[\\\]^_`{|}~]|^ /g;

/**
 * Text that shows as itself wherever it stands in Markdown, in a table cell too. Characters nobody can see show as code
 * points.
 */
export function escapeMarkdown(text: string): string {
  return visible(text).replace(significant, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Text in the code font, character for character, in a table cell too. A backslash before a pipe has no spelling inside
 * a code span of a table, so text with a pipe or a backtick shows as escaped text instead. Only for Markdown without
 * `supportThemeIcons`.
 */
export function codeSpan(text: string): string {
  const shown = visible(text);
  if (/[`|]/.test(shown) || shown.trim() === '') return escapeMarkdown(text);
  return `\`${/^ .* $/.test(shown) ? ` ${shown} ` : shown}\``;
}

/** The text up to `limit` characters, whole code points, and how much was left out, in words. */
export function cut(text: string, limit: number): { readonly text: string; readonly note: string } {
  if (text.length <= limit) return { text, note: '' };
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
  return { text: text.slice(0, end), note: `… (${(text.length - end).toLocaleString('en')} more characters)` };
}

/** Longest value that a hover shows, in characters. */
export const longestHoverValue = 200;

/** A value in the code font, as much of it as a hover shows. */
export function cutSpan(value: string): string {
  const { text, note } = cut(value, longestHoverValue);
  return codeSpan(text) + note;
}

/** The theme icon in front of a finding. */
export const severityIcon: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'lightbulb',
};
