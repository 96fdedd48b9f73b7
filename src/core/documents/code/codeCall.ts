import type { Span } from '../../text/span.ts';
import type { Argument, Code } from './code.ts';
import type { Values } from './values.ts';
import { pathAt } from './wordPath.ts';

/** A call of a function or method. */
export interface CodeCall {
  readonly values: Values;
  /** The index of the word that is called. */
  readonly callee: number;
  /** With what it is called on, as the imports have it: `jsonwebtoken.sign`. */
  readonly path: string;
  readonly args: readonly Argument[];
  /** The index behind the call. */
  readonly end: number;
}

/** More calls of one name tell nothing new, and hostile text has millions. */
const MOST_CALLS = 500;

/** The calls of these names whose path is such, also by the names that the imports of the file give them. */
export function* callsOf(values: Values, names: readonly string[], path: RegExp): Iterable<CodeCall> {
  for (const name of [...names, ...renamed(values, names)]) {
    let count = 0;
    for (const index of values.code.placesOf(name)) {
      if (values.code.at(index).kind !== 'word') continue;
      if (++count > MOST_CALLS) break;
      const found = callAt(values, index);
      if (found && path.test(found.path)) yield found;
    }
  }
}

function renamed({ aliases }: Values, names: readonly string[]): readonly string[] {
  return [...aliases]
    .filter(([local, path]) => !names.includes(local) && names.includes(path.split('.').at(-1) ?? path))
    .map(([local]) => local);
}

/** The call whose callee is the word at `index`; undefined if it is declared here, or only named. */
function callAt(values: Values, index: number): CodeCall | undefined {
  const { code } = values;
  const open = parenthesisOf(code, index);
  if (open === undefined || isDeclared(code, index, open)) return undefined;
  const args = code.argumentsAt(open);
  if (!args) return undefined;
  const end = code.is(open, '(') ? code.pair(open) + 1 : code.lineEnd(open);
  return { values, callee: index, path: values.pathOf(index), args, end };
}

/** Where the arguments of a call begin: at a parenthesis, or without one in Ruby. */
function parenthesisOf(code: Code, index: number): number | undefined {
  const isRuby = code.grammar.percent === true;
  const next = index + 1;
  const { kind, text, isFresh, start } = code.at(next);
  if (code.is(next, '(') && (!isRuby || start === code.at(index).end)) return next;
  if (isRuby)
    return isFresh || kind === 'end' || (kind === 'sign' && !/^(?:[([{:&*]|->|::)$/.test(text)) ? undefined : next;
  // Types: `verify<Claims>(`, `decode::<Claims>(`
  const first = code.is(next, '::') ? next + 1 : next;
  if (!code.is(first, '<')) return undefined;
  let depth = 0;
  for (let at = first; at < first + LONGEST_TYPES; at++) {
    if (code.is(at, '<')) depth++;
    else if (code.is(at, '>') && --depth === 0) return code.is(at + 1, '(') ? at + 1 : undefined;
    else if (code.is(at, '(', ')', ';', '{')) return undefined;
  }
  return undefined;
}

const LONGEST_TYPES = 40;
const declaring: ReadonlySet<string> = new Set('function func fn def fun void sub proc'.split(' '));
/** Words in front of a call that are no type. */
const notTypes: ReadonlySet<string> = new Set(
  `return await new throw yield in of case else do not and or if unless when then puts print raise go defer async is as
  typeof delete default export elif while until assert from match`.split(/\s+/),
);

/** Whether a function of this name is declared here, and not called. */
function isDeclared(code: Code, index: number, open: number): boolean {
  const { from, words, hasReceiver } = pathAt(code, index);
  const before = code.at(from - 1);
  const close = code.pair(open);
  // `func (p *Parser) ParseUnverified(`
  if (code.is(from - 1, ')') && code.is(code.pair(from - 1) - 1, 'func')) return true;
  if (code.is(from - 1, '*') && code.is(from - 2, 'function')) return true;
  if (before.kind === 'word' && declaring.has(before.text)) return true;
  if (words.length > 1 || hasReceiver || !code.is(open, '(')) return false;
  const { regex, percent, indented } = code.grammar;
  if (regex && !percent) {
    return (
      code.is(close + 1, '{') ||
      (code.argumentsAt(open) ?? []).some(({ name, from: at }) => name !== undefined && code.is(at - 1, ':'))
    );
  }
  if (indented) return false;
  return !before.isFresh || from - 1 >= 0
    ? ((before.kind === 'word' && !notTypes.has(before.text)) || before.text === '>' || before.text === ']') &&
        !code.at(from).isFresh
    : false;
}

/** The argument of this name, else the one at this index. */
export function argumentOf({ args }: CodeCall, index: number, ...names: readonly string[]): Argument | undefined {
  const named = args.find(({ name }) => name !== undefined && names.includes(name));
  return named ?? (args[index]?.name === undefined || names.length === 0 ? args[index] : undefined);
}

/** Where the word stands that is called. */
export function wordOf({ values, callee }: CodeCall): Span {
  const { start, end } = values.code.at(callee);
  return { start, end };
}

/** Where the whole path stands. */
export function pathSpan({ values, callee }: CodeCall): Span {
  const { from } = pathAt(values.code, callee);
  return values.code.spanOf({ from, to: callee + 1 });
}

/** From the word, or from the path, to the closing parenthesis. */
export function callSpan(call: CodeCall, from: 'word' | 'path' = 'word'): Span {
  const { start } = from === 'word' ? wordOf(call) : pathSpan(call);
  return { start, end: call.values.code.at(call.end - 1).end };
}

/** The names of the methods that are called one on the other, up to this call, and what they are called on. */
export function chainOf({ values: { code }, callee }: Pick<CodeCall, 'values' | 'callee'>): readonly string[] {
  const names: string[] = [];
  let at = callee;
  for (let steps = 0; steps < MOST_LINKS; steps++) {
    const { from, words, hasReceiver } = pathAt(code, at);
    names.unshift(...words);
    if (!hasReceiver) return names;
    const close = from - 2;
    if (!code.is(close, ')') || code.pair(close) < 0) return names;
    at = code.pair(close) - 1;
  }
  return names;
}

const MOST_LINKS = 60;

/** Whether the words and texts of the arguments are such. */
export function argumentsSay({ values: { code }, args }: CodeCall, words: RegExp): boolean {
  const [first, last] = [args[0], args.at(-1)];
  if (!first || !last) return false;
  for (let at = first.from; at < last.to; at++) if (words.test(code.at(at).text)) return true;
  return false;
}
