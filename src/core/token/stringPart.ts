import { member } from '../text/json.ts';
import type { JsonNode, JsonString } from '../text/json.ts';
import type { Span } from '../text/span.ts';
import { readRawPart, readSegment, readTextPart } from './textPart.ts';
import type { Segment, TextPart } from './token.ts';

/**
 * A part that is the value of a string in JSON. Where the string has escapes, positions in the part are those of the
 * whole string.
 */
export function readStringPart(name: string, node: JsonString, isRaw: boolean): TextPart | undefined {
  const { value, start } = node;
  const part = isRaw ? readRawPart(name, value, start + 1) : readTextPart(name, readSegment(value, start + 1));
  if (!part || !hasEscapes(node)) return part;
  const place = inside(node);
  return { ...part, segment: { ...part.segment, ...place }, locate: () => place };
}

/**
 * The segment that is the value of a string in a token in JSON serialization. Undecoded if only the header is read;
 * what is missing is empty, right behind the opening brace.
 */
export function readStringSegment(
  node: JsonString | undefined,
  { root, headerOnly }: { readonly root: Span; readonly headerOnly: boolean },
): Segment {
  if (!node) return readSegment('', root.start + 1);
  const segment = headerOnly ? { text: node.value, ...inside(node) } : readSegment(node.value, node.start + 1);
  return hasEscapes(node) ? { ...segment, ...inside(node) } : segment;
}

/** What is between the quotes. */
export function inside({ start, end }: Span): Span {
  return { start: start + 1, end: end - 1 };
}

/** Whether what is between the quotes is longer than the value. */
function hasEscapes({ value, start, end }: JsonString): boolean {
  return value.length !== end - start - 2;
}

/** The value of a member, if that is a string. */
export function stringMember(node: JsonNode | undefined, name: string): JsonString | undefined {
  const value = member(node, name)?.value;
  return value?.type === 'string' ? value : undefined;
}
