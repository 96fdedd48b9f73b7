import { INVISIBLE_CHARACTERS } from '../text/base64url.ts';

/** Where a match of a sticky expression that begins at `from` ends. */
export function matchEnd(sticky: RegExp, text: string, from: number): number | undefined {
  sticky.lastIndex = from;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

/** The first of several sticky expressions that match. */
export function firstEnd(expressions: readonly RegExp[], text: string, from: number): number | undefined {
  for (const expression of expressions) {
    const end = matchEnd(expression, text, from);
    if (end !== undefined) return end;
  }
  return undefined;
}

/** What puts texts together in one language or another, and a comment at the end of a line. */
const OPERATOR = String.raw`(?:\+\+?|\.\.?|&|<>|<<|\|\||\^|~)`;
const SPACES = String.raw`[ \t]{0,80}`;
const COMMENT = String.raw`(?:(?:\/\/|#|--)[^\r\n]{0,200})?`;
const LINE = String.raw`(?:\r?\n[ \t]{0,200})`;
/** Letters in front of a literal: `r`, `b`, `L`, `u8`, `@`. */
const OPENING = String.raw`[a-zA-Z@$]{0,2}8?`;

/**
 * From a string literal into the next one by an operator, or into the next line by a backslash: in any language this
 * makes one text of them.
 */
export const CONCATENATIONS: readonly RegExp[] = [
  new RegExp(`(["'\`])${SPACES}(?:${OPERATOR}|\\\\)${SPACES}_?${SPACES}${COMMENT}${LINE}?${OPENING}\\1`, 'y'),
  new RegExp(`(["'\`])${SPACES}${COMMENT}${LINE}${OPERATOR}${SPACES}${OPENING}\\1`, 'y'),
  /\\\r?\n[ \t]{0,200}(?:\*[ \t]{1,80})?/y,
];

/** With nothing but a new line or spaces between them: one text in Python, C and others, two elsewhere. */
export const NEIGHBOURS = new RegExp(`(["'\`])(?:[ \\t]{1,80}|${SPACES}${COMMENT}${LINE})${OPENING}\\1`, 'y');

/** From a literal over an operator to what is none: a constant, a variable, a call. */
export const EXPRESSION = new RegExp(
  `["'\`]${SPACES}${COMMENT}${LINE}?${OPERATOR}${SPACES}${LINE}?[A-Za-z_$@:\\\\][\\w$.:>-]{0,100}(?:\\([^()\\r\\n]{0,80}\\)|\\[[^[\\]\\r\\n]{0,40}\\])?(?!["'\`])`,
  'y',
);

/** From there on into a literal. */
export const INTO_LITERAL = new RegExp(
  `${SPACES}${COMMENT}${LINE}?${OPERATOR}${SPACES}${COMMENT}${LINE}?${OPENING}["'\`]`,
  'y',
);

/**
 * From one line to the next: over what continues a command there (`^`, a backtick), the `=` of quoted-printable or a
 * `<br>`, over indentation, and over what marks a comment, a quotation, an addition or a margin. A literal may also say
 * `\\n`.
 */
export const NEXT_LINE =
  /(?:\\r)?\\n[ \t]{0,80}|[ \t]{0,80}(?:<w?br ?\/?>|[\\=^`])?\r?\n[ \t]{0,200}(?:(?:[#*>|;+]|\/\/\/?!?|--(?=[ \t]))[ \t]{0,80}){0,3}/y;

/** Where a page or a text allows a break that is none. */
export const SOFT_BREAK = /<w?br ?\/?>|&(?:shy|#173|ZeroWidthSpace);/y;

/**
 * Behind the last line of a token: text that goes on is text of its own, and `NAME=` or `name:` begins something else.
 */
export const OTHER_TEXT = /[ \t]*[=:+/%@({[]|[ \t]+[A-Za-z0-9_]/y;

/** Characters that nobody sees: they come with text that is copied from pages and chats. */
export const INVISIBLES = new RegExp(`[${INVISIBLE_CHARACTERS}]{1,40}`, 'y');

/** One character in the spelling of a URL, a program, JSON, HTML, or quoted-printable. */
const ESCAPE =
  /(?:%(?:25)?|\\x|\\u00)([0-9A-Fa-f]{2})|\\u\{([0-9A-Fa-f]{2})\}|&#x([0-9A-Fa-f]{2});|=(2[DE]|3D|5F|7E)|&#([0-9]{2,3});/y;

/** The character that an escape at `from` stands for, and where it ends. */
export function escapedAt(
  text: string,
  from: number,
): { readonly character: string; readonly end: number } | undefined {
  ESCAPE.lastIndex = from;
  const match = ESCAPE.exec(text);
  if (!match) return undefined;
  const [, a, b, c, d, decimal] = match as readonly (string | undefined)[];
  const hex = a ?? b ?? c ?? d;
  const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
  return { character: String.fromCharCode(code), end: ESCAPE.lastIndex };
}

/** What people write for what they leave out, and where a program puts a value in. */
export const ELISIONS: readonly RegExp[] = [
  /…{1,3}|\.{3,9}|\*{3,9}/y,
  /\[(?:…|\.{2,5}|[A-Za-z][A-Za-z _-]{2,30})\]|<(?:…|\.{2,5}|(?!w?br\b)[A-Za-z][A-Za-z _-]{2,30})>/y,
  /\$\{[^}\r\n]{1,80}\}|#\{[^}\r\n]{1,80}\}|\{\{[^}\r\n]{1,80}\}\}|\{[A-Za-z_$][^}\r\n]{0,80}\}|\{[0-9]{0,2}\}/y,
  /\\\([^)\r\n]{1,80}\)|%[sv@]|\$[A-Za-z_][A-Za-z0-9_]{0,60}/y,
];
