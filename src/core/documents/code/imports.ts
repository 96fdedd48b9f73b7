import type { Code } from './code.ts';
import { bare } from './wordPath.ts';

/** What names of a file stand for, by its imports: `jsonwt` → `jsonwebtoken`, `encode` → `jwt.encode`. */
export type Aliases = ReadonlyMap<string, string>;

/** More imports than these tell nothing new. */
const MOST_IMPORTS = 1000;
const LONGEST_STATEMENT = 200;

/** The names that the imports of a file give. */
export function readImports(code: Code): Aliases {
  const aliases = new Map<string, string>();
  for (const index of keywords(code, 'import')) {
    if (code.is(index - 1, '.')) continue;
    if (code.is(index + 1, '(')) readRequire(code, index, aliases);
    else if (code.grammar.regex) readModule(code, index, aliases);
    else if (code.grammar.indented) readFrom(code, index, aliases);
    else readRenames(code, index, aliases);
  }
  for (const index of keywords(code, 'require')) readRequire(code, index, aliases);
  for (const word of ['use', 'using']) for (const index of keywords(code, word)) readRenames(code, index, aliases);
  if (code.grammar.regex) for (const [local, path] of aliases) readParts(code, local, path, aliases);
  return aliases;
}

function keywords(code: Code, word: string): readonly number[] {
  return code
    .placesOf(word)
    .filter((index) => code.at(index).kind === 'word')
    .slice(0, MOST_IMPORTS);
}

/** `import a, { b as c } from 'm'`, `import * as a from 'm'`. */
function readModule(code: Code, index: number, aliases: Map<string, string>): void {
  const locals: (readonly [local: string, member: string])[] = [];
  for (let at = index + 1; at < index + LONGEST_STATEMENT; at++) {
    const { kind, text, isFresh } = code.at(at);
    if (kind === 'string') {
      for (const [local, member] of locals) aliases.set(local, member === '' ? text : `${text}.${member}`);
      return;
    }
    if (kind === 'end' || text === ';' || (isFresh && /^(?:import|const|export)$/.test(text))) return;
    if (kind !== 'word' || text === 'from' || (text === 'type' && code.at(at + 1).kind === 'word')) continue;
    if (text === 'as') {
      const [, member = ''] = locals.pop() ?? [];
      locals.push([code.at(++at).text, code.is(at - 2, '*', 'default') ? '' : member]);
    } else {
      locals.push([text, code.opener(at) === code.opener(index) ? '' : text]);
    }
    if (code.is(at + 1, '=') && code.is(at + 2, 'require')) return;
  }
}

/** `const a = require('m')`, `const { a: b } = require('m')`, `const a = require('m').b`. */
function readRequire(code: Code, index: number, aliases: Map<string, string>): void {
  const module = code.at(index + 2);
  if (!code.is(index + 1, '(') || module.kind !== 'string' || !code.is(index + 3, ')')) return;
  let left = index - 1;
  while (code.is(left, 'await', '(')) left--;
  if (!code.is(left, '=')) return;
  const member = code.is(index + 4, '.') ? `.${code.at(index + 5).text}` : '';
  readLeft(code, left - 1, `${module.text}${member === '.default' ? '' : member}`, aliases);
}

/** What is to the left of `=`, where a path is to its right. */
function readLeft(code: Code, left: number, path: string, aliases: Map<string, string>): void {
  if (code.at(left).kind === 'word') aliases.set(code.at(left).text, path);
  if (!code.is(left, '}')) return;
  for (const { from, to, name } of code.argumentsAt(code.pair(left)) ?? []) {
    if (code.at(from).kind === 'word' && to === from + 1)
      aliases.set(code.at(from).text, `${path}.${name ?? code.at(from).text}`);
  }
}

