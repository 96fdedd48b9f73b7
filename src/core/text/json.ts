import type { Span } from './span.ts';

/**
 * A JSON value with its position in the text. Objects keep order, duplicates and exact number texts, and have no
 * prototype to pollute.
 */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonLiteral;

export interface JsonObject extends Span {
  readonly type: 'object';
  readonly members: readonly JsonMember[];
}

/** `start`..`end` runs from the name's opening quote to the end of the value. */
export interface JsonMember extends Span {
  /** After unescaping. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: JsonNode;
  /** The earlier member of the same name, if any. */
  readonly duplicateOf?: JsonMember;
}

export interface JsonArray extends Span {
  readonly type: 'array';
  readonly items: readonly JsonNode[];
}

export interface JsonString extends Span {
  readonly type: 'string';
  readonly value: string;
}

export interface JsonNumber extends Span {
  readonly type: 'number';
  readonly value: number;
  /** The literal as written: `9007199254740993`, `1e400`. */
  readonly text: string;
}

export interface JsonLiteral extends Span {
  readonly type: 'literal';
  readonly value: true | false | null;
}

export interface JsonError {
  /** Where in the text, in UTF-16 code units. */
  readonly offset: number;
  /** A phrase for the end of a sentence; it tells nothing of what the text says: `a comma or "}" is expected`. */
  readonly message: string;
}

export type JsonReading =
  | { readonly ok: true; readonly root: JsonNode; readonly duplicates: readonly JsonMember[] }
  | { readonly ok: false; readonly error: JsonError };

/** Values nested deeper than this are refused: no token needs them, and the reader's own stack stays small. */
export const MAX_JSON_DEPTH = 64;

/**
 * Reads exactly RFC 8259, and keeps what `JSON.parse` loses: positions, numbers as written, names that occur twice.
 * `duplicates` lists every member whose name (after unescaping) its object had before, in order.
 */
export function parseJson(text: string, options: { readonly maxDepth?: number } = {}): JsonReading {
  return new Reader(text, options.maxDepth ?? MAX_JSON_DEPTH).read();
}

/** Reads the one value that begins at `start` of a text, whatever follows it. Positions are those of the text. */
export function parseJsonAt(text: string, start: number): JsonReading {
  return new Reader(text, MAX_JSON_DEPTH, start).readPrefix();
}

/** The member that counts for the parsers people use: the last of that name. `undefined` for anything but an object. */
export function member(node: JsonNode | undefined, name: string): JsonMember | undefined {
  if (node?.type !== 'object') return undefined;
  return node.members.length > FEW_MEMBERS
    ? indexOf(node).get(name)
    : node.members.findLast((candidate) => candidate.name === name);
}

/** So many members are walked as fast as a table is made. Larger objects are asked for dozens of names. */
const FEW_MEMBERS = 32;
const indexes = new WeakMap<JsonObject, ReadonlyMap<string, JsonMember>>();

function indexOf(node: JsonObject): ReadonlyMap<string, JsonMember> {
  const known = indexes.get(node);
  if (known) return known;
  const index = new Map(node.members.map((each) => [each.name, each]));
  indexes.set(node, index);
  return index;
}

/** The values right inside a value, in order. */
export function childrenOf(node: JsonNode): readonly JsonNode[] {
  if (node.type === 'object') return node.members.map(({ value }) => value);
  return node.type === 'array' ? node.items : [];
}

/** Whether a value can have others inside. */
export function isCollection({ type }: JsonNode): boolean {
  return type === 'object' || type === 'array';
}

/** An object or a list, and how many others it is in. */
export interface Collection {
  readonly node: JsonObject | JsonArray;
  readonly depth: number;
}

const walks = new WeakMap<JsonNode, readonly Collection[]>();

/** The objects and lists of a value, in the order in which they begin. Many ask, so each value is walked once. */
export function collectionsIn(root: JsonNode): readonly Collection[] {
  const known = walks.get(root);
  if (known) return known;
  const found: Collection[] = [];
  const walk = (node: JsonNode, depth: number): void => {
    if (node.type !== 'object' && node.type !== 'array') return;
    found.push({ node, depth });
    if (node.type === 'object') for (const { value } of node.members) walk(value, depth + 1);
    else for (const item of node.items) walk(item, depth + 1);
  };
  walk(root, 0);
  walks.set(root, found);
  return found;
}

/**
 * An ordinary value as `JSON.parse` would make it: the last member of a name wins, and `__proto__` is a member like any
 * other.
 */
