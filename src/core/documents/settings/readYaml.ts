import { lineEnd } from './lineEnd.ts';
import { readFlow } from './readFlow.ts';
import { readQuoted } from './readQuoted.ts';
import { Section, SettingList } from './setting.ts';
import type { Setting } from './setting.ts';

/** A mapping or list whose lines begin at a column. */
interface YamlLevel {
  readonly column: number;
  readonly isList: boolean;
  readonly section: Section;
  /** What the key or dash read last holds, if it is on the lines that follow. */
  pending?: Section;
}

/** What is about to be read: under which name, in which section, and at which column its lines begin. */
interface YamlPlace {
  readonly section: Section;
  readonly name: string;
  readonly column: number;
}

/**
 * The settings of a YAML text, of all its documents, in their order. It reads line by line and by indentation, so that
 * a template or a file that somebody is writing loses only the lines that cannot be read. Aliases stand for nothing
 * here: what they repeat is listed where it is written. Linear, and without recursion.
 */
export function readYaml(text: string, from = 0, end = text.length): readonly Setting[] {
  return new YamlReader(text, from, end).read();
}

class YamlReader {
  readonly #text: string;
  readonly #end: number;
  readonly #settings = new SettingList();
  #at: number;
  #root = new Section();
  #levels: YamlLevel[] = [];

  constructor(text: string, from: number, end: number) {
    this.#text = text;
    this.#at = from;
    this.#end = end;
  }

