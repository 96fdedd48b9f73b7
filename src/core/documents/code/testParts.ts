import type { Span } from '../../text/span.ts';
import type { Code } from './code.ts';

/** More parts than these, and the rest counts as what the file is. */
const MOST_PARTS = 200;
/** How many attributes, and how much of a head, may stand in front of a body. */
const LONGEST_HEAD = 60;

/** The parts of a file of Rust that are built for tests only: `#[cfg(test)] mod a { … }`, `#[test] fn a() { … }`. */
export function testParts(code: Code): readonly Span[] {
  const parts: Span[] = [];
  for (const index of code.placesOf('test')) {
    if (code.at(index).kind !== 'word' || parts.length >= MOST_PARTS) continue;
    const attribute = attributeOf(code, index);
    if (attribute === undefined) continue;
    const part = partBehind(code, attribute);
    if (part) parts.push(part);
  }
  return parts;
}

/** The bracket of the attribute that says `test`: `#[cfg(test)]`, `#[cfg(all(test, unix))]`, `#[tokio::test]`. */
function attributeOf(code: Code, index: number): number | undefined {
  let opener = code.opener(index);
  if (code.is(opener, '[')) return code.is(opener - 1, '#', '!') && !code.is(index + 1, '=') ? opener : undefined;
  for (; code.is(opener, '('); opener = code.opener(opener)) {
    if (code.is(opener - 1, 'not', 'cfg_attr')) return undefined;
    if (code.is(opener - 1, 'cfg')) {
      const bracket = code.opener(opener);
      return code.is(bracket, '[') && code.is(bracket - 1, '#', '!') ? bracket : undefined;
    }
  }
  return undefined;
}

/** What an attribute is about: the item behind it, or, with `#!`, the whole file. */
function partBehind(code: Code, bracket: number): Span | undefined {
  if (code.is(bracket - 1, '!')) return { start: 0, end: Number.MAX_SAFE_INTEGER };
  const { start } = code.at(bracket - 1);
  let at = code.pair(bracket) + 1;
  for (let steps = 0; at > 0 && steps < LONGEST_HEAD; steps++, at = code.next(at)) {
    if (code.is(at, '{')) return code.pair(at) < 0 ? undefined : { start, end: code.at(code.pair(at)).end };
    if (code.is(at, ';', '}') || code.at(at).kind === 'end') return undefined;
  }
  return undefined;
}
