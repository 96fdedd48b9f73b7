import { collectionsIn } from '../text/json.ts';
import type { JsonNode, JsonObject } from '../text/json.ts';
import { serializedNames } from './serializedForm.ts';
import { scan } from './scan.ts';
import type { Span } from '../text/span.ts';

/** Where a reader with other habits would find another token in the text of one in JSON serialization. */
export interface OtherReading extends Span {
  /** The rule that says the same of a document. */
  readonly ruleId: 'json-duplicate-member' | 'json-case-collision' | 'jwt-polyglot';
  /** A sentence for a person. */
  readonly message: string;
}

/**
 * What in the JSON of a token can be read as another token, or differently by another parser: compact tokens inside it
 * (RFC 8725bis §3.14, CVE-2022-39227), and members that occur twice, or again in another letter case, which some
 * parsers ignore.
 */
export function otherReadings(root: JsonObject): readonly OtherReading[] {
  const known = found.get(root);
  const readings = known ?? [...duplicates(root), ...caseCollisions(root), ...polyglots(root)];
  found.set(root, readings);
  return readings;
}

/** By the object that was read: all signatures of a token share it. */
const found = new WeakMap<JsonObject, readonly OtherReading[]>();

function* duplicates(root: JsonNode): Iterable<OtherReading> {
  for (const { node } of collectionsIn(root)) {
    for (const { duplicateOf, start, end } of node.type === 'object' ? node.members : []) {
      if (!duplicateOf) continue;
      yield {
        ruleId: 'json-duplicate-member',
        start,
        end,
        message: 'A member of the token appears twice. Parsers disagree on which one counts.',
      };
    }
  }
}

function* caseCollisions(root: JsonObject): Iterable<OtherReading> {
  const lists = root.members.flatMap(({ value }) => (value.type === 'array' ? value.items : []));
  for (const node of [root, ...lists]) {
    if (node.type !== 'object') continue;
    for (const { name, nameSpan } of node.members) {
      // Some parsers fold more than ASCII: U+017F is an "s" to them, U+212A a "k".
      if (serializedNames.has(name) || !serializedNames.has(name.toUpperCase().toLowerCase())) continue;
      const message =
        'The name of a member differs from a standard name only by case. Some parsers treat them as the same.';
      yield { ruleId: 'json-case-collision', start: nameSpan.start, end: nameSpan.end, message };
    }
  }
}

const ruleId = 'jwt-polyglot';
const hides = 'This JSON token contains a hidden compact token. Parsers disagree on which one counts.';

function polyglots(root: JsonObject): readonly OtherReading[] {
  const hidden = [...hiddenTokens(root)];
  return hidden.length > 0 ? hidden : [...brokenToken(root)];
}

/** Of all that a token holds, only `kb_jwt` is a compact token itself (RFC 9901 §8.1). */
function* hiddenTokens(root: JsonNode): Iterable<OtherReading> {
  for (const { node } of collectionsIn(root)) {
    if (node.type === 'array') {
      for (const item of node.items)
        if (holds(item)) yield { ruleId, start: item.start, end: item.end, message: hides };
      continue;
    }
    for (const { name, value, start, end } of node.members)
      if (holdsToken(name) || (name !== 'kb_jwt' && holds(value))) yield { ruleId, start, end, message: hides };
  }
}

function holds(node: JsonNode): boolean {
  return node.type === 'string' && holdsToken(node.value);
}

/**
 * What is read by a decoder that takes the whole text for a compact token and skips everything that is not base64url.
 */
function* brokenToken(root: JsonObject): Iterable<OtherReading> {
  const [first] = scan(textsIn(root).join('').replace(foreign, ''));
  if (first?.start === 0) yield { ruleId, start: root.start, end: root.end, message: hides };
}

/** Names and strings, in order. */
function textsIn(root: JsonNode): readonly string[] {
  const texts: string[] = [];
  const walk = (node: JsonNode): void => {
    switch (node.type) {
      case 'string':
        texts.push(node.value);
        return;
      case 'array':
        for (const item of node.items) walk(item);
        return;
      case 'object':
        for (const { name, value } of node.members) {
          texts.push(name);
          walk(value);
        }
        break;
      default:
    }
  };
  walk(root);
  return texts;
}

const foreign = /[^A-Za-z0-9_.~-]+/g;

/**
 * A lenient decoder skips everything that is not base64url, so two texts that differ only in that are the same to it.
 */
function holdsToken(text: string): boolean {
  if (!text.includes('.')) return false;
  return scan(text).length > 0 || scan(text.replace(foreign, '')).length > 0;
}
