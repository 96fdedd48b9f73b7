import { lineEnd } from './lineEnd.ts';
import { readQuoted } from './readQuoted.ts';
import { Section, SettingList } from './setting.ts';
import type { Setting } from './setting.ts';

/**
 * The settings of an INI or `.properties` file, a `.env` file, or one with `name { … }` around them (HOCON). Names
 * with dots are sections: `app.jwt.secret`. Linear.
 */
export function readIni(text: string, from = 0, to = text.length): readonly Setting[] {
  const settings = new SettingList();
  const root = new Section();
  const open: Section[] = [];
  let section = root;
  for (let at = from; at < to;) {
    const end = lineEnd(text, at, to);
    const line = text.slice(at, end);
    const start = at + line.length - line.trimStart().length;
    at = end + 1;
    const content = line.trim();
    if (content === '' || /^[#;!]/.test(content) || content.startsWith('//')) continue;
    const header = /^\[+\s*"?([^\]"]{1,200})"?\s*\]+/.exec(content);
    if (header) {
      section = sectionAt(root, header[1] ?? '');
    } else if (content.endsWith('{') && content.length < LONGEST_NAME) {
      open.push(section);
      section = section.child(content.slice(0, -1).replace(/[\s=:"]+$/, ''));
    } else if (content.startsWith('}')) {
      section = open.pop() ?? root;
    } else {
      const separator = separatorIn(content);
      if (separator === undefined) continue;
      const { inner, name } = within(
        section,
        content
          .slice(0, separator.start)
          .replace(/^export\s+/, '')
          .trim(),
      );
      const value = valueAt(text, start + separator.end, to);
      settings.add({ ...value, section: inner, name });
      at = Math.max(at, lineEnd(text, value.end, to) + 1);
    }
  }
  return settings.list;
}

const LONGEST_NAME = 200;

/** The first `=`; where there is none, or in front of it, a colon that stands apart; else any colon. */
function separatorIn(content: string): { readonly start: number; readonly end: number } | undefined {
  const head = content.slice(0, LONGEST_NAME);
  const equals = head.indexOf('=');
  const colon = head.search(/:\s/);
  const candidates = [equals, colon].filter((index) => index > 0);
  const start = candidates.length > 0 ? Math.min(...candidates) : head.indexOf(':');
  if (start <= 0) return undefined;
  const isWide = head.slice(start, start + 2) === ':=';
  const begin = start + (isWide ? 2 : 1);
  return { start, end: begin + content.slice(begin).length - content.slice(begin).trimStart().length };
}

/** The section in which a dotted name is, and the last part of that name. */
function within(section: Section, dotted: string): { readonly inner: Section; readonly name: string } {
  const parts = dotted.slice(0, LONGEST_NAME).split('.');
  const name = parts.pop() ?? '';
  let inner = section;
  for (const part of parts) inner = inner.inside(part.trim());
  return { inner, name: name.trim() };
}

/** What stands in quotes, or up to a comment. A line that ends with a backslash goes on. */
function valueAt(text: string, start: number, to: number): Pick<Setting, 'value' | 'start' | 'end'> {
  let end = lineEnd(text, start, to);
  const quoted = readQuoted(text, start, end);
  if (quoted && /^\s*(?:[#;,].*)?$/s.test(text.slice(quoted.next, end))) return quoted;
  let lines = 0;
  while (/(?<!\\)\\\r?$/.test(text.slice(Math.max(start, end - 3), end)) && end < to && lines++ < MOST_LINES)
    end = lineEnd(text, end + 1, to);
  const raw = text.slice(start, end);
  const comment = raw.search(/\s[#;]/);
  const kept = (comment < 0 ? raw : raw.slice(0, comment)).trimEnd();
  return { value: kept.replaceAll(/\\\r?\n\s*/g, ''), start, end: start + kept.length };
}

const MOST_LINES = 50;

function sectionAt(root: Section, dotted: string): Section {
  const { inner, name } = within(root, dotted);
  return inner.inside(name);
}
