import type { Span } from '../../text/span.ts';
import type { Argument, Code, TokenRange } from './code.ts';
import { readGivings } from './givings.ts';
import type { Giving, Givings } from './givings.ts';
import { readImports } from './imports.ts';
import type { Aliases } from './imports.ts';
import { environmentName, environmentValue } from './environment.ts';
import { comparing, operatorsOf } from './operators.ts';
import { memberGivings, variableGivings } from './knownGivings.ts';
import { bare, isJoint, pathAt } from './wordPath.ts';

/** A text of the source that a value comes from. */
export interface Literal extends Span {
  readonly text: string;
}

/** Methods that hand on what they are called on, as bytes or as it is. */
const handOn: ReadonlySet<string> = new Set(
  `getBytes toByteArray encode as_ref as_bytes as_str to_vec into_bytes to_string to_owned into toString trim strip data
  bytes freeze toCharArray valueOf clone unwrap expect decode toBytes utf8 b encodeToByteArray ToCharArray Trim
  asUint8Array`.split(/\s+/),
);
/** Functions and types that make a key of their first argument. */
const makeKey: ReadonlySet<string> = new Set(
  `encode from byte bytes GetBytes FromBase64String FromHexString decode decodeBase64 b64decode b64encode urlsafe_b64decode
  fromBase64 fromhex unhexlify asKey createSecretKey hmacShaKeyFor SymmetricSecurityKey SecretKeySpec String string str
  Key plainText base64Encoded base64_decode base64url hex2bin ByteString Some Ok Ref ref OctKey import_key OctetSequenceKey
  toBytes utf8ToBytes strict_decode64 from_secret from_base64_secret from_bytes new_from_slice HMACSHA256 HmacKey
  SigningCredentials to_bytes SecretStr Buffer computed readonly freeze wrap of parse b strict_decode decode64
  SigningKey Field`.split(/\s+/),
);
/** Functions whose second argument stands in for a variable of the environment. */
const withDefault =
  /^(?:get(?:_?env)?(?:Or(?:Else|Default))?|fetch|env|config|getProperty|lookup_?env(?:OrDefault)?|\w{0,40}env\w{0,40}|get_or\w{0,10}|GetValue|GetString)$/i;
/** Methods whose argument stands in for what they are called on. */
export const insteadOf: ReadonlySet<string> = new Set(
  'unwrap_or unwrap_or_else unwrap_or_default orElse orElseGet getOrElse default or_insert unwrapOr'.split(' '),
);
const quietWords: ReadonlySet<string> = new Set([
  'await',
  'new',
  'return',
  '&',
  '*',
  'mut',
  'yield',
  'b',
  'ref',
  'as_str',
]);

const DEEPEST = 12;
/** How often values are looked at in a file; real ones need a few hundred. */
const MOST_LOOKS = 20_000;
/** So many texts beside each other are read as one. */
const MOST_PIECES = 40;

/** What the values of a file come from, as far as the file says. */
export class Values {
  readonly code: Code;
  #aliases: Aliases | undefined;
  #givings: Givings | undefined;
  readonly #known = new Map<Giving, Literal | undefined>();
  #looks = 0;

  constructor(code: Code) {
    this.code = code;
  }

  get aliases(): Aliases {
    this.#aliases ??= readImports(this.code);
    return this.#aliases;
  }

  get givings(): Givings {
    this.#givings ??= readGivings(this.code);
    return this.#givings;
  }

  /** The path of the word at `index`, with what the imports of the file say in place of its first word. */
  pathOf(index: number): string {
    const { words, hasReceiver, from } = pathAt(this.code, index);
    if (hasReceiver) return `${this.#required(from - 2)}.${words.join('.')}`;
    const [first = '', ...rest] = words;
    const path = this.aliases.get(first) ?? this.aliases.get(`$${first}`) ?? first;
    return [path, ...rest].join('.');
  }

