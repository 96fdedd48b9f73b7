import type { Span } from '../../text/span.ts';
import type { TokenRange } from './code.ts';
import { argumentOf, argumentsSay, callsOf } from './codeCall.ts';
import type { CodeCall } from './codeCall.ts';
import { valueEnd } from './givings.ts';
import type { Literal, Values } from './values.ts';
import { isJoint } from './wordPath.ts';

/** One row of a language's table: what a piece of code does, and which rule reports it. */
export interface CodeRow {
  readonly ruleId: CodeRuleId;
  readonly message: string;
  /** Linear in the length of the code. */
  readonly find: Finder;
}

export type CodeRuleId =
  | 'hardcoded-hmac-secret'
  | 'verification-disabled'
  | 'verify-without-algorithms'
  | 'decode-used-as-verify'
  | 'token-in-web-storage';

export type Finder = (values: Values) => Iterable<Span>;

/** More matches add nothing, and hostile text can have millions. */
export const MOST_MATCHES = 500;

/** What `judge` points at in each call of these names whose path is such. */
export function call(names: string, path: RegExp, judge: (found: CodeCall) => Span | undefined): Finder {
  const list = names.split(' ');
  return function* find(values) {
    for (const found of callsOf(values, list, path)) {
      const place = judge(found);
      if (place) yield place;
    }
  };
}

/** A finder for files whose words, or imports, are such. */
export function where(mentions: RegExp, find: Finder): Finder {
  return (values) => (values.code.mentions(mentions) ? find(values) : []);
}

/** A call whose arguments say that its key is one of a pair. */
const keyPair = /^(?:RS|PS|ES)(?:256|384|512)$|^(?:EdDSA|Ed25519|SigningMethod(?:RS|PS|ES)\d{3})$/;
/** Base64 of DER, which begins with a sequence: a key of a pair. */
const der = /^MI[G-I][A-Za-z0-9+/=\\n]{40,}/;

/** The text that the key of each such call comes from: the argument at this index, or of one of these names. */
export function keyOf(names: string, path: RegExp, index: number, ...keywords: readonly string[]): Finder {
  return call(names, path, (found) => {
    const key = argumentOf(found, index, ...keywords);
    if (
      !key ||
      argumentsSay(found, keyPair) ||
      found.args.some((each) => keyPair.test(plainConstant(found.values, each)))
    )
      return undefined;
    return asSharedSecret(found.values.literal(key));
  });
}

function plainConstant(values: Values, range: TokenRange): string {
  return values.constant(range)?.replaceAll("'", '') ?? '';
}

/** A text that is no key of a pair. */
export function asSharedSecret(literal: Literal | undefined): Literal | undefined {
  return literal && !der.test(literal.text) && !/^-----BEGIN |\{\{/.test(literal.text) ? literal : undefined;
}

/** An option that is set: `name: value`, `name = value`, `"name" => value`. */
export interface SetOption {
  readonly values: Values;
  /** The index of its name. */
  readonly key: number;
  readonly value: TokenRange;
  /** From the name to the end of the value. */
  readonly span: Span;
}

const setting: ReadonlySet<string> = new Set([':', '=', '=>']);

/** Where options of these names are set, and what `judge` points at. */
export function option(names: string, judge: (found: SetOption) => Span | undefined): Finder {
  const list = names.split(' ');
  return function* find(values) {
    const { code } = values;
    for (const name of list) {
      let count = 0;
      for (const key of code.placesOf(name)) {
        // `options["name"] = value`
        const sign = code.is(key + 1, ']') && code.is(key - 1, '[') ? key + 2 : key + 1;
        if (!setting.has(code.at(sign).text) || code.at(sign).kind !== 'sign') continue;
        if (++count > MOST_MATCHES) break;
        const value = { from: sign + 1, to: valueEnd(code, sign + 1) };
        const { end } = code.spanOf(value);
        const place = judge({ values, key, value, span: { start: code.at(key).start, end } });
        if (place) yield place;
      }
    }
  };
}

/** Options of these names whose value is one of these words, also by the name of a variable. */
export function optionIs(names: string, words: RegExp): Finder {
  return option(names, ({ values, value, span }) => (words.test(values.constant(value) ?? '') ? span : undefined));
}

/** Options that hold such a secret, as a text. */
export function optionKey(names: string, isMeant: (found: SetOption) => boolean = () => true): Finder {
  return option(names, (found) => (isMeant(found) ? asSharedSecret(found.values.literal(found.value)) : undefined));
}

/** Whether an option is one of a call whose path, or whose first argument, is such: however deep in objects. */
export function isOptionOf(words: RegExp): (found: SetOption) => boolean {
  return ({ values, key }) => {
    const { code } = values;
    let opener = code.opener(key);
    for (let steps = 0; opener >= 0 && steps < DEEPEST_OPTION; steps++, opener = code.opener(opener)) {
      if (code.is(opener, '(')) {
        if (code.at(opener - 1).kind === 'word' && words.test(values.pathOf(opener - 1))) return true;
        if (code.is(opener - 1, 'register', 'use') || code.is(opener - 1, '>')) {
          for (let at = opener - 1; at < Math.min(key, opener + 8); at++)
            if (words.test(`${code.at(at).text}.`)) return true;
        }
      } else if (code.at(opener - 1).kind === 'word' && words.test(values.pathOf(opener - 1))) {
        return true;
      }
    }
    return false;
  };
}

const DEEPEST_OPTION = 6;

/** `"none"` among the algorithms that an option names, or as the one that it names. */
export const noneAlgorithm: Finder = where(
  /jw[tsk]|jose/i,
  option('alg algorithm algorithms Algorithm alg_values', ({ values, key, value }) => {
    const { code } = values;
    // A union of types; a call that packs files.
    if (code.is(value.to, '|') || code.is(value.from + 1, '|')) return undefined;
    for (let at = value.from; at < value.to; at++) {
      const { kind, text, inner } = code.at(at);
      if (
        kind === 'string' &&
        /^none$/i.test(text) &&
        !isCompared(values, at) &&
        !code.is(at + 1, '|') &&
        !isPackingOption(values, key)
      )
        return { start: inner, end: inner + text.length };
    }
    return undefined;
  }),
);

function isPackingOption(values: Values, key: number): boolean {
  const opener = values.code.opener(key);
  const callee = values.code.is(opener, '(') ? opener - 1 : values.code.opener(opener) - 1;
  return /compress|zstd|gzip|deflate|hash/i.test(values.code.at(callee).text);
}

/** Whether a value is compared and not used. */
export function isCompared({ code }: Values, index: number): boolean {
  return [index - 1, index + 1].some((at) => code.is(at, '==', '===', '!=', '!==', 'case', 'when', 'is'));
}

/** Members that are used: `UnsecuredJWT.decode`, `jwt.SigningMethodNone`; not where they are compared or declared. */
export function usedMember(names: string, owner: RegExp, part: 'word' | 'path' = 'path'): Finder {
  const list = names.split(' ');
  return function* find(values) {
    const { code } = values;
    for (const name of list) {
      for (const index of code.placesOf(name).slice(0, MOST_MATCHES)) {
        if (code.at(index).kind !== 'word' || !isJoint(code, index - 1) || !owner.test(values.pathOf(index))) continue;
        let from = index;
        while (isJoint(code, from - 1) && code.at(from - 2).kind === 'word') from -= 2;
        const isOther =
          isCompared(values, from) || isCompared(values, index) || code.is(from - 1, 'import', 'use', 'case');
        if (!isOther) yield code.spanOf({ from: part === 'word' ? index : from, to: index + 1 });
      }
    }
  };
}
