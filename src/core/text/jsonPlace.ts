import type { Span } from './span.ts';

/**
 * Where a caret is in an object that is being written, as far as something can be suggested there. The span is what a
 * suggestion replaces.
 */
export interface JsonPlace extends Span {
  /** A member's name, or the text of its value. */
  readonly kind: 'name' | 'value';
  /** What was typed of it up to the caret. */
  readonly typed: string;
  /** Of a value: the name of its member. */
  readonly name: string;
  /** Of a name: those that the object has in front of the caret. */
  readonly known: readonly string[];
}

/** What a person begins a name or a value with, without quotes. */
const ofWord = /[\w$+-]/;

/**
 * The place of the caret among the members of the outermost object; `undefined` where nothing of that kind stands.
 * Reads unfinished JSON.
 */
export function jsonPlace(text: string, caret: number): JsonPlace | undefined {
  const known: string[] = [];
  const brackets: string[] = [];
  let name = '';
  let isName = false;
  let at = 0;
  while (at < caret) {
    const char = text.charAt(at);
    const isOutermost = brackets.length === 1 && brackets[0] === '{';
    if (char === '"') {
      const { end, isClosed } = stringAt(text, at);
      if (caret < end || (caret === end && !isClosed))
        return isOutermost ? placed({ start: at, end, typed: text.slice(at + 1, caret) }) : undefined;
      if (isOutermost && isName) {
        name = text.slice(at + 1, end - 1);
        known.push(name);
      }
      at = end;
      continue;
    }
    if (char === '{' || char === '[') brackets.push(char);
    else if (char === '}' || char === ']') brackets.pop();
    if (char === '{' || char === ',') isName = brackets.length === 1 && brackets[0] === '{';
    else if (char === ':') isName = false;
    at++;
  }
  if (brackets.length !== 1 || brackets[0] !== '{') return undefined;
  let start = caret;
  while (start > 0 && ofWord.test(text.charAt(start - 1))) start--;
  // Nothing can begin after a string, number, or bracket.
  const before = text.slice(0, start).trimEnd().at(-1) ?? '';
  return ['{', ',', ':'].includes(before) ? placed({ start, end: caret, typed: text.slice(start, caret) }) : undefined;

  function placed(place: Span & { readonly typed: string }): JsonPlace {
    return isName ? { ...place, kind: 'name', name: '', known } : { ...place, kind: 'value', name, known: [] };
  }
}

/** A string that may be unfinished: then it ends where it has to, at the end of its line. */
function stringAt(text: string, open: number): { readonly end: number; readonly isClosed: boolean } {
  for (let at = open + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\n') return { end: at, isClosed: false };
    if (char === '"') return { end: at + 1, isClosed: true };
    if (char === '\\') at++;
  }
  return { end: text.length, isClosed: false };
}
