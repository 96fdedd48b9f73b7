import { lineEnd } from './lineEnd.ts';
import { readFlow } from './readFlow.ts';
import { readQuoted } from './readQuoted.ts';
import { Section, SettingList } from './setting.ts';
import type { Setting } from './setting.ts';

/** The settings of a TOML text. Reads line by line: what is no TOML is left out. Linear. */
export function readToml(text: string, from = 0, to = text.length): readonly Setting[] {
  const settings = new SettingList();
  const root = new Section();
  let table = root;
  for (let at = from; at < to;) {
    const end = lineEnd(text, at, to);
    const line = text.slice(at, end);
    at = end + 1;
    const header = /^\s*(\[\[?)([^\]\n]{1,300})\]/.exec(line);
    if (header) {
      const names = namesIn(header[2] ?? '');
      const last = names.pop() ?? '';
      const parent = names.reduce((section, name) => section.inside(name), root);
      table = header[1] === '[' ? parent.inside(last) : parent.child(last);
      continue;
    }
    const key = /^\s*((?:[\w.-]|"[^"\n]{0,200}"|'[^'\n]{0,200}'|[ \t](?=[\w."'-])){1,300}?)[ \t]*=[ \t]*/.exec(line);
    if (!key) continue;
    const names = namesIn(key[1] ?? '');
    const name = names.pop() ?? '';
    const section = names.reduce((outer, each) => outer.inside(each), table);
    const begin = end - line.length + key[0].length;
    if (/[[{]/.test(text.charAt(begin))) {
      const style = { separator: '=' as const, outerColumn: -1, end: to };
      at = Math.max(at, lineEnd(text, readFlow(text, begin, { section, name }, style, settings), to) + 1);
      continue;
    }
    const value = longText(text, begin, to) ?? readQuoted(text, begin, end) ?? unquotedValue(text, begin, end);
    settings.add({ section, name, value: value.value, start: value.start, end: value.end });
    at = Math.max(at, lineEnd(text, value.end, to) + 1);
  }
  return settings.list;
}

/** `a."b.c".d` as names. */
function namesIn(key: string): string[] {
  return [...key.matchAll(/"([^"]*)"|'([^']*)'|([^\s.]+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}

type Value = Pick<Setting, 'value' | 'start' | 'end'>;

const LONGEST_IN_QUOTES = 16_384;

/** A text over lines, in three quotes; the line end right behind the first ones is no part of it. */
function longText(text: string, at: number, to: number): Value | undefined {
  const quotes = ['"""', "'''"].find((each) => text.startsWith(each, at));
  if (quotes === undefined) return undefined;
  const close = text.slice(at + 3, Math.min(to, at + LONGEST_IN_QUOTES)).indexOf(quotes);
  if (close < 0) return undefined;
  const raw = text.slice(at + 3, at + 3 + close);
  const start = at + 3 + (/^\r?\n/.exec(raw)?.[0].length ?? 0);
  const value = text.slice(start, at + 3 + close).trimEnd();
  return { value, start, end: start + value.length };
}

function unquotedValue(text: string, start: number, end: number): Value {
  const line = text.slice(start, end);
  const comment = line.indexOf('#');
  const value = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
  return { value, start, end: start + value.length };
}
