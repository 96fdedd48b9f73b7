import { encodeBase64url, readBase64url } from '../token/base64url.ts';
import { decodeUtf8 } from '../token/utf8.ts';

/** How other serializers would have written a base64url JSON text; empty where it is none. */
export function jsonSpellings(segment: string): readonly string[] {
  let value: unknown;
  try {
    value = JSON.parse(decodeUtf8(readBase64url(segment).bytes));
  } catch {
    return [];
  }
  const compact = JSON.stringify(value);
  const indented = JSON.stringify(value, null, 2);
  const texts = [
    compact,
    indented,
    JSON.stringify(value, null, 4),
    onOneLine(indented),
    `${compact}\n`,
    `${indented}\n`,
  ];
  const encoder = new TextEncoder();
  const spellings = new Set(texts.map((text) => encodeBase64url(encoder.encode(text))));
  spellings.delete(segment);
  return [...spellings];
}

/** `{"a": 1, "b": [2, 3]}`, as Python writes JSON. A line break in JSON text is never inside a string. */
function onOneLine(indented: string): string {
  return indented.replaceAll(/,\n */g, ', ').replaceAll(/\n */g, '');
}
