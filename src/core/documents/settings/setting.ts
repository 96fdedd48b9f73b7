import type { Span } from '../../text/span.ts';

/** A mapping, list or section of a settings file. A list's items that are mappings are sections without a name. */
export class Section {
  readonly name: string;
  readonly parent: Section | undefined;
  readonly depth: number;
  /** Made when first needed: a large file has many sections, and most hold nothing by name. */
  #values: Map<string, string> | undefined;
  #sections: Map<string, Section> | undefined;

  constructor(name = '', parent?: Section) {
    this.name = name;
    this.parent = parent;
    this.depth = parent ? parent.depth + 1 : 0;
  }

  /** The text of one of its own settings, as written last. */
  valueOf(name: string): string | undefined {
    return this.#values?.get(name);
  }

  /** The section inside that has this name, the last one of it. */
  sectionOf(name: string): Section | undefined {
    return this.#sections?.get(name);
  }

  /** Names of its settings with their texts, then of its sections: the first `limit` of each. */
  *members(limit: number): Iterable<readonly [name: string, value: string]> {
    yield* first(limit, this.#values?.entries() ?? []);
    for (const name of first(limit, this.#sections?.keys() ?? [])) yield [name, ''];
  }

  /** A new section inside. Deeper than anybody writes, it is this one. */
  child(name: string): Section {
    if (this.depth >= MOST_DEPTH) return this;
    const section = new Section(name, this);
    if (name !== '') (this.#sections ??= new Map()).set(name, section);
    return section;
  }

  /** The section inside that has this name already, or a new one: for formats that name a section time and again. */
  inside(name: string): Section {
    return this.sectionOf(name) ?? this.child(name);
  }

  /** Takes note of one of its settings. */
  set(name: string, value: string): void {
    if (name !== '') (this.#values ??= new Map()).set(name, value);
  }
}

const MOST_DEPTH = 64;

/** A text or number in a settings file. The span is what stands between its quotes, if it has any. */
export interface Setting extends Span {
  readonly section: Section;
  /** Empty for an item of a list. */
  readonly name: string;
  readonly value: string;
  /** Several lines of text as they are: they may be a file of their own. */
  readonly isBlock?: true;
  /** YAML's word on how to read it: `!vault`. */
  readonly tag?: string;
}

/** Collects the settings of a text. */
export class SettingList {
  readonly list: Setting[] = [];

  add(setting: Setting): void {
    this.list.push(setting);
    setting.section.set(setting.name, setting.value);
  }
}

function* first<T>(limit: number, items: Iterable<T>): Iterable<T> {
  let left = limit;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}
