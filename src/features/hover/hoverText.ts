import { algorithm } from '../../core/facts/algorithms.ts';
import { describeClaim } from '../../core/facts/claims.ts';
import { describeHeader } from '../../core/facts/headerParameters.ts';
import { guessTokenType } from '../../core/token/tokenType.ts';
import type { Finding } from '../../core/text/finding.ts';
import { read } from '../../core/text/sentence.ts';
import { localTime, relativeTime } from '../../core/text/time.ts';
import { disclose } from '../../core/token/disclosures.ts';
import type { JsonMember, JsonNode } from '../../core/text/json.ts';
import { nestedIn } from '../../core/token/nested.ts';
import { printJson } from '../../core/text/printJson.ts';
import type { Token, TextPart } from '../../core/token/token.ts';
import { notesOn } from '../../core/report/report.ts';
import type { Report } from '../../core/report/report.ts';
import { titleOf } from '../../core/report/verdict.ts';
import type { Tone } from '../../core/report/verdict.ts';
import { cut, cutSpan, escapeMarkdown, longestHoverValue, severityIcon } from '../../platform/markdownText.ts';

const maximumMembers = 50;

/** The icon and the words a hover begins with, and what is wrong with the token. Markdown with theme icons. */
export function verdictText(report: Report, now: Date): string {
  const { token, verdict, findings } = report;
  const isLocked = token.kind === 'jwe' || token.kind === 'jwe-json';
  const facts = [token.alg, typeLabel(token)].filter((fact) => fact !== undefined);
  const title = `$(${isLocked ? 'lock' : toneIcons[verdict.tone]}) **${escapeMarkdown(read(titleOf(verdict), now))}**`;
  return [
    [title, ...facts.map((fact) => escapeMarkdown(cutText(fact)))].join(' · '),
    ...basisText(report),
    ...findings.map(findingText),
  ].join('\n\n');
}

/**
 * Claims and header as one table, below what has to be known to read it. Markdown without theme icons: nothing in it
 * comes from anybody but the token's author and us.
 */
export function claimsText({ token, notes }: Pick<Report, 'token' | 'notes'>, now: Date): string {
  const { payload, header } = token;
  const nested = nestedIn(token);
  const disclosed = disclose(token);
  const rows = [
    ...(nested ? [] : partRows('claim', payload, (member, whole) => claimRow(member, whole, now))),
    ...token.disclosures.map((disclosure, index) =>
      disclosureRow(disclosure, index, disclosed?.places.get(disclosure)),
    ),
    ...partRows('header', header, headerRow),
  ];
  const [heading = ['', '', ''], ...others] = rows;
  const table = [heading, ['---', '---', '---'], ...others].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return [
    ...notes.map(escapeMarkdown),
    table,
    ...(nested ? ['**Inner token**', claimsText({ token: nested.token, notes: notesOn(nested.token, []) }, now)] : []),
  ].join('\n\n');
}

const toneIcons: Readonly<Record<Tone, string>> = {
  good: 'verified-filled',
  bad: 'error',
  caution: 'warning',
  neutral: 'unverified',
};

/** What the verdict rests on, if it leaves questions and no finding answers them. */
function basisText({ verdict, basis, problem, pending, findings }: Report): readonly string[] {
  if (pending !== undefined) return [`$(sync) ${escapeMarkdown(cutText(pending))} Hover again in a moment.`];
  const said = new Set(findings.map(({ message }) => message));
  // If there are several signatures, each of them is described, whatever the verdict.
  const isClear = verdict.tone === 'good' && basis.length === 1;
  const open = isClear ? [] : basis.filter((line) => !said.has(line));
  const lines = problem === undefined ? open : [problem, ...open];
  return lines.map((line) => `$(info) ${escapeMarkdown(cutText(line))}`);
}

/** `Access token`, with a question mark where it is a guess. */
function typeLabel(token: Token): string {
  const { label, certain } = guessTokenType(token);
  return certain ? label : `${label} (guess)`;
}

function findingText({ severity, message, ruleId }: Finding): string {
  return `$(${severityIcon[severity]}) ${escapeMarkdown(message)} \`${ruleId}\``;
}

type TableRow = readonly [name: string, value: string, meaning: string];

/** A heading and one row for each member; the plain text if a part is not a JSON object. */
function partRows(
  title: string,
  part: TextPart | undefined,
  rowOf: (member: JsonMember, whole: JsonNode) => TableRow,
): readonly TableRow[] {
  if (part === undefined) return [];
  const { json, text } = part;
  const heading: TableRow = [`**${title}**`, '', ''];
  if (json?.type !== 'object') return [heading, ['', json === undefined ? cutSpan(text) : jsonText(json), '']];
  const rows = json.members.slice(0, maximumMembers).map((member) => rowOf(member, json));
  const more = json.members.length - rows.length;
  return [heading, ...rows, ...(more > 0 ? [['…', `${more} more in the panel`, ''] as const] : [])];
}

/** A disclosure at the place that it has in the claims, if it has one (RFC 9901 §7.1). */
function disclosureRow({ json, text }: TextPart, index: number, place: string | undefined): TableRow {
  const value = json?.type === 'array' ? json.items.at(-1) : undefined;
  if (place === undefined || value === undefined)
    return [`disclosure ${index + 1}`, json === undefined ? cutSpan(text) : jsonText(json), ''];
  return [cutSpan(place), jsonText(value), 'Disclosed'];
}

function claimRow({ name, value }: JsonMember, payload: JsonNode, now: Date): TableRow {
  const fact = describeClaim(name, payload);
  const isTime = fact?.kind === 'time' && value.type === 'number';
  return [
    cutSpan(name),
    isTime
      ? `${escapeMarkdown(localTime(value.value))} (${escapeMarkdown(relativeTime(value.value, now))})`
      : jsonText(value),
    meaning(fact),
  ];
}

function headerRow({ name, value }: JsonMember): TableRow {
  const named = (name === 'alg' || name === 'enc') && value.type === 'string' ? algorithm(value.value) : undefined;
  const fact = named === undefined ? describeHeader(name) : { description: named.description, source: named.rfc };
  return [cutSpan(name), jsonText(value), meaning(fact)];
}

/** What a member means and who says so. */
function meaning(fact: { readonly description: string; readonly source: string } | undefined): string {
  return fact === undefined ? '' : escapeMarkdown(`${fact.description} · ${fact.source}`);
}

/** Strings that would look like another type without their quotes, or that have invisible edges. */
const ambiguous = /^(?:|\s.*|.*\s|true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\{.*\}|\[.*\]|".*")$/s;

/** A value as JSON; a string without its quotes, where that leaves no doubt. */
function jsonText(value: JsonNode): string {
  return cutSpan(value.type === 'string' && !ambiguous.test(value.value) ? value.value : printJson(value));
}

function cutText(text: string): string {
  const { text: shown, note } = cut(text, longestHoverValue);
  return shown + note;
}
