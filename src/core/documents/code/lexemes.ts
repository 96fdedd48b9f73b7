import type { CodeToken } from './codeToken.ts';
import type { Grammar, StringForm } from './grammars.ts';

export const NEW_LINE = 10;
export const SPACE = 32;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const DOLLAR = 36;
export const PERCENT = 37;
export const APOSTROPHE = 39;
export const AT = 64;
export const SLASH = 47;
export const LESS = 60;
export const GREATER = 62;
export const OPEN_CURLY = 123;
export const CLOSE_CURLY = 125;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const LONGEST_CHARACTER = 16;

/** By their character codes: signs that can begin a comment, a text, or a name, as 1. */
export function specialSigns({ strings, lineComments, heredocs, percent, nameSigns = '' }: Grammar): Uint8Array {
  const signs = new Uint8Array(128);
  const openers = [...strings.map(({ open }) => open), ...lineComments, ...Array.from(nameSigns), heredocs ?? '/', '/'];
  for (const opener of openers) signs[opener.charCodeAt(0)] = 1;
  if (percent) signs[PERCENT] = 1;
  return signs;
}

/** Signs of several characters that say something else than their characters one by one. */
const longSigns: ReadonlySet<string> = new Set(
  '=== !== ??= ||= ... => -> :: := == != <= >= && || ?? ?. ?: += -= *= /= .= << |>'.split(' '),
);

/** How many characters the sign at `start` has. */
export function signLength(text: string, start: number): number {
  if (!isJoining(text.charCodeAt(start + 1))) return 1;
  const three = text.slice(start, start + 3);
  return longSigns.has(three) ? 3 : longSigns.has(three.slice(0, 2)) ? 2 : 1;
}

/** Where the comment at `at` ends; undefined if none begins there. */
export function endOfComment(
  text: string,
  at: number,
  end: number,
  { lineComments, blockComments, heredocs }: Grammar,
): number | undefined {
  if (blockComments && text.startsWith('/*', at))
    return blockComments === 'nested' ? nestedEnd(text, at, end) : endOf(text, '*/', at + 2, end);
  // In PHP `#[` begins an attribute.
  const isAttribute = heredocs === '<<<' && text.startsWith('#[', at);
  if (isAttribute || !lineComments.some((mark) => text.startsWith(mark, at))) return undefined;
  const line = text.indexOf('\n', at);
  return line < 0 ? end : Math.min(line, end);
}

/** Where a character like `'a'` ends that begins at `at`; undefined if the quote is a sign. */
export function characterEnd(text: string, at: number): number | undefined {
  if (text.charCodeAt(at + 1) === BACKSLASH) {
    const closing = text.slice(at + 3, at + LONGEST_CHARACTER).indexOf("'");
    return closing < 0 ? undefined : at + 4 + closing;
  }
  if (text.charCodeAt(at + 2) === APOSTROPHE && text.charCodeAt(at + 1) !== APOSTROPHE) return at + 3;
  return text.charCodeAt(at + 3) === APOSTROPHE && (text.codePointAt(at + 1) ?? 0) > 0xffff ? at + 4 : undefined;
}

/** Where the regular expression ends that begins at `start`; if none does, minus where its line ends. */
export function regexEnd(text: string, start: number, end: number): number {
  let isInClass = false;
  let at = start + 1;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === NEW_LINE) break;
    if (code === BACKSLASH) at++;
    else if (code === OPEN_BRACKET) isInClass = true;
    else if (code === CLOSE_BRACKET) isInClass = false;
    else if (code === SLASH && !isInClass) return at + 1;
  }
  return -at;
}

/** The content of a text as far as its end, or as the next expression inside. */
export interface StringContent {
  /** Whether an expression begins at `end`. */
  readonly isHeld: boolean;
  readonly isPlain: boolean;
  readonly innerEnd: number;
  readonly end: number;
}

/** Reads the content of a text of this form from `from` on. */
export function readContent(text: string, from: number, end: number, form: StringForm, closer: string): StringContent {
  const { escape = 'backslash', holds } = form;
  const quote = closer.charCodeAt(0);
  const hold = holds?.charCodeAt(0);
  let isPlain = true;
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === quote && text.startsWith(closer, at)) {
      if (escape !== 'twice' || text.charCodeAt(at + 1) !== quote)
        return { isHeld: false, isPlain, innerEnd: at, end: at + closer.length };
      at++;
    } else if (code === BACKSLASH && escape === 'backslash') {
      at++;
    } else if (code === NEW_LINE && !form.lines) {
      return { isHeld: false, isPlain: false, innerEnd: at, end: at };
    } else if (code === hold && holds !== undefined && text.startsWith(holds, at)) {
      isPlain = false;
      // `{{` is a brace.
      if (holds === '{' && text.charCodeAt(at + 1) === OPEN_CURLY) at++;
      else return { isHeld: true, isPlain, innerEnd: at, end: at + (holds === '{$' ? 1 : holds.length) };
    } else if (code === DOLLAR && form.names && isNameStart(text.charCodeAt(at + 1))) {
      isPlain = false;
    }
  }
  return { isHeld: false, isPlain: false, innerEnd: end, end };
}

export function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
}

/** Whether a sign can be the second of a longer one. */
function isJoining(code: number): boolean {
  return (code >= 58 && code <= 63) || code === 46 || code === 38 || code === 124;
}

/** `$` inside a name is a part of it in JavaScript and Java; no other language has it there. */
export function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigitCode(code) || code === DOLLAR;
}

/** Keywords after which a value follows, and not an operator. */
const openers: ReadonlySet<string> = new Set(
  'return typeof case in of do else throw new delete void yield await and or not if unless while until when puts then'.split(
    ' ',
  ),
);

/** Whether a token ends a value, so that `/` behind it divides. */
export function isValue({ kind, text }: CodeToken): boolean {
  if (kind === 'word') return !openers.has(text);
  return kind === 'string' || kind === 'other' || text === ')' || text === ']' || text === '}';
}

function endOf(text: string, closer: string, from: number, end: number): number {
  const found = text.indexOf(closer, from);
  return found < 0 ? end : Math.min(end, found + closer.length);
}

function nestedEnd(text: string, from: number, end: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = from;
  let depth = 0;
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return Math.min(end, marks.lastIndex);
  }
  return end;
}

export function byFirst(forms: readonly StringForm[]): ReadonlyMap<string, readonly StringForm[]> {
  const grouped = new Map<string, StringForm[]>();
  for (const form of forms) {
    const first = form.open.charAt(0);
    grouped.set(first, [...(grouped.get(first) ?? []), form]);
  }
  return grouped;
}
