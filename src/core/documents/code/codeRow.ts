import type { Span } from '../../text/span.ts';
import { ArgumentReader } from './callArguments.ts';
import type { Argument } from './callArguments.ts';
import { isSecretName } from '../keys/secretName.ts';

/** One row of a language's table: what a piece of code does, and which rule minds. */
export interface CodeRow {
  readonly ruleId: CodeRuleId;
  readonly message: string;
  /** In code whose comments are blank. Linear in its length. */
  readonly find: Finder;
}

export type CodeRuleId =
  | 'hardcoded-hmac-secret'
  | 'verification-disabled'
  | 'verify-without-algorithms'
  | 'decode-used-as-verify'
  | 'token-in-web-storage';

export type Finder = (code: string) => Iterable<Span>;

/** A string literal on one line; its text is the group `at`. */
export const literal = String.raw`(?<quote>["'\x60])(?<at>(?:\\.|(?!\k<quote>)[^\\\n]){1,300})\k<quote>`;
/** What turns a literal into bytes. */
export const asBytes = String.raw`(?:new TextEncoder\(\)\.encode\(|Buffer\.from\(|\[\]byte\(|(?:System\.Text\.)?Encoding\.\w{1,8}\.GetBytes\(|(?:System\.)?Convert\.FromBase64String\(|(?:Decoders\.)?BASE64(?:URL)?\.decode\(|Base64\.getDecoder\(\)\.decode\(|b(?=["']))?`;
/** A variable of the environment that the literal stands in for. */
export const orElse = String.raw`(?:(?:process|import\.meta)\.env(?:\.\w{1,60}|\[["']\w{1,60}["']\])\s{0,3}(?:\|\||\?\?)\s{0,3}|os\.(?:getenv|environ\.get)\(\s?["']\w{1,60}["']\s?,\s{0,3}|(?:ENV\.fetch|env)\(\s?["']\w{1,60}["']\s?,\s?|ENV\[["']\w{1,60}["']\]\s?\|\|\s?)?`;

/** More matches than these tell nothing new, and hostile text has millions. */
export const MOST_MATCHES = 500;

/** What matches: the group `at` if there is one. The expression has the flag `d` and bounded repetitions only. */
export function pattern(source: string, flags = ''): Finder {
  // Made when it is first needed: there are many, and activation needs none.
  let regex: RegExp | undefined;
  return function* find(code) {
    regex ??= new RegExp(source, `dg${flags}`);
    let count = 0;
    for (const { index, 0: whole, indices } of code.matchAll(regex)) {
      if (++count > MOST_MATCHES) return;
      const [start, end] = indices?.groups?.['at'] ?? [index, index + whole.length];
      yield { start, end };
    }
  };
}

/**
 * What `judge` points at in the arguments of each call that `callee` matches: up to and with `(`, or the space where
 * Ruby has none.
 */
export function call(callee: RegExp, judge: (args: readonly Argument[], callee: Span) => Span | undefined): Finder {
  return function* find(code) {
    const reader = new ArgumentReader(code);
    let count = 0;
    for (const { index, 0: whole } of code.matchAll(callee)) {
      if (++count > MOST_MATCHES) return;
      const args = reader.read(index + whole.length, whole.endsWith('('));
      const place = args && judge(args, { start: index, end: index + whole.replace(/[\s(]+$/, '').length });
      if (place) yield place;
    }
  };
}

/** A finder for files that mention a library, by a word of it. */
export function where(mentions: RegExp, find: Finder): Finder {
  return (code) => (mentions.test(code) ? find(code) : []);
}

/**
 * Judges a call by the absence of something in its arguments: points at the callee. `atLeast` arguments make it that
 * call.
 */
export function without(needed: RegExp, atLeast = 2): (args: readonly Argument[], callee: Span) => Span | undefined {
  return (args, callee) => (args.length >= atLeast && !args.some(({ text }) => needed.test(text)) ? callee : undefined);
}

/** Where an argument (the one at this index, or any) is such a text. */
export function argumentLike(text: RegExp, index?: number): (args: readonly Argument[]) => Span | undefined {
  return (args) => args.find((argument, at) => (index === undefined || at === index) && text.test(argument.text));
}

/** What stands between a name and the literal that it is given, and the literal. */
const giving = new RegExp(
  String.raw`["']?\]?(?:\s{0,3}:\s{0,3}[\w&<>\[\]' ]{1,30}?|[ \t]{1,3}string)?\s{0,3}(?::=|=>|=|:)\s{0,3}${orElse}${asBytes}\s{0,20}${literal}`,
  'dy',
);

/** Literals assigned to a variable, constant or member that is named like a token secret. */
export function* secretAssignments(code: string): Iterable<Span> {
  let count = 0;
  // Names of secrets have one of these words: nothing else of the code is looked at.
  const anchor = /secret|key/gi;
  for (let found = anchor.exec(code); found; found = anchor.exec(code)) {
    const end = nameEnd(code, found.index);
    anchor.lastIndex = end;
    if (!isSecretName(code.slice(nameStart(code, end), end))) continue;
    giving.lastIndex = end;
    const { groups, indices } = giving.exec(code) ?? {};
    const at = indices?.groups?.['at'];
    if (!at) continue;
    anchor.lastIndex = at[1];
    if (standsForSecret(groups?.['at'] ?? '')) continue;
    if (++count > MOST_MATCHES) return;
    yield { start: at[0], end: at[1] };
  }
}

const LONGEST_NAME = 61;

/** Where the names with dots and hyphens between them end that go on at `from`. */
function nameEnd(code: string, from: number): number {
  let end = from;
  while (/[\w$.-]/.test(code.charAt(end))) end++;
  return end;
}

/** Where the name begins that ends at `end`, with the names in front of it as far as a name reaches. */
function nameStart(code: string, end: number): number {
  let start = end;
  for (let at = end - 1; at >= end - LONGEST_NAME && /[\w$.-]/.test(code.charAt(at)); at--)
    if (/[A-Za-z_$]/.test(code.charAt(at)) && !/[\w$]/.test(code.charAt(at - 1))) start = at;
  return start;
}

/** Whether the text of a literal refers to a value or is not a shared secret, such as a template or a PEM key. */
export function isReference(text: string): boolean {
  return /\$\{|#\{|\{\{|^\$[A-Za-z_]\w*$|^-----BEGIN /.test(text);
}

/** `JWT_SECRET`, `auth_key`; not the secret `my_secret_key`. */
const name =
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^(?:jwt|auth|access|refresh|session|token)[-_.:]?(?:[tT]oken[-_.:]?)?[kK]ey$/;
const place =
  /^(?:arn|vault|ssm|op|file):|^[a-z][a-z0-9+.-]*:\/\/|^(?:projects|\/(?:run|etc|var|mnt|opt|usr|home|app|secrets))\//i;
const placeholder =
  /^[%<@].*[%>)]$|^[x*.]+$|^(?:your|replace|insert|enter)[-_ ]|^(?:change.?me|todo|placeholder|redacted|string$)/i;

/** Whether the text assigned to a variable is not a secret but the name of one, a path to one, or a placeholder. */
export function standsForSecret(text: string): boolean {
  return isSecretName(text) || name.test(text) || place.test(text) || placeholder.test(text);
}