export function toPlain(node: JsonNode): unknown {
  switch (node.type) {
    case 'object': {
      const plain: Record<string, unknown> = {};
      for (const { name, value } of node.members) {
        Object.defineProperty(plain, name, {
          value: toPlain(value),
          writable: true,
          enumerable: true,
          configurable: true,
        });
      }
      return plain;
    }
    case 'array':
      return node.items.map(toPlain);
    default:
      return node.value;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const SMALL_E = 0x65;
const CAPITAL_E = 0x45;
const LITERALS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/**
 * A recursive descent reader. Each method leaves `#at` behind what it read, or records the fault and returns `null`.
 */
class Reader {
  readonly #text: string;
  readonly #maxDepth: number;
  readonly #duplicates: JsonMember[] = [];
  #at: number;
  #error: JsonError | undefined;

  constructor(text: string, maxDepth: number, start = 0) {
    this.#text = text;
    this.#maxDepth = maxDepth;
    this.#at = start;
  }

  read(): JsonReading {
    this.#skipSpace();
    const root = this.#value(0);
    this.#skipSpace();
    if (root && this.#at < this.#text.length) this.#fail('more text follows the value');
    return this.#reading(root);
  }

  readPrefix(): JsonReading {
    return this.#reading(this.#value(0));
  }

  #reading(root: JsonNode | null): JsonReading {
    if (this.#error) return { ok: false, error: this.#error };
    if (!root) throw new Error('A value that could not be read must have left its error');
    return { ok: true, root, duplicates: this.#duplicates };
  }

  #value(depth: number): JsonNode | null {
    const start = this.#at;
    const code = this.#code();
    if (code === QUOTE) {
      const value = this.#string();
      return value === null ? null : { type: 'string', start, end: this.#at, value };
    }
    if (code === MINUS || isDigit(code)) return this.#number();
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (depth >= this.#maxDepth) return this.#fail(`values are nested more than ${this.#maxDepth} levels deep`);
      return code === OPEN_BRACE ? this.#object(depth + 1) : this.#array(depth + 1);
    }
    for (const [word, value] of LITERALS) {
      if (code === word.charCodeAt(0) && this.#text.startsWith(word, start)) {
        this.#at += word.length;
        return { type: 'literal', start, end: this.#at, value };
      }
    }
    return this.#fail(start < this.#text.length ? 'a value is expected' : 'the text ends where a value is expected');
  }

  #object(depth: number): JsonNode | null {
    const start = this.#at;
    const members: JsonMember[] = [];
    const byName = new Map<string, JsonMember>();
    for (let more = this.#open(CLOSE_BRACE); more;) {
      const read = this.#member(depth, byName);
      if (!read) return null;
      members.push(read);
      const next = this.#next(CLOSE_BRACE);
      if (next === null) return null;
      more = next;
    }
    return { type: 'object', start, end: this.#at, members };
  }

  #member(depth: number, byName: Map<string, JsonMember>): JsonMember | null {
    const start = this.#at;
    if (this.#code() !== QUOTE) return this.#fail('a member name in double quotes is expected');
    const name = this.#string();
    if (name === null) return null;
    const nameSpan = { start, end: this.#at };
    this.#skipSpace();
    if (!this.#take(COLON)) return this.#fail('a colon is expected after the member name');
    this.#skipSpace();
    const value = this.#value(depth);
    if (!value) return null;
    const { end } = value;
    const duplicateOf = byName.get(name);
    const read = duplicateOf
      ? { start, end, name, nameSpan, value, duplicateOf }
      : { start, end, name, nameSpan, value };
    if (duplicateOf) this.#duplicates.push(read);
    byName.set(name, read);
    return read;
  }

  #array(depth: number): JsonNode | null {
    const start = this.#at;
    const items: JsonNode[] = [];
    for (let more = this.#open(CLOSE_BRACKET); more;) {
      const item = this.#value(depth);
      if (!item) return null;
      items.push(item);
      const next = this.#next(CLOSE_BRACKET);
      if (next === null) return null;
      more = next;
    }
    return { type: 'array', start, end: this.#at, items };
  }

  /** Steps over the opening bracket; false if the collection is empty and closed. */
  #open(close: number): boolean {
    this.#at++;
    this.#skipSpace();
    return !this.#take(close);
  }

  /** After an element: true if another follows, false if the collection closed. */
  #next(close: number): boolean | null {
    this.#skipSpace();
    if (this.#take(close)) return false;
    if (!this.#take(COMMA)) return this.#fail(`a comma or "${String.fromCharCode(close)}" is expected`);
    this.#skipSpace();
    return true;
  }

  #string(): string | null {
    const text = this.#text;
    const { length } = text;
    let value = '';
    let from = this.#at + 1;
    for (let at = from; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        return value + text.slice(from, at);
      }
      if (code >= 0x20 && code !== BACKSLASH) continue;
      this.#at = at;
      if (code < 0x20) return this.#fail('a control character in a string must be escaped');
      const unescaped = this.#escape();
      if (unescaped === null) return null;
      value += text.slice(from, at) + unescaped;
      at = this.#at;
      from = at + 1;
    }
    this.#at = length;
    return this.#fail('the string is not closed');
  }

  /** Reads an escape and leaves `#at` on its last character. */
  #escape(): string | null {
    const char = this.#text.charAt(this.#at + 1);
    const simple = ESCAPES.get(char);
    if (simple !== undefined) {
      this.#at++;
      return simple;
    }
    const digits = this.#text.slice(this.#at + 2, this.#at + 6);
    if (char !== 'u' || !/^[0-9A-Fa-f]{4}$/.test(digits)) return this.#fail('this is not a JSON escape');
    this.#at += 5;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #number(): JsonNode | null {
    const start = this.#at;
    this.#take(MINUS);
    if (!this.#take(ZERO) && !this.#digits()) return null;
    if (this.#take(POINT) && !this.#digits()) return null;
    if (this.#take(SMALL_E) || this.#take(CAPITAL_E)) {
      if (!this.#take(PLUS)) this.#take(MINUS);
      if (!this.#digits()) return null;
    }
    const text = this.#text.slice(start, this.#at);
    return { type: 'number', start, end: this.#at, value: Number(text), text };
  }

  #digits(): true | null {
    if (!isDigit(this.#code())) return this.#fail('a digit is expected');
    while (isDigit(this.#code())) this.#at++;
    return true;
  }

  #code(): number {
    return this.#text.charCodeAt(this.#at);
  }

  #take(code: number): boolean {
    if (this.#code() !== code) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    for (let code = this.#code(); code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d; code = this.#code())
      this.#at++;
  }

  #fail(message: string): null {
    this.#error ??= { offset: this.#at, message };
    return null;
  }
}
