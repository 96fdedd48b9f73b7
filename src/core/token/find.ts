import { parseJsonAt } from '../text/json.ts';
import type { JsonObject } from '../text/json.ts';
import { BrokenTokens } from './brokenTokens.ts';
import { encodedTokens } from './encodedTokens.ts';
import type { FoundToken } from './foundToken.ts';
import { readSerialized } from './jsonSerialization.ts';
import { walk } from './scan.ts';
import { demandText } from '../text/inputError.ts';
import type { Span } from '../text/span.ts';

/**
 * All tokens of a text, in order and without overlap: what `scan` finds, and at some cost those in JSON serialization,
 * in pieces (over literals, lines, in the spelling of a URL, with parts left out) and inside base64.
 * Throws an `InputError` where it is given no text.
 */
export function find(text: string): readonly FoundToken[] {
  demandText(text, 'What is searched for tokens');
  return withoutInner(findCompact(text), findSerialized(text));
}

/** Those of them that are no JSON objects. */
export function findCompact(text: string): readonly FoundToken[] {
  const broken = new BrokenTokens(text);
  const compact = walk(text, (start, plain) => broken.at(start, plain));
  return withoutInner(encodedTokens(text, compact), compact);
}

/** Two lists of tokens as one, in order: what overlaps one of `outer` is a part of that. */
export function withoutInner(inner: readonly FoundToken[], outer: readonly FoundToken[]): readonly FoundToken[] {
  if (outer.length === 0) return inner;
  const all: FoundToken[] = [];
  let next = 0;
  for (const token of inner) {
    for (let other = outer[next]; other && other.start < token.end; other = outer[++next]) all.push(other);
    if (token.start >= (outer[next - 1]?.end ?? 0)) all.push(token);
  }
  return [...all, ...outer.slice(next)];
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
