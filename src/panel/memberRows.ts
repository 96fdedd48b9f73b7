import { algorithm } from '../core/facts/algorithms.ts';
import { describeClaim } from '../core/facts/claims.ts';
import { describeHeader } from '../core/facts/headerParameters.ts';
import { isNumericDate, type TimeState } from '../core/time.ts';
import type { JsonMember, JsonNode } from '../core/token/json.ts';
import { printJson } from '../core/token/printJson.ts';
import type { TextPart } from '../core/token/token.ts';
import { visible } from '../core/visible.ts';
import type { MemberRow } from './protocol.ts';

/** Longest value shown without being asked for. */
const longestValue = 500;
/** Longest JSON shown as one text: a payload of 256 KB still is. */
const longestJson = 300_000;

interface Fact {
  readonly description: string;
  readonly source: string;
  readonly kind?: 'time';
}

/** The claims as rows; none where the payload is no JSON object. */
export function payloadRows(payload: TextPart | undefined, { state }: TimeState): readonly MemberRow[] {
  const alarming = new Map([
    ['expired', 'exp'],
    ['not-yet-valid', 'nbf'],
  ]).get(state);
  return rows(payload, ({ name }) => describeClaim(name, payload?.json), alarming);
}

/** The header parameters as rows, `alg` and `enc` with what the algorithm is. */
export function headerRows(header: TextPart | undefined): readonly MemberRow[] {
  return rows(header, headerFact);
}

/** The text of a value as it is copied: a string without its quotes, anything else as JSON. */
export function valueText(value: JsonNode): string {
  return value.type === 'string' ? value.value : printJson(value, 2);
}

/** All of a part as JSON for reading: cut where it is beyond reading, with what cannot be seen spelled out. */
export function partJson(part: TextPart | undefined): string {
  const text = part?.json ? printJson(part.json, 2) : (part?.text ?? '');
  const cut = text.length > longestJson ? `${text.slice(0, longestJson)}\n… cut here; Copy gives all of it` : text;
  return visibleLines(cut);
}

/** JSON with its line breaks, where anything else that cannot be seen shows as a code point. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

function rows(
  part: TextPart | undefined,
  describe: (member: JsonMember) => Fact | undefined,
  alarming?: string,
): readonly MemberRow[] {
  if (part?.json?.type !== 'object') {
    return [];
  }
  return part.json.members.map((member) => {
    const { value } = member;
    const fact = describe(member);
    const text = valueText(value);
    const isTime = fact?.kind === 'time' && value.type === 'number' && isNumericDate(value.value);
    const isText = value.type === 'string';
    const shown = text.slice(0, longestValue);
    return {
      ...part.locate(member),
      name: visible(member.name.slice(0, longestValue)),
      kind: isTime ? 'time' : isText ? 'text' : 'json',
      value: isText ? visible(shown) : visibleLines(shown),
      cutFrom: text.length > longestValue ? text.length : 0,
      alarming: member.name === alarming,
      ...(isTime && { seconds: value.value }),
      ...(fact && { meaning: fact.description, source: fact.source }),
    };
  });
}

function headerFact({ name, value }: JsonMember): Fact | undefined {
  const known = (name === 'alg' || name === 'enc') && value.type === 'string' ? algorithm(value.value) : undefined;
  return known ? { description: known.description, source: known.rfc } : describeHeader(name);
}