  read(): readonly Setting[] {
    while (this.#at < this.#end) this.#at = this.#line(this.#at);
    return this.#settings.list;
  }

  /** Reads what begins on a line, and gives the start of the next line to read. */
  #line(start: number): number {
    const end = this.#lineEnd(start);
    let at = this.#skipSpace(start, end);
    if (
      at === start &&
      /[-.]/.test(this.#text.charAt(at)) &&
      /^(?:---|\.\.\.)(?:\s|$)/.test(this.#text.slice(start, start + 4))
    ) {
      this.#root = new Section();
      this.#levels = [];
      at = this.#skipSpace(start + 3, end);
    }
    if (at >= end || isNothing(this.#text, at)) return end + 1;
    let item: Section | undefined;
    while (this.#text.charAt(at) === '-' && (at + 1 >= end || /\s/.test(this.#text.charAt(at + 1)))) {
      const list = this.#listAt(at - start);
      item = list.section;
      list.pending = new Section('', list.section);
      at = this.#skipSpace(at + 1, end);
      if (at >= end || this.#text.charAt(at) === '#') return end + 1;
    }
    const key = keyAt(this.#text, at, end);
    if (key) {
      const column = at - start;
      return this.#value(key.next, { section: this.#mapAt(column).section, name: key.name, column }, end);
    }
    const isJson = this.#levels.length === 0 && /[[{]/.test(this.#text.charAt(at));
    if (item === undefined && !isJson) return this.#below(at, start, end);
    const column = item === undefined ? -1 : (this.#levels.at(-1)?.column ?? 0);
    return this.#value(at, { section: item ?? this.#root, name: '', column }, end);
  }

  /** A value on the line below its key; any other text goes on what was read before. */
  #below(at: number, start: number, end: number): number {
    const level = this.#levels.at(-1);
    const name = level?.pending?.name ?? '';
    if (!level || name === '' || at - start <= level.column) return end + 1;
    delete level.pending;
    return this.#value(at, { section: level.section, name, column: level.column }, end);
  }

  #value(from: number, place: YamlPlace, end: number): number {
    let at = this.#skipSpace(from, end);
    let tag: string | undefined;
    for (; at < end && /[!&]/.test(this.#text.charAt(at)); at = this.#skipSpace(at, end)) {
      const begin = at;
      while (at < end && !/\s/.test(this.#text.charAt(at))) at++;
      if (this.#text.charAt(begin) === '!') tag = this.#text.slice(begin, at);
    }
    const char = at < end ? this.#text.charAt(at) : '';
    if (char === '' || char === '#' || char === '\r') {
      const level = this.#levels.at(-1);
      if (level) level.pending = place.name === '' ? (level.pending ?? level.section) : place.section.child(place.name);
      return end + 1;
    }
    if (char === '*') return end + 1;
    if (/[|>]/.test(char) && /^[|>][\d+-]{0,2}\s*(?:#.*)?$/.test(this.#text.slice(at, end)))
      return this.#block(char, end + 1, place);
    if ((char === '{' || char === '[') && !this.#text.startsWith('{{', at)) {
      const style = { separator: ':' as const, outerColumn: place.column, end: this.#end };
      return this.#lineEnd(readFlow(this.#text, at, place, style, this.#settings)) + 1;
    }
    const quoted = this.#quoted(at, place.column);
    const value = quoted ?? plainScalar(this.#text, at, end);
    const { section, name } = place;
    this.#settings.add({
      section,
      name,
      value: value.value,
      start: value.start,
      end: value.end,
      ...(tag !== undefined && { tag }),
    });
    return quoted ? this.#lineEnd(quoted.next) + 1 : end + 1;
  }

  /** A text in quotes, if its further lines are indented as they have to be. */
  #quoted(at: number, column: number): ReturnType<typeof readQuoted> {
    const quoted = readQuoted(this.#text, at, this.#end);
    if (!quoted) return undefined;
    for (let line = this.#lineEnd(at) + 1; line < quoted.end; line = this.#lineEnd(line) + 1) {
      const first = this.#skipSpace(line, this.#lineEnd(line));
      if (first < this.#lineEnd(line) && first - line <= column && !/["'\r]/.test(this.#text.charAt(first)))
        return undefined;
    }
    return quoted;
  }

  /** Lines of text, from the line behind `|` or `>`. */
  #block(style: string, from: number, { section, name, column }: YamlPlace): number {
    const lines: string[] = [];
    let indent: number | undefined;
    let start = from;
    let last = from;
    let at = from;
    while (at < this.#end) {
      const end = this.#lineEnd(at);
      const first = this.#skipSpace(at, end);
      const isBlank = first >= end || this.#text.charAt(first) === '\r';
      if (!isBlank && first - at <= Math.max(column, (indent ?? 0) - 1)) break;
      if (!isBlank && indent === undefined) {
        indent = first - at;
        start = first;
      }
      const line = this.#text.slice(at + (indent ?? 0), end).trimEnd();
      if (indent !== undefined) lines.push(line);
      if (!isBlank) last = at + (indent ?? 0) + line.length;
      at = end + 1;
    }
    if (indent === undefined) return at;
    const value = lines.join(style === '|' ? '\n' : ' ').trimEnd();
    this.#settings.add({ section, name, value, start, end: Math.min(last, this.#end), isBlock: true });
    return at;
  }

  #mapAt(column: number): YamlLevel {
    return this.#levelAt(column, false);
  }

  #listAt(column: number): YamlLevel {
    return this.#levelAt(column, true);
  }

  /** The mapping or list whose lines begin at this column: the one that goes on, or a new one. */
  #levelAt(column: number, isList: boolean): YamlLevel {
    let top = this.#levels.at(-1);
    // The items of a list may stand right below the key that holds it.
    const isOver = (level: YamlLevel): boolean =>
      level.column > column || (level.column === column && level.isList && !isList);
    while (top && isOver(top)) {
      this.#levels.pop();
      top = this.#levels.at(-1);
    }
    if (top?.column === column && top.isList === isList) return top;
    const level = { column, isList, section: top ? (top.pending ?? top.section) : this.#root };
    this.#levels.push(level);
    return level;
  }

  #lineEnd(at: number): number {
    return lineEnd(this.#text, at, this.#end);
  }

  #skipSpace(from: number, end: number): number {
    let at = from;
    while (at < end && (this.#text.charAt(at) === ' ' || this.#text.charAt(at) === '\t')) at++;
    return at;
  }
}

/** A comment, a directive, a line of a template, the rest of a line end. */
function isNothing(text: string, at: number): boolean {
  return /[#%\r]/.test(text.charAt(at)) || text.startsWith('{{', at) || text.startsWith('{%', at);
}

const LONGEST_YAML_KEY = 300;

/** The key that begins there, and where its value may begin; `undefined` if it is no key. */
function keyAt(text: string, at: number, end: number): { readonly name: string; readonly next: number } | undefined {
  const limit = Math.min(end, at + LONGEST_YAML_KEY);
  const quoted = readQuoted(text, at, limit);
  if (quoted) {
    const colon = /^[ \t]*:(?=\s|$)/.exec(text.slice(quoted.next, end));
    return colon ? { name: quoted.value, next: quoted.next + colon[0].length } : undefined;
  }
  if (/[[{"'|>]/.test(text.charAt(at))) return undefined;
  for (let colon = text.indexOf(':', at); colon >= 0 && colon < limit; colon = text.indexOf(':', colon + 1)) {
    if (colon + 1 < end && !/\s/.test(text.charAt(colon + 1))) continue;
    const name = text.slice(at, colon).trimEnd();
    return name.includes(' #') ? undefined : { name, next: colon + 1 };
  }
  return undefined;
}

/** A text without quotes: up to a comment or the end of its line. */
function plainScalar(
  text: string,
  start: number,
  to: number,
): { readonly value: string; readonly start: number; readonly end: number } {
  const line = text.slice(start, to);
  const comment = line.search(/[ \t]#/);
  const value = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
  return { value, start, end: start + value.length };
}
