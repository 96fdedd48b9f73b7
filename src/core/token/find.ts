import { parseJsonAt } from '../text/json.ts';
import type { JsonObject } from '../text/json.ts';
import { readSerialized } from './jsonSerialization.ts';
import { scan } from './scan.ts';
import type { Span } from '../text/span.ts';

/**
 * All tokens of a text, compact and in JSON serialization, in order and without overlap: what {@link scan} finds and
 * more, at some cost. Throws an `InputError` where it is given no text.
 */
export function find(text: string): readonly Span[] {
  return withoutInner(scan(text), findSerialized(text));
}

/**
 * Compact tokens and those in JSON serialization together, in order: what is inside of one in JSON serialization is a
 * part of that.
 */
export function withoutInner(compact: readonly Span[], serialized: readonly Span[]): readonly Span[] {
  if (serialized.length === 0) return compact;
  const all: Span[] = [];
  let next = 0;
  for (const span of compact) {
    for (let outer = serialized[next]; outer && outer.start < span.end; outer = serialized[++next]) all.push(outer);
    if (span.start >= (serialized[next - 1]?.end ?? 0)) all.push(span);
  }
  return [...all, ...serialized.slice(next)];
}

/** The member that every JSON serialization has, and little else: at most 33 characters. */
const MARK = /"(?:signatures?|ciphertext)"\s{0,20}:/g;

/** The members in a text that a token in JSON serialization may be around. */
export function findMarks(text: string): readonly Span[] {
  return Array.from(text.matchAll(MARK), ({ index, 0: mark }) => ({ start: index, end: index + mark.length }));
}

/**
 * Finds the tokens in JSON serialization (RFC 7515 §7.2, RFC 7516 §7.2) in a JSON document or any other text: each from
 * brace to brace, those of at most `longest` characters.
 */
export function findSerialized(text: string, longest = Infinity): readonly Span[] {
  const spans: Span[] = [];
  for (const object of objectsWith(text, MARK, Math.min(longest, MAX_REACH))) {
    const { start, end } = object;
    if (start < (spans.at(-1)?.end ?? 0) || end - start > longest) continue;
    const token = readSerialized(text, object, true);
    if (token && token.kind !== 'malformed') spans.push({ start, end });
  }
  return spans;
}

/** How far in front of such a member its object may begin. */
const MAX_REACH = 256 * 1024;

/**
 * The JSON objects, in any text, with a member whose quoted name `mark` (global) finds; each once. Time is linear:
 * walking back from a member to its object (`reach` at most) and reading that object have a budget proportional to the
 * text.
 */
export function* objectsWith(text: string, mark: RegExp, reach = MAX_REACH): Iterable<JsonObject> {
  const judged = new Set<number>();
  let budget = 8 * text.length + reach;
  for (const { index } of text.matchAll(mark)) {
    const { open, walked } = enclosingObject(text, index, reach);
    budget -= walked;
    if (open !== undefined && !judged.has(open)) {
      judged.add(open);
      const reading = parseJsonAt(text, open);
      budget -= (reading.ok ? reading.root.end : reading.error.offset) - open;
      if (reading.ok && reading.root.type === 'object') yield reading.root;
    }
    if (budget < 0) break;
  }
}

/** Where the object begins that has the member whose name begins at `from`, and how many characters it took to see. */
function enclosingObject(
  text: string,
  from: number,
  reach: number,
): { readonly open: number | undefined; readonly walked: number } {
  const limit = Math.max(0, from - reach);
  let depth = 0;
  let at = from - 1;
  for (; at >= limit; at--) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        // Over the string that ends here: to the quote that is not escaped.
        do at = text.lastIndexOf('"', at - 1);
        while (at > limit && isEscaped(text, at));
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth++;
        break;
      case 0x7b: // {
        if (depth === 0) return { open: at, walked: from - at };
        depth--;
        break;
      case 0x5b: // [
        if (depth === 0) return { open: undefined, walked: from - at };
        depth--;
        break;
    }
  }
  return { open: undefined, walked: from - Math.max(at, 0) };
}

/** Whether an odd number of backslashes stands in front. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charAt(at - 1 - backslashes) === '\\') backslashes++;
  return backslashes % 2 === 1;
}
