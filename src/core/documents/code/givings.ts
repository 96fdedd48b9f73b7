import type { Span } from '../../text/span.ts';
import type { Code, TokenRange } from './code.ts';
import { bodyScopes } from './scopes.ts';
import { bare, isJoint, pathAt } from './wordPath.ts';

/** How a name is given: as a variable, to a member of something, or as a property or an argument by name. */
export type GivenAs = 'variable' | 'member' | 'property';

/** A place where a name gets a value. */
export class Giving {
  readonly #code: Code;
  readonly name: string;
  /** The index of its last word, or of its text. */
  readonly key: number;
  /** Where the value begins; negative for a parameter, and for a part of something that is taken apart. */
  readonly #from: number;
  readonly kind: GivenAs;
  /** Where a variable is known; a variable that is not declared there is one from further out. */
  readonly scope: Span;
  readonly isDeclared: boolean;

  constructor(code: Code, key: number, from: number, kind: GivenAs, scope: Span, isDeclared = true) {
    this.#code = code;
    this.name = bare(code.at(key).text);
    this.key = key;
    this.#from = from;
    this.kind = kind;
    this.scope = scope;
    this.isDeclared = isDeclared;
  }

  /** Where its end is looked for when somebody asks: most values of a file nobody asks for. */
  get value(): TokenRange | undefined {
    return this.#from < 0 ? undefined : { from: this.#from, to: valueEnd(this.#code, this.#from) };
  }
}

/** By the name that is given. */
export type Givings = ReadonlyMap<string, readonly Giving[]>;

const assigning: ReadonlySet<string> = new Set(['=', ':=', '||=', '??=']);
const declaring: ReadonlySet<string> = new Set('const let var val final static readonly define'.split(' '));
/** What is in front of a variable and is no type. */
const notTypes: ReadonlySet<string> = new Set('return else do then in and or not if when puts yield await'.split(' '));

/** Every place of a file where a name gets a value, by name. */
export function readGivings(code: Code): Givings {
  const found = new Map<string, Giving[]>();
  const { scopeOf, parameters } = bodyScopes(code);
  const add = (giving: Giving): void => {
    const known = found.get(giving.name);
    if (known === undefined) found.set(giving.name, [giving]);
    else known.push(giving);
  };
  for (let index = 0; index < code.tokens.length; index++) {
    const { kind, text } = code.at(index);
    if (kind !== 'sign') continue;
    if (assigning.has(text) || (text === '=>' && isBodyOfMember(code, index))) {
      for (const giving of assignments(code, index, scopeOf)) add(giving);
    } else if (text === ':' || text === '=>') {
      const key = propertyKey(code, index, text);
      if (key !== undefined) add(new Giving(code, key, index + 1, 'property', scopeOf(key)));
    }
  }
  for (const { key, scope } of parameters) add(new Giving(code, key, -1, 'variable', scope));
  return found;
}

type ScopeOf = (index: number) => Span;

/** `string Secret => "a"` of C#. */
function isBodyOfMember(code: Code, index: number): boolean {
  return isCsharp(code) && code.at(index - 1).kind === 'word' && code.at(index - 2).kind === 'word';
}

function isCsharp({ grammar }: Code): boolean {
  return grammar.strings.some(({ counted }) => counted);
}

function* assignments(code: Code, index: number, scopeOf: ScopeOf): Iterable<Giving> {
  const isProperty = isCsharp(code) && code.is(index - 1, '}');
  // `string Secret { get; set; } = "a"` of C#
  const left = isProperty ? code.pair(index - 1) - 1 : index - 1;
  if (code.is(left, '}')) {
    // `const { a, b: c } = …`
    for (const { from, to } of code.argumentsAt(code.pair(left)) ?? [])
      if (code.at(from).kind === 'word' && to === from + 1) yield new Giving(code, from, -1, 'variable', scopeOf(from));
    return;
  }
  const key = assignedKey(code, left);
  if (key === undefined) return;
  const first = code.at(key).kind === 'string' ? key : pathAt(code, key).from;
  const isMember = first !== key || isJoint(code, key - 1) || code.at(key).kind === 'string';
  const isNamed = isNamedArgument(code, key, index);
  const kind = isNamed ? 'property' : isMember || code.at(key).text.startsWith('@') ? 'member' : 'variable';
  const isDeclared = key !== left || code.at(index).text === ':=' || isDeclaredAt(code, key, first);
  // `const { a = b } = …`
  const opener = code.opener(key);
  const isPart = code.is(opener, '{') && code.is(code.pair(opener) + 1, '=');
  const scope = scopeOf(isPart ? opener : key);
  yield new Giving(code, key, index + 1, kind, scope, isDeclared);
  if (isNamed) return;
  // `a, b := f()`
  for (let at = first - 1; code.is(at, ',') && code.at(at - 1).kind === 'word'; at -= 2) {
    if (code.opener(at) !== code.opener(key)) break;
    yield new Giving(code, at - 1, -1, 'variable', scope);
  }
}