/** `const { JWT } = jose`, `const Strategy = passport.Strategy`. */
function readParts(code: Code, local: string, path: string, aliases: Map<string, string>): void {
  for (const index of code.placesOf(local).slice(0, MOST_PARTS)) {
    if (!code.is(index - 1, '=') || code.at(index).kind !== 'word') continue;
    const isMember = code.is(index + 1, '.') && !code.is(index + 3, '(', '.');
    if (isMember && code.at(index - 2).kind === 'word' && !aliases.has(code.at(index - 2).text))
      aliases.set(code.at(index - 2).text, `${path}.${code.at(index + 2).text}`);
    else if (code.is(index - 2, '}') && !code.is(index + 1, '.', '(')) readLeft(code, index - 2, path, aliases);
  }
}

const MOST_PARTS = 20;

/** `import a.b as c`, `from a import b as c, d`. */
function readFrom(code: Code, index: number, aliases: Map<string, string>): void {
  let start = index - 1;
  while (!code.at(start).isFresh && index - start < LONGEST_STATEMENT) start--;
  const isFrom = code.is(start, 'from');
  const module = isFrom ? joinedText(code, start + 1, index) : '';
  if (!isFrom && !code.at(index).isFresh) return;
  const open = code.is(index + 1, '(') ? index + 1 : -1;
  const end = open < 0 ? code.lineEnd(index + 1) : code.pair(open);
  for (let at = Math.max(index, open) + 1; at < end;) {
    let to = at;
    while (to < end && !code.is(to, ',')) to++;
    const renamed = code.is(to - 2, 'as');
    const name = joinedText(code, at, renamed ? to - 2 : to);
    const path = isFrom ? `${module}.${name}` : name;
    if (renamed) aliases.set(code.at(to - 1).text, path);
    else if (isFrom) aliases.set(name, path);
    else aliases.set(name.split('.')[0] ?? name, name.split('.')[0] ?? name);
    at = to + 1;
  }
}

function joinedText(code: Code, from: number, to: number): string {
  let text = '';
  for (let at = from; at < Math.min(to, from + LONGEST_STATEMENT); at++) text += code.at(at).text;
  return text;
}

/**
 * Other languages name what they import by its last word, if they do not rename it: `X as Y`, `X => Y`, `using Y =
 * A.X`, Go's `y "a/x"`. Java's static imports leave out the class.
 */
function readRenames(code: Code, index: number, aliases: Map<string, string>): void {
  if (code.is(index + 1, 'static')) return readStatic(code, index + 2, aliases);
  const isGroup = code.is(index + 1, '(');
  const end = isGroup ? code.pair(index + 1) : Math.min(code.tokens.length, index + LONGEST_STATEMENT);
  for (let at = index + 1; at < end; at++) {
    const { kind, text, isFresh } = code.at(at);
    if (kind === 'end' || text === ';' || (!isGroup && isFresh && code.opener(at) === code.opener(index))) return;
    if (kind === 'string') {
      aliases.set(goName(code, at), packageName(text));
    } else if (text === 'as' || text === '=>') {
      aliases.set(code.at(at + 1).text, bare(code.at(at - 1).text));
    } else if (text === '=' && at === index + 2) {
      let last = at;
      while (code.at(last + 1).kind !== 'end' && !code.is(last + 1, ';') && last < at + 20) last++;
      return void aliases.set(code.at(index + 1).text, code.at(last).text);
    }
  }
}

function readStatic(code: Code, index: number, aliases: Map<string, string>): void {
  let last = index;
  while (code.is(last + 1, '.') && code.at(last + 2).kind === 'word') last += 2;
  aliases.set(code.at(last).text, `${code.at(last - 2).text}.${code.at(last).text}`);
}

/** What the file calls a package of Go. */
function goName(code: Code, index: number): string {
  const { kind, text } = code.at(index - 1);
  return kind === 'word' && text !== 'import' ? text : packageName(code.at(index).text);
}

/** What a package of Go calls itself, by its path: `jwt` of `github.com/golang-jwt/jwt/v5`. */
function packageName(path: string): string {
  const name = path
    .replace(/\/v\d+$/, '')
    .replace(/\.v\d+$/, '')
    .split('/')
    .at(-1);
  return (name ?? path).replace(/^go-|-go$/g, '').replaceAll('-', '');
}
