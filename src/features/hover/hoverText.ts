import { algorithm } from '../../core/facts/algorithms.ts';
import { describeClaim } from '../../core/facts/claims.ts';
import { describeHeader } from '../../core/facts/headerParameters.ts';
import { guessTokenType } from '../../core/facts/tokenTypes.ts';
import type { Finding, Severity } from '../../core/rules/finding.ts';
import { localTime, relativeTime } from '../../core/time.ts';
import type { TimeState } from '../../core/time.ts';
import type { JsonMember, JsonNode } from '../../core/token/json.ts';
import { printJson } from '../../core/token/printJson.ts';
import type { ParsedToken, TextPart } from '../../core/token/token.ts';
import { codeSpan, cut, escapeMarkdown } from '../../platform/markdownText.ts';

/** Longest value, and most members of an object, that a hover shows: the panel shows the rest. */
const maximumValue = 200;
const maximumMembers = 50;

/** The icon and the words a hover begins with, and what is wrong with the token, worst first. Markdown with theme icons. */
export function verdictText(token: ParsedToken, time: TimeState, findings: readonly Finding[], now: Date): string {
  const { icon, title } = verdict(token, time, now);
  const facts = [token.alg, typeLabel(token)]
    .filter((fact) => fact !== undefined)
    .map((fact) => escapeMarkdown(cutText(fact)));
  const line = [`$(${icon}) **${title}**`, ...facts, '*decoded, not verified*'].join(' · ');
  return [line, ...problemText(token, findings), ...findings.map(findingText)].join('\n\n');
}

/** Claims and header as one table. Markdown without theme icons: nothing in it comes from anybody but the token's author and us. */
export function claimsText(token: ParsedToken, now: Date): string {
  const { payload, disclosures, header } = token;
  const rows = [
    ...partRows('claim', payload, (member, whole) => claimRow(member, whole, now)),
    ...disclosures.map(({ json, text }, index): Row => [
      `disclosure ${index + 1}`,
      json === undefined ? cutSpan(text) : jsonText(json),
      '',
    ]),
    ...partRows('header', header, headerRow),
  ];
  const [heading = ['', '', ''], ...others] = rows;
  const table = [heading, ['---', '---', '---'], ...others].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return [...notes(token), table].join('\n\n');
}

type Icon = 'error' | 'warning' | 'info' | 'lightbulb' | 'lock' | 'unverified';

function verdict(token: ParsedToken, time: TimeState, now: Date): { readonly icon: Icon; readonly title: string } {
  switch (token.kind) {
    case 'malformed':
      return { icon: 'error', title: 'Malformed token' };
    case 'jwe':
    case 'jwe-json':
      return { icon: 'lock', title: 'Encrypted token' };
    case 'unsecured':
      return {
        icon: 'error',
        title: ['Unsigned: anyone can change it', timeTitle(time, now)]
          .filter((part) => part !== undefined)
          .join(' · '),
      };
    case 'detached':
      return { icon: 'unverified', title: 'Signature of content kept elsewhere' };
    case 'jws':
    case 'sd-jwt':
    case 'jws-json': {
      const late = time.state === 'expired' || time.state === 'not-yet-valid';
      return { icon: late ? 'warning' : 'unverified', title: timeTitle(time, now) ?? 'Signed token' };
    }
  }
}

function timeTitle({ state, exp, nbf }: TimeState, now: Date): string | undefined {
  switch (state) {
    case 'expired':
      return exp === undefined ? 'Expired' : `Expired ${relativeTime(exp, now)}`;
    case 'not-yet-valid':
      return nbf === undefined ? 'Not valid yet' : `Not valid yet, valid ${relativeTime(nbf, now)}`;
    case 'active':
      return exp === undefined ? 'Not expired' : `Expires ${relativeTime(exp, now)}`;
    case 'no-expiry':
      return 'Never expires';
    case 'unknown':
      return undefined;
  }
}

/** `Access token`, with a question mark where it is a guess. */
function typeLabel(token: ParsedToken): string {
  const { label, certain } = guessTokenType(token);
  return certain ? label : `${label} (guess)`;
}

const severityIcons: Readonly<Record<Severity, Icon>> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'lightbulb',
};

function findingText({ severity, message, ruleId }: Finding): string {
  return `$(${severityIcons[severity]}) ${escapeMarkdown(message)} \`${ruleId}\``;
}

/** What could not be decoded, unless a finding says it. */
function problemText({ problem }: ParsedToken, findings: readonly Finding[]): readonly string[] {
  const isSaid = findings.some(
    (finding) => problem !== undefined && finding.start < problem.end && finding.end > problem.start,
  );
  return problem === undefined || isSaid ? [] : [`$(error) ${escapeMarkdown(problem.message)}`];
}

/** What has to be said before the tables, in sentences. */
function notes(token: ParsedToken): readonly string[] {
  return [
    ...(token.headerOnly ? ['The token is longer than 256 KB: only its header is shown.'] : []),
    ...(token.kind === 'jwe' ? ['The payload is encrypted: only the header can be read without the key.'] : []),
  ];
}

type Row = readonly [name: string, value: string, meaning: string];

/** A heading and a row a member; the text as it is, where a part is no JSON object. */
function partRows(
  title: string,
  part: TextPart | undefined,
  rowOf: (member: JsonMember, whole: JsonNode) => Row,
): readonly Row[] {
  if (part === undefined) {
    return [];
  }
  const { json, text } = part;
  const heading: Row = [`**${title}**`, '', ''];
  if (json?.type !== 'object') {
    return [heading, ['', json === undefined ? cutSpan(text) : jsonText(json), '']];
  }
  const rows = json.members.slice(0, maximumMembers).map((member) => rowOf(member, json));
  const more = json.members.length - rows.length;
  return [heading, ...rows, ...(more > 0 ? [['…', `${more} more in the panel`, ''] as const] : [])];
}

function claimRow({ name, value }: JsonMember, payload: JsonNode, now: Date): Row {
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

function headerRow({ name, value }: JsonMember): Row {
  const named = (name === 'alg' || name === 'enc') && value.type === 'string' ? algorithm(value.value) : undefined;
  const fact = named === undefined ? describeHeader(name) : { description: named.description, source: named.rfc };
  return [cutSpan(name), jsonText(value), meaning(fact)];
}

/** What a member means and who says so. */
function meaning(fact: { readonly description: string; readonly source: string } | undefined): string {
  return fact === undefined ? '' : escapeMarkdown(`${fact.description} · ${fact.source}`);
}

/** Strings that without their quotes read as another kind of value, or whose edges nobody would see. */
const ambiguous = /^(?:|\s.*|.*\s|true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\{.*\}|\[.*\]|".*")$/s;

/** A value as JSON; a string without its quotes, where that leaves no doubt. */
function jsonText(value: JsonNode): string {
  return cutSpan(value.type === 'string' && !ambiguous.test(value.value) ? value.value : printJson(value));
}

function cutSpan(text: string): string {
  const { text: shown, note } = cut(text, maximumValue);
  return codeSpan(shown) + note;
}

function cutText(text: string): string {
  const { text: shown, note } = cut(text, maximumValue);
  return shown + note;
}
