import { encodeBase64url } from '../text/base64url.ts';
import { parseJson } from '../text/json.ts';
import type { JsonMember, JsonNode, JsonObject } from '../text/json.ts';
import { parseToken } from './parse.ts';
import { readSegment, readTextPart } from './textPart.ts';
import type { TextPart } from './token.ts';

const REDACTED = 'redacted';

/** Header parameters that tell how the token was made, and nothing about a person or the key itself. */
const KEPT_PARAMETERS: ReadonlySet<string> = new Set(['alg', 'enc', 'typ', 'cty', 'zip', 'b64', 'crit', 'kid', 'p2c']);
/** What of these is not a string. */
const KEPT_TYPES: Readonly<Record<string, JsonNode['type'] | 'strings'>> = {
  b64: 'literal',
  crit: 'strings',
  p2c: 'number',
};
/** Claims that tell only when. */
const KEPT_TIMES: ReadonlySet<string> = new Set(['exp', 'nbf', 'iat', 'auth_time']);

/**
 * The token as it can be put into a bug report. It still decodes, with the same members in the same order and the
 * values that tokens are debugged by: algorithm, types, key id, times, booleans. Every other string reads `redacted`,
 * every other number `0`, and nothing is left of signature, encrypted key, ciphertext, salts and key binding: it proves
 * nothing and opens nothing. Names of members are kept. A part that cannot be read reads `redacted` as a whole.
 */
export function redact(token: string): string {
  const { text, flattened, segments, header, payload, disclosures } = parseToken(token);
  const json = flattened && parseJson(text);
  if (json?.ok && json.root.type === 'object') return maskSerialized(text, json.root);
  const parts = segments.map((segment, index) => {
    if (segment.text === '') return '';
    if (index === 0) return masked(header, isKeptParameter);
    if (index === 1) return masked(payload, isKeptClaim);
    return REDACTED;
  });
  const pieces = disclosures.map((disclosure) => `${masked(disclosure)}~`);
  return parts.join('.') + (text.includes('~') ? `~${pieces.join('')}` : '');
}

/** Only as what it has to be: what else somebody put there may be anything. */
function isKeptParameter({ name, value }: JsonMember): boolean {
  if (!KEPT_PARAMETERS.has(name)) return false;
  const isList = value.type === 'array' && value.items.every(({ type }) => type === 'string');
  return (KEPT_TYPES[name] ?? 'string') === (isList ? 'strings' : value.type);
}

function isKeptClaim({ name, value }: JsonMember): boolean {
  return KEPT_TIMES.has(name) && value.type === 'number';
}

/** The same for the members of a JSON serialization (RFC 7515 §7.2, RFC 7516 §7.2). */
function maskSerialized(text: string, { members }: JsonObject): string {
  const encoded = (value: JsonNode, keeps: (entry: JsonMember) => boolean): string =>
    JSON.stringify(masked(value.type === 'string' ? readTextPart('', readSegment(value.value, 0)) : undefined, keeps));
  return maskObject(members, ({ name, value }) => {
    if (name === 'protected') return encoded(value, isKeptParameter);
    if (name === 'payload') return encoded(value, isKeptClaim);
    if ((name === 'signatures' || name === 'recipients') && value.type === 'array')
      return `[${value.items.map((item) => (item.type === 'object' ? maskSerialized(text, item) : mask(item))).join(',')}]`;
    if ((name !== 'header' && name !== 'unprotected') || value.type !== 'object') return mask(value);
    return maskObject(value.members, (entry) =>
      isKeptParameter(entry) ? text.slice(entry.value.start, entry.value.end) : mask(entry.value),
    );
  });
}

/** A part encoded again with its values masked, except those that `keeps` of the outermost object. */
function masked(part: TextPart | undefined, keeps: (entry: JsonMember) => boolean = () => false): string {
  if (!part?.json) return REDACTED;
  const { json, text } = part;
  const valueOf = (entry: JsonMember): string =>
    keeps(entry) ? text.slice(entry.value.start, entry.value.end) : mask(entry.value);
  return encodeBase64url(
    new TextEncoder().encode(json.type === 'object' ? maskObject(json.members, valueOf) : mask(json)),
  );
}

function mask(node: JsonNode): string {
  switch (node.type) {
    case 'object':
      return maskObject(node.members, ({ value }) => mask(value));
    case 'array':
      return `[${node.items.map(mask).join(',')}]`;
    case 'string':
      return JSON.stringify(REDACTED);
    case 'number':
      return '0';
    case 'literal':
      return String(node.value);
  }
}

function maskObject(members: readonly JsonMember[], valueOf: (entry: JsonMember) => string): string {
  return `{${members.map((entry) => `${JSON.stringify(entry.name)}:${valueOf(entry)}`).join(',')}}`;
}