/** `f(name = value)`, and what stands between commas in the braces of C#. */
function isNamedArgument(code: Code, key: number, index: number): boolean {
  const opener = code.opener(key);
  if (code.is(opener, '(')) return !code.is(opener - 1, 'const', 'var');
  return code.is(opener, '{') && isCsharp(code) && code.is(valueEnd(code, index + 1), ',', '}');
}

/** Whether a type or a keyword in front of a variable declares it. */
function isDeclaredAt(code: Code, key: number, first: number): boolean {
  const before = code.at(first - 1);
  const opener = code.opener(key);
  return (
    code.grammar.indented === true ||
    (before.kind === 'word' && !notTypes.has(before.text)) ||
    (before.text === '>' && !before.isFresh) ||
    (code.is(opener, '(') && code.is(opener - 1, 'const', 'var')) ||
    [first - 2, first - 3].some((at) => code.at(at).kind === 'word' && declaring.has(code.at(at).text))
  );
}

/** The token that names what is assigned to: behind a type if one is written there. */
function assignedKey(code: Code, left: number): number | undefined {
  const { kind } = code.at(left);
  if (code.is(left, ']')) {
    const inner = left - 1;
    if (code.at(inner).kind === 'string' && code.pair(left) === inner - 1) return inner;
  }
  // `name: Type = `
  for (let at = left, steps = 0; code.grammar.annotations && steps < LONGEST_TYPE; steps++) {
    if (code.is(at, ':') && code.at(at - 1).kind === 'word' && !code.is(at - 2, 'case', '?')) return at - 1;
    if (code.is(at, ']') && code.pair(at) >= 0) at = code.pair(at) - 1;
    else if (code.at(at).kind === 'word' || isTypeSign(code.at(at).text)) at--;
    else break;
    if (code.at(at + 1).isFresh) break;
  }
  if (kind !== 'word') return undefined;
  // Go: `const name string =`, `var name []byte =`
  const name = code.is(left - 1, ']') && code.is(left - 2, '[') ? left - 3 : left - 1;
  const isGroup = code.is(code.opener(left), '(') && code.is(code.opener(left) - 1, 'const', 'var');
  const isTyped =
    code.at(name).kind === 'word' && (code.is(name - 1, 'const', 'var') || (isGroup && !code.at(left).isFresh));
  return isTyped && code.grammar.strings.some(({ open }) => open === '`') && !code.grammar.regex ? name : left;
}

const LONGEST_TYPE = 12;

function isTypeSign(text: string): boolean {
  return (
    text === '.' ||
    text === '<' ||
    text === '>' ||
    text === '&' ||
    text === '|' ||
    text === "'" ||
    text === '?' ||
    text === '::'
  );
}

/** The key of a property whose colon or arrow is at `index`. */
function propertyKey(code: Code, index: number, sign: string): number | undefined {
  const { grammar } = code;
  const key = index - 1;
  const { kind, end, isPlain } = code.at(key);
  if (kind !== 'word' && !(kind === 'string' && isPlain)) return undefined;
  const isRuby = grammar.percent === true;
  if (sign === '=>') return isRuby || grammar.heredocs === '<<<' ? key : undefined;
  if (isRuby) return end === code.at(index).start ? key : undefined;
  // A conditional, a label, a type: `a ? b : c`, `case a:`, `let a: B`.
  const first = isJoint(code, key - 1) ? pathAt(code, key).from : key;
  if (code.is(first - 1, '?', 'case', 'let', 'const', 'var', 'val')) return undefined;
  return code.is(code.opener(key), '{', '(', '[') ? key : undefined;
}

/** Where a value ends that begins at `from`. */
export function valueEnd(code: Code, from: number): number {
  const furthest = Math.min(code.tokens.length, from + MOST_OF_VALUE);
  for (let at = from; at < furthest; at = code.next(at)) {
    const { kind, text, isFresh } = code.at(at);
    if (kind === 'end') return at;
    if (
      kind === 'sign' &&
      (text === '=' || text === ',' || text === ';' || text === ')' || text === ']' || text === '}')
    )
      return at;
    if (isFresh && at > from && !continues(code, at)) return at;
  }
  return furthest;
}

const MOST_OF_VALUE = 120;

/** Whether the line that begins here goes on with the one before. */
function continues(code: Code, index: number): boolean {
  const before = code.at(index - 1);
  const { kind, text } = code.at(index);
  return (
    (kind === 'sign' && /^(?:\?\.|\?\?|\|\||&&|->|::|[.+?:|])$/.test(text)) ||
    (kind === 'word' && (text === 'or' || text === 'and')) ||
    (before.kind === 'sign' && !/^[)\]}!]$/.test(before.text))
  );
}
