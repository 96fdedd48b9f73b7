import { algorithm } from '../../core/facts/algorithms.ts';
import { describeClaim } from '../../core/facts/claims.ts';
import { describeHeader } from '../../core/facts/headerParameters.ts';
import type { HeaderFact } from '../../core/facts/headerParameters.ts';
import type { TimeState } from '../../core/claims/timeState.ts';
import { isNumericDate } from '../../core/text/time.ts';
import { disclose } from '../../core/token/disclosures.ts';
import type { JsonMember, JsonNode } from '../../core/text/json.ts';
import { printJson } from '../../core/text/printJson.ts';
import type { Span } from '../../core/text/span.ts';
import type { Token, TextPart } from '../../core/token/token.ts';
import { visible } from '../../core/text/visible.ts';
import { longestShown } from '../protocol/pageView.ts';
import type { MemberRow, PanelView } from '../protocol/pageView.ts';

/** Longest value shown without being asked for. */
const longestValue = 500;
/** Most rows of one table. Longer parts can be read as JSON. */
const mostRows = 300;

/**
 * What a table shows: header parameters, claims, and of an SD-JWT what is disclosed, and the claims as a verifier
 * passes them on.
 */
export type Part = 'header' | 'payload' | 'disclosures' | 'presented';

/** A member with the way from its part's text to the characters of the token. */
interface PlacedMember {
  readonly member: JsonMember;
  readonly locate: (span: Span) => Span;
}

/** A part of the token as rows and as JSON. `time` says which instant to worry about. */
export function memberTable(token: Token, part: Part, time: TimeState): PanelView[Part] {
  const all = members(token, part);
  return {
    rows: memberRows(token, part, time, all),
    more: Math.max(0, all.length - mostRows),
    json: readable(partText(token, part, longestShown)),
  };
}

/** A part of the token as rows, the first ones where there are many, none where it has no members to show. */
export function memberRows(
  token: Token,
  part: Part,
  { state }: TimeState,
  all = members(token, part),
): readonly MemberRow[] {
  const alarming = { expired: 'exp', 'not-yet-valid': 'nbf', active: '', 'no-expiry': '', unknown: '' }[state];
  return all.slice(0, mostRows).map(({ member, locate }) => {
    const { value } = member;
    const fact = part === 'header' ? headerFact(member) : describeClaim(member.name, token.payload?.json);
    const text = valueText(value, longestShown);
    const isTime = fact !== undefined && 'kind' in fact && value.type === 'number' && isNumericDate(value.value);
    const isText = value.type === 'string';
    const shown = text.slice(0, longestValue);
    return {
      ...locate(member),
      name: visible(member.name.slice(0, longestValue)),
      kind: isTime ? 'time' : isText ? 'text' : 'json',
      value: isText ? visible(shown) : visibleLines(shown),
      cutFrom: text.length > longestValue ? text.length : 0,
      alarming: (part === 'payload' || part === 'presented') && member.name === alarming,
      ...(isTime && { seconds: value.value }),
      ...(fact && { meaning: fact.description, source: fact.source }),
    };
  });
}

/** The whole text of the value in one row, as it is copied; `undefined` if there is no such row. */
export function memberText(token: Token, part: Part, index: number): string | undefined {
  const placed = members(token, part)[index];
  return placed && valueText(placed.member.value);
}

/**
 * A part as JSON, or as its text where it is none; empty where there is none. It may end behind `longest` characters.
 */
export function partText(token: Token, part: Part, longest = Infinity): string {
  if (part === 'disclosures') {
    const texts: string[] = [];
    let left = longest;
    for (const disclosure of token.disclosures) {
      if (left < 0) break;
      const text = jsonText(disclosure, left);
      texts.push(text);
      left -= text.length + 1;
    }
    return texts.join('\n');
  }
  if (part === 'presented') {
    const claims = disclose(token)?.claims;
    return claims ? printJson(claims, 2, 0, longest) : '';
  }
  const text = token[part];
  return text ? jsonText(text, longest) : '';
}

/** A text for reading: cut where it is beyond reading, with what cannot be seen spelled out. */
export function readable(text: string): string {
  return visibleLines(
    text.length > longestShown ? `${text.slice(0, longestShown)}\n… cut here. Use Copy to get all of it` : text,
  );
}

/** JSON with its line breaks, where anything else that cannot be seen shows as a code point. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

function members(token: Token, part: Part): readonly PlacedMember[] {
  if (part === 'disclosures') return token.disclosures.flatMap(disclosed);
  if (part === 'presented') {
    const claims = disclose(token)?.claims.members ?? [];
    return claims.map((member) => ({ member, locate: () => ({ start: 0, end: 0 }) }));
  }
  const text = token[part];
  if (text?.json?.type !== 'object') return [];
  return text.json.members.map((member) => ({ member, locate: (span) => text.locate(span) }));
}

/** RFC 9901 §4.2: a disclosure is `[salt, name, value]`, or `[salt, value]` for an element of an array. */
function disclosed(disclosure: TextPart): readonly PlacedMember[] {
  const items = disclosure.json?.type === 'array' ? disclosure.json.items : [];
  const [, name] = items;
  const value = items.at(-1);
  if (!name || !value || items.length > 3 || (items.length === 3 && name.type !== 'string')) return [];
  const place = { start: 0, end: disclosure.text.length };
  const shownName = items.length === 3 && name.type === 'string' ? name.value : 'array element';
  return [{ member: { ...place, name: shownName, nameSpan: name, value }, locate: (span) => disclosure.locate(span) }];
}

function jsonText({ json, text }: TextPart, longest: number): string {
  return json ? printJson(json, 2, 0, longest) : text;
}

function valueText(value: JsonNode, longest = Infinity): string {
  return value.type === 'string' ? value.value : printJson(value, 2, 0, longest);
}

function headerFact({ name, value }: JsonMember): Pick<HeaderFact, 'description' | 'source'> | undefined {
  const known = (name === 'alg' || name === 'enc') && value.type === 'string' ? algorithm(value.value) : undefined;
  return known ? { description: known.description, source: known.rfc } : describeHeader(name);
}
