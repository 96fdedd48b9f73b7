import { encodeTextAsBase64url, readBase64url } from '../text/base64url.ts';
import { parseJson } from '../text/json.ts';
import { decodeUtf8 } from '../text/utf8.ts';

type Writer = (value: unknown) => string;

const compact: Writer = (value) => JSON.stringify(value);
const indented: Writer = (value) => JSON.stringify(value, null, 2);
/** `{"a": 1, "b": [2, 3]}`, as Python writes JSON. A line break in JSON text is never inside a string. */
const onOneLine: Writer = (value) => indented(value).replaceAll(/,\n */g, ', ').replaceAll(/\n */g, '');

/** How serializers write the same JSON: with other spaces, and with other escapes. */
const writers: readonly Writer[] = [
  compact,
  indented,
  (value) => JSON.stringify(value, null, 4),
  onOneLine,
  (value) => `${compact(value)}\n`,
  (value) => `${indented(value)}\n`,
  // PHP.
  (value) => compact(value).replaceAll('/', '\\/'),
  (value) => escaped(compact(value), /[^\0-\x7f]/g).replaceAll('/', '\\/'),
  // Python.
  (value) => escaped(onOneLine(value), /[^\0-\x7f]/g),
  // .NET, and Go, which also escapes what HTML would take for markup.
  (value) => escaped(compact(value), /[^\0-\x7f]|[<>&+']/g),
  (value) => escaped(compact(value), /[<>&]/g),
];

/** How other serializers would have written a base64url JSON text; empty where it is none. */
export function* jsonSpellings(segment: string): Iterable<string> {
  const value = jsonOfSegment(segment);
  const seen = new Set([segment]);
  for (const write of value === undefined ? [] : writers) {
    const spelling = encodeTextAsBase64url(write(value));
    if (!seen.has(spelling)) yield spelling;
    seen.add(spelling);
  }
}

/** A JSON object as it may have been before somebody changed one of its members. */
export interface EarlierObject {
  readonly member: string;
  readonly change: 'written differently' | 'added';
  readonly segment: string;
}

/** Members beyond this number are left alone. */
const maxMembers = 24;

/** What a base64url JSON object may have been before one member was written in another form, or added. */
export function* earlierObjects(segment: string): Iterable<EarlierObject> {
  const value = jsonOfSegment(segment);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const write = writers.find((writer) => encodeTextAsBase64url(writer(value)) === segment) ?? compact;
  const members = Object.entries(value);
  for (const [member, content] of members.slice(0, maxMembers)) {
    for (const form of otherForms(content)) {
      const earlier = encodeTextAsBase64url(write({ ...value, [member]: form }));
      yield { member, change: 'written differently', segment: earlier };
    }
    const others = Object.fromEntries(members.filter(([name]) => name !== member));
    yield { member, change: 'added', segment: encodeTextAsBase64url(write(others)) };
  }
}

/** The forms that people and libraries confuse: numbers as text, milliseconds, one value as a list, a list as words. */
function otherForms(value: unknown): readonly unknown[] {
  if (typeof value === 'number') return [String(value), value * 1000, value / 1000];
  if (typeof value === 'boolean') return [String(value)];
  if (typeof value === 'string') {
    const number = value.trim() === '' ? Number.NaN : Number(value);
    const slash = value.endsWith('/') ? value.slice(0, -1) : `${value}/`;
    return [
      [value],
      slash,
      ...(value.includes(' ') ? [value.split(' ')] : []),
      ...(Number.isNaN(number) ? [] : [number]),
      ...(value === 'true' || value === 'false' ? [value === 'true'] : []),
    ];
  }
  if (!Array.isArray(value)) return [];
  return value.length === 1 ? [value[0]] : value.every((item) => typeof item === 'string') ? [value.join(' ')] : [];
}

/**
 * Each spelling is one more signature to check over a text this long. Longer texts are left alone: they would take
 * seconds.
 */
const maxLength = 16_384;

/** `undefined` for text that is not JSON, and for JSON that is too long or too deeply nested to indent. */
function jsonOfSegment(segment: string): unknown {
  if (segment.length > maxLength) return undefined;
  const text = decodeUtf8(readBase64url(segment).bytes);
  return parseJson(text).ok ? JSON.parse(text) : undefined;
}

/** Characters as `\u00e9`. In JSON text they can only be inside strings. */
function escaped(json: string, characters: RegExp): string {
  return json.replaceAll(characters, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