  /** The module of `require('m')` that ends at `index`. */
  #required(index: number): string {
    const module = this.code.at(index - 1);
    return this.code.is(index, ')') && this.code.is(index - 3, 'require') && module.kind === 'string'
      ? module.text
      : '';
  }

  /** The text that a value comes from: itself, through what makes a key of it, by its name, or as a default. */
  literal(range: TokenRange, depth = 0): Literal | undefined {
    if (depth > DEEPEST || ++this.#looks > MOST_LOOKS) return undefined;
    const { code } = this;
    let { from, to } = range;
    while (from < to && quietWords.has(code.at(from).text) && code.at(from).kind !== 'string') from++;
    while (
      to > from &&
      (code.is(to - 1, '!', ';', 'u8', '?') || (code.is(to - 2, 'as') && code.at(to - 1).kind === 'word'))
    )
      to -= code.is(to - 2, 'as') ? 2 : 1;
    if (code.is(to - 2, 'as', 'satisfies')) to -= 2;
    if (from >= to) return undefined;
    if (code.at(from).kind === 'string' && to - from <= MOST_PIECES) {
      const whole = this.#text(from, to);
      if (whole || to - from === 1) return whole;
    }
    const inner = { from: from + 1, to: to - 1 };
    if (code.is(from, '(') && code.pair(from) === to - 1) return this.literal(inner, depth + 1);
    return this.#byOperator({ from, to }, depth) ?? this.#plain({ from, to }, depth);
  }

  /** One text, or several beside each other, which are one in Python. */
  #text(from: number, to: number): Literal | undefined {
    const { code } = this;
    let text = '';
    for (let at = from; at < to; at++) {
      const token = code.at(at);
      if (token.kind !== 'string' || !token.isPlain) return undefined;
      text += token.text;
    }
    const last = code.at(to - 1);
    return text === '' ? undefined : { text, start: code.at(from).inner, end: last.inner + last.text.length };
  }

  /** Defaults, conditions and texts that are put together. `null`-ish: no operator stands in the value. */
  #byOperator(range: TokenRange, depth: number): Literal | undefined {
    const operators = operatorsOf(this.code, range);
    if (operators.length === 0) return undefined;
    const { from, to } = range;
    const word = (at: number): string => this.code.at(at).text;
    const first = (sign: string, after = from): number =>
      operators.find((at) => at >= after && word(at) === sign) ?? to;
    const either = (...ranges: readonly TokenRange[]): Literal | undefined =>
      ranges.map((each) => this.literal(each, depth + 1)).find((literal) => literal !== undefined);
    // `a if b else c`
    const otherwise = first('else');
    if (otherwise < to) return either({ from, to: first('if') }, { from: otherwise + 1, to });
    const question = first('?');
    const colon = first(':', question);
    if (question < to) return either({ from: question + 1, to: colon }, { from: colon + 1, to });
    const fallback = operators.findLast((at) => /^(?:\|\||\?\?|\?:|or)$/.test(word(at)));
    if (fallback !== undefined) return either({ from: fallback + 1, to }, { from, to: fallback });
    return operators.some((at) => comparing.has(word(at))) ? undefined : this.#joined(range, operators, depth);
  }

  #joined(range: TokenRange, operators: readonly number[], depth: number): Literal | undefined {
    const bounds = [range.from - 1, ...operators, range.to];
    const parts: Literal[] = [];
    for (const [index, at] of bounds.slice(0, -1).entries()) {
      const part = this.literal({ from: at + 1, to: bounds[index + 1] ?? range.to }, depth + 1);
      if (!part) return undefined;
      parts.push(part);
    }
    const [first] = parts;
    // Pieces from one place make one text; pieces from elsewhere are told by the first.
    const isHere = parts.every(
      ({ start }) => start >= this.code.at(range.from).start && start < this.code.at(range.to - 1).end,
    );
    return (
      first && {
        ...first,
        text: parts.map(({ text }) => text).join(''),
        end: isHere ? (parts.at(-1)?.end ?? first.end) : first.end,
      }
    );
  }

  #plain(range: TokenRange, depth: number): Literal | undefined {
    const { code } = this;
    if (operatorsOf(this.code, range).length > 0) return undefined;
    const last = range.to - 1;
    if (code.is(last, ')')) return this.#called(range, depth);
    const fromEnvironment = environmentName(code, range);
    if (fromEnvironment !== undefined) return this.#environment(fromEnvironment, depth);
    if (code.is(last, ']') && code.at(last - 1).kind === 'string' && code.pair(last) === last - 2)
      return this.#agreed(memberGivings(code, this.givings, last - 1, bare(code.at(last - 3).text)), depth);
    if (code.at(last).kind !== 'word') return undefined;
    const isHandedOn = isJoint(code, last - 1) && handOn.has(code.at(last).text);
    const handed = isHandedOn ? this.literal({ from: range.from, to: last - 1 }, depth + 1) : undefined;
    if (handed) return handed;
    const path = pathAt(code, last);
    if (path.from !== range.from) return undefined;
    const owner = path.words.at(-2);
    const givings =
      owner === undefined ? variableGivings(code, this.givings, last) : memberGivings(code, this.givings, last, owner);
    return this.#agreed(givings, depth);
  }

  #called(range: TokenRange, depth: number): Literal | undefined {
    const { code } = this;
    const open = code.pair(range.to - 1);
    if (open < range.from) return undefined;
    // `[]byte("a")`, `Vec::<u8>::from("a")`
    const callee = code.is(open - 1, '>') ? calleeBehindTypes(code, open - 1) : open - 1;
    const name = bare(code.at(callee).text);
    if (code.at(callee).kind !== 'word') return undefined;
    const args = code.argumentsAt(open) ?? [];
    const environment = environmentName(code, range);
    const isMethod = isJoint(code, callee - 1);
    const receiver = { from: range.from, to: callee - 1 };
    if (isMethod && insteadOf.has(name) && args[0]) return this.literal(withoutClosure(code, args[0]), depth + 1);
    if (withDefault.test(name) && args.length > 1) {
      const given = args.find((argument) => argument.name === 'default') ?? args[1];
      const value = given && this.literal(given, depth + 1);
      if (value) return value;
    }
    if (environment !== undefined) return this.#environment(environment, depth);
    if (isMethod && handOn.has(name)) {
      const value = this.literal(receiver, depth + 1);
      if (value) return value;
    }
    const given = args.find((argument) => argument.name === 'default') ?? args.slice(0, 1).find((each) => !each.name);
    return makeKey.has(name) && given ? this.literal(given, depth + 1) : undefined;
  }

  /** What the file itself writes into a variable of the environment. */
  #environment(name: string, depth: number): Literal | undefined {
    const value = environmentValue(this.code, this.givings, name);
    return value && this.literal(value, depth + 1);
  }

  /** What all of these give, if it is one text. What comes from outside may be replaced by it: that is a default. */
  #agreed(givings: readonly Giving[], depth: number): Literal | undefined {
    const [first, ...rest] = givings;
    const isOutside = first?.value && rest.length > 0 && environmentName(this.code, first.value) !== undefined;
    const values = (isOutside ? rest : givings).map((each) => this.#given(each, depth));
    return values[0] && values.every((value) => value?.text === values[0]?.text) ? values[0] : undefined;
  }

  #given(giving: Giving, depth: number): Literal | undefined {
    if (!this.#known.has(giving)) {
      // A name that is given by itself is known by nothing.
      this.#known.set(giving, undefined);
      this.#known.set(giving, giving.value && this.literal(giving.value, depth + 1));
    }
    return this.#known.get(giving);
  }

  /** The one word that a value is: `false`, `nil`, a number, a text in quotes; also by its name. */
  constant({ from, to }: TokenRange): string | undefined {
    if (to - from !== 1) return undefined;
    const { kind, text } = this.code.at(from);
    if (kind !== 'word') return kind === 'string' ? `'${text}'` : text;
    const [value, another] = variableGivings(this.code, this.givings, from).map((each) => each.value);
    if (value === undefined) return text;
    const given = this.code.at(value.from);
    if (another !== undefined || value.to - value.from !== 1) return undefined;
    return given.kind === 'string' ? `'${given.text}'` : given.text;
  }
}

/** What a closure without a body of its own gives. */
export function withoutClosure(code: Code, { from, to }: Argument): TokenRange {
  // `|_| "a"`, `() -> "a"`, `{ "a" }`
  let at = from;
  while (at < to && !(code.at(at).kind === 'string' && code.at(at).isPlain)) at++;
  return at < to && at - from < LONGEST_CLOSURE ? { from: at, to } : { from, to };
}

const LONGEST_CLOSURE = 5;

/** The word that is called with types: `get<User>(`. `index` is at `>`. */
export function calleeBehindTypes(code: Code, index: number): number {
  let depth = 0;
  for (let at = index; at > index - LONGEST_TYPES; at--) {
    if (code.is(at, '>')) depth++;
    else if (code.is(at, '<') && --depth === 0) return code.is(at - 1, '::') ? at - 2 : at - 1;
  }
  return index;
}

const LONGEST_TYPES = 20;
