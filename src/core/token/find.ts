import { parseJsonAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { serializedKind } from './jsonSerialization.ts';
import { parseToken } from './parse.ts';
import { scan } from './scan.ts';
import type { Span } from './span.ts';

/** All tokens of a text, compact and in JSON serialization, in order and without overlap: what {@link scan} finds and more, at some cost. */
export function find(text: string): readonly Span[] {
  const serialized = findSerialized(text);
  const compact = scan(text).filter(
    ({ start, end }) => !serialized.some((each) => each.start < end && start < each.end),
  );
  return [...compact, ...serialized].toSorted((a, b) => a.start - b.start);
}

/** The member that every JSON serialization has, and little else. */
const MARK = /"(?:signatures?|ciphertext)"\s*:/g;

/**
 * Finds the tokens in JSON serialization (RFC 7515 §7.2, RFC 7516 §7.2) in a JSON document or any other text: each from brace to brace.
 */
export function findSerialized(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const object of objectsWith(text, MARK)) {
    const { start, end } = object;
    if (start < (spans.at(-1)?.end ?? 0)) continue;
    if (serializedKind(object) && parseToken(text.slice(start, end)).kind !== 'malformed') spans.push({ start, end });
  }
  return spans;
}

/** How far in front of such a member its object may begin. */
const MAX_REACH = 256 * 1024;

/**
 * The JSON objects, in any text, that have a member whose quoted name `mark` (global) finds; each once. The time is linear: what walks back
 * from a member to its object, and reads that object, has a budget in proportion to the text.
 */
export function* objectsWith(text: string, mark: RegExp): Iterable<JsonObject> {
  const judged = new Set<number>();
  let budget = 8 * text.length + MAX_REACH;
  for (const { index } of text.matchAll(mark)) {
    const { open, walked } = enclosingObject(text, index);
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
function enclosingObject(text: string, from: number): { readonly open: number | undefined; readonly walked: number } {
  const limit = Math.max(0, from - MAX_REACH);
  let depth = 0;
  let at = from - 1;
  for (; at >= limit; at--) {
    const char = text.charAt(at);
    if (char === '"') {
      // Over the string that ends here: to the quote that is not escaped.
      do at = text.lastIndexOf('"', at - 1);
      while (at > limit && isEscaped(text, at));
    } else if (char === '}' || char === ']') {
      depth++;
    } else if (char === '{' || char === '[') {
      if (depth === 0) return { open: char === '{' ? at : undefined, walked: from - at };
      depth--;
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
