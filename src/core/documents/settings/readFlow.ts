import { lineEnd } from './lineEnd.ts';
import type { Section, SettingList } from './setting.ts';
import { readQuoted } from './readQuoted.ts';

/** What tells a name from its value, and where the collection ends in any case. */
export interface FlowStyle {
  readonly separator: ':' | '=';
  /** A line that begins at this column, or before it, is no part of the collection, unless it closes it. */
  readonly outerColumn: number;
  readonly end: number;
}

interface FlowLevel {
  readonly section: Section;
  name: string;
}

/**
 * Reads a collection in brackets that begins at `start`: YAML's flow style, TOML's arrays and inline tables. Gives
 * where it ends; one that is not closed ends with the text. Linear, and without recursion.
 */
export function readFlow(
  text: string,
  start: number,
  { section, name }: { readonly section: Section; readonly name: string },
  style: FlowStyle,
  settings: SettingList,
): number {
  const levels: FlowLevel[] = [];
  let level: FlowLevel = { section, name };
  let at = start;
  while (at < style.end) {
    const char = text.charAt(at);
    if (char === '\n') {
      if (endsBefore(text, at + 1, style)) return at;
      at++;
    } else if (char === '#' && /\s/.test(text.charAt(at - 1))) {
      at = lineEnd(text, at, style.end);
    } else if ((char === '{' || char === '[') && !text.startsWith('{{', at)) {
      levels.push(level);
      level = { section: level.section.child(level.name), name: '' };
      at++;
    } else if (char === '}' || char === ']') {
      level = levels.pop() ?? level;
      level.name = '';
      at++;
      if (levels.length === 0) return at;
    } else if (char === ',') {
      level.name = '';
      at++;
    } else if (/\s/.test(char) || char === style.separator) {
      at++;
    } else {
      const token = tokenAt(text, at, style);
      at = token.next;
      const next = separatorAt(text, at, style);
      if (next === undefined) settings.add({ ...token, section: level.section, name: level.name });
      else level.name = token.value;
      at = next ?? at;
    }
  }
  return at;
}

interface FlowToken {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

function tokenAt(text: string, at: number, style: FlowStyle): FlowToken & { readonly next: number } {
  const quoted = readQuoted(text, at, style.end);
  if (quoted) return quoted;
  const pattern = text.startsWith('{{', at) ? expression : style.separator === ':' ? plainInYaml : plainInToml;
  pattern.lastIndex = at;
  const length = pattern.exec(text)?.[0].length ?? 0;
  const end = Math.min(at + Math.max(1, length), style.end);
  const value = text.slice(at, end).trimEnd();
  return { value, start: at, end: at + value.length, next: end };
}

/** `{{ … }}` of a template. */
const expression = /[^}\n]{1,1000}\}?\}?/y;
const plainInYaml = /(?:[^,[\]{}\n:#]|:(?![\s,[\]{}])|(?<!\s)#|(?<=\$)\{)+/y;
const plainInToml = /(?:[^,[\]{}\n=#]|(?<=\$)\{)+/y;

/** Behind the separator that follows a name; `undefined` where none does. */
function separatorAt(text: string, from: number, { separator, end }: FlowStyle): number | undefined {
  let at = from;
  while (at < end && (text.charAt(at) === ' ' || text.charAt(at) === '\t')) at++;
  return text.charAt(at) === separator && at < end ? at + 1 : undefined;
}

function endsBefore(text: string, lineStart: number, { outerColumn, end }: FlowStyle): boolean {
  if (outerColumn < 0) return false;
  let at = lineStart;
  while (at < end && text.charAt(at) === ' ') at++;
  return at < end && at - lineStart <= outerColumn && !/[\]},\r\n#]/.test(text.charAt(at));
}
