import { maskComments } from '../documents/code/maskComments.ts';
import type { Span } from '../text/span.ts';

/** How a language reads an environment variable where a text was. */
interface Language {
  readonly ids: readonly string[];
  /** The expression; `name` has capital letters, digits and underscores. */
  readonly read: (name: string) => string;
  /** Quotes that begin and end a text on one line. */
  readonly quotes: string;
  /** Puts texts together. Absent where the variable can only stand for a whole text. */
  readonly plus?: string;
  /** Quotes whose text can hold expressions, and how. */
  readonly within?: Readonly<Record<string, (expression: string) => string>>;
  /**
   * Declarations whose value the compiler has to know: what to write in place of the keyword, or nothing where more
   * would have to change.
   */
  readonly constants?: readonly (readonly [declaration: RegExp, variable?: string])[];
  /** The line that makes `read` known to the file, where it is not yet. */
  readonly prelude?: (file: string) => Insertion | undefined;
}

export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

export interface Replacement extends Span {
  readonly text: string;
}

const dollarBraces = (expression: string): string => `\${${expression}}`;

const languages: readonly Language[] = [
  {
    ids: ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'],
    read: (name) => `process.env.${name}`,
    quotes: '\'"`',
    plus: ' + ',
    within: { '`': dollarBraces },
  },
  {
    ids: ['python'],
    read: (name) => `os.environ["${name}"]`,
    quotes: '\'"',
    plus: ' + ',
    prelude: importOs,
  },
  {
    ids: ['go'],
    read: (name) => `os.Getenv("${name}")`,
    quotes: '"`',
    plus: ' + ',
    constants: [[/\bconst\s*\([^)]*$/], [/\bconst(?=[ \t][^\n;{}]*$)/, 'var']],
    prelude: (file) =>
      /^\s*(?:import\s+)?"os"/m.test(file)
        ? undefined
        : (afterMatch(file, /^import \(\r?\n/m, '\t"os"\n') ?? afterMatch(file, /^package .*\n/m, '\nimport "os"\n')),
  },
  { ids: ['java'], read: (name) => `System.getenv("${name}")`, quotes: '"', plus: ' + ' },
  {
    ids: ['kotlin'],
    read: (name) => `System.getenv("${name}")`,
    quotes: '"',
    within: { '"': dollarBraces },
    constants: [[/\bconst val(?=[ \t][^\n;{}]*$)/, 'val']],
  },
  {
    ids: ['csharp'],
    read: (name) => `System.Environment.GetEnvironmentVariable("${name}")`,
    quotes: '"',
    plus: ' + ',
    // Without an access modifier it may be a local variable, and those cannot be read-only.
    constants: [
      [/(?<=\b(?:public|private|protected|internal)[ \t]{1,5})const(?=[ \t][^\n;{}]*$)/, 'static readonly'],
      [/\bconst[ \t][^\n;{}]*$/],
    ],
  },
  {
    ids: ['ruby'],
    read: (name) => `ENV.fetch("${name}")`,
    quotes: '\'"',
    plus: ' + ',
    within: { '"': (expression) => `#{${expression}}` },
  },
  {
    ids: ['php'],
    read: (name) => `getenv("${name}")`,
    quotes: '\'"',
    plus: ' . ',
    constants: [
      [/\bconst\s[^\n;{}]*$/],
      [/\b(?:public|private|protected|static|var)\s+(?:\??\w+\s+)?\$\w+\s*=[^\n;{}]*$/],
    ],
  },
  {
    ids: ['rust'],
    read: (name) => `&std::env::var("${name}").expect("${name} is set")`,
    quotes: '"',
    constants: [[/\b(?:const|static)\s[^\n;{}]*$/]],
  },
];

/** A file and where a token is in it. */
export interface TokenInText {
  readonly languageId: string;
  readonly text: string;
  readonly token: Span;
}

/** Where a variable can take the token's place. */
export interface EnvironmentReference {
  /** What the code calls the value: `accessToken` in `const accessToken = '…'`. */
  readonly identifier?: string;
  /** The changes that make the file read the value from a variable of this name. */
  readonly refer: (name: string) => { readonly replacement: Replacement; readonly prelude?: Insertion };
}

/**
 * How the file can refer to an environment variable in place of the token; `undefined` where it cannot, or nobody here
 * knows how.
 */
export function environmentReference({ languageId, text, token }: TokenInText): EnvironmentReference | undefined {
  const language = languageById(languageId);
  const keyword = constantBefore(text, token, language);
  if (keyword === 'fixed') return undefined;
  const lineStart = text.lastIndexOf('\n', token.start - 1) + 1;
  const nextLine = text.indexOf('\n', token.end);
  const line = text.slice(lineStart, nextLine < 0 ? text.length : nextLine).replace(/\r$/, '');
  const place = { start: token.start - lineStart, end: token.end - lineStart };
  const replace = replacer(languageId, line, place);
  if (!replace) return undefined;
  const identifier = identifierBefore(line.slice(0, place.start));
  const prelude = language?.prelude?.(text);
  return {
    ...(identifier !== undefined && { identifier }),
    refer: (name) => {
      const { start, end, text: written } = replace(name);
      const replacement = { start: lineStart + start, end: lineStart + end, text: written };
      return { replacement: keyword ? joined(text, keyword, replacement) : replacement, ...(prelude && { prelude }) };
    },
  };
}

/** Far enough to see the beginning of a block of constants. */
const FURTHEST_DECLARATION = 4000;

/** What to replace the keyword with that makes the variable a constant; `fixed` if it must stay a constant. */
function constantBefore(text: string, token: Span, language: Language | undefined): Replacement | 'fixed' | undefined {
  const from = Math.max(0, token.start - FURTHEST_DECLARATION);
  const before = text.slice(from, token.start);
  for (const [declaration, variable] of language?.constants ?? []) {
    const found = declaration.exec(before);
    if (!found) continue;
    const start = from + found.index;
    return variable === undefined ? 'fixed' : { start, end: start + found[0].length, text: variable };
  }
  return undefined;
}

/** Two changes of a text, with what stands between them, as one. */
function joined(text: string, first: Replacement, second: Replacement): Replacement {
  return { start: first.start, end: second.end, text: first.text + text.slice(first.end, second.start) + second.text };
}

function languageById(languageId: string): Language | undefined {
  return languages.find(({ ids }) => ids.includes(languageId));
}

type Replacer = (name: string) => Replacement;

function replacer(languageId: string, line: string, token: Span): Replacer | undefined {
  if (languageId === 'http' || languageId === 'rest') return (name) => ({ ...token, text: `{{$dotenv ${name}}}` });
  if (languageId === 'shellscript') return inShell(line, token);
  const language = languageById(languageId);
  return language && inProgram(language, line, token);
}

/** The shell expands variables everywhere but in single quotes. */
function inShell(line: string, { start, end }: Span): Replacer {
  const quote = openQuote(line.slice(0, start), '\'"')?.quote;
  if (quote === '"') return (name) => ({ start, end, text: `\${${name}}` });
  if (quote === undefined) return (name) => ({ start, end, text: `"$${name}"` });
  const isWhole = line.charAt(start - 1) === quote && line.charAt(end) === quote;
  return isWhole
    ? (name) => ({ start: start - 1, end: end + 1, text: `"$${name}"` })
    : (name) => ({ start, end, text: `'"$${name}"'` });
}

function inProgram(language: Language, line: string, token: Span): Replacer | undefined {
  const { read, quotes, plus, within } = language;
  const literal = literalAround(line, token, quotes);
  if (!literal) return undefined;
  const { start, end, quote } = literal;
  const prefix = line.slice(start + 1, token.start);
  const suffix = line.slice(token.end, end - 1);
  const isWhole = prefix === '' && suffix === '';
  const embed = within?.[quote];
  if (!isWhole && embed) return (name) => ({ start: token.start, end: token.end, text: embed(read(name)) });
  if (!isWhole && plus === undefined) return undefined;
  const parts = (name: string): readonly string[] => [
    ...(prefix === '' ? [] : [quote + prefix + quote]),
    read(name),
    ...(suffix === '' ? [] : [quote + suffix + quote]),
  ];
  // The condition must hold for the whole text.
  const isAsked = /^\s*(?:[.[?]|->|::)/.test(line.slice(end));
  return (name) => {
    const expression = parts(name).join(plus);
    return { start, end, text: isAsked && (!isWhole || expression.startsWith('&')) ? `(${expression})` : expression };
  };
}

/**
 * The string literal on the line that holds the token, including its quotes. `undefined` if a letter or sign before the
 * quotes changes their meaning.
 */
function literalAround(line: string, token: Span, quotes: string): (Span & { readonly quote: string }) | undefined {
  const open = openQuote(line.slice(0, token.start), quotes);
  if (!open) return undefined;
  const before = line.charAt(open.at - 1);
  if (/[\w@$#'"`]/.test(before)) return undefined;
  // In JSX, an attribute's text is no expression.
  if (before === '=' && /[\w-]=$/.test(line.slice(0, open.at))) return undefined;
  const rest = line.slice(token.end);
  for (let at = 0; at < rest.length; at++) {
    if (rest.charAt(at) === '\\') at++;
    else if (rest.charAt(at) === open.quote) return { start: open.at, end: token.end + at + 1, quote: open.quote };
  }
  return undefined;
}

/** The quote that is still open at the end of a text. */
function openQuote(text: string, quotes: string): { readonly at: number; readonly quote: string } | undefined {
  let open: { at: number; quote: string } | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === open?.quote) open = undefined;
    else if (!open && quotes.includes(character)) open = { at, quote: character };
  }
  return open;
}

/** `accessToken` of `const accessToken: string = "Bearer `, `Authorization` of `"Authorization": "Bearer `. */
function identifierBefore(text: string): string | undefined {
  return /([A-Za-z][\w-]*)["']?\]?\s*(?::\s*&?[A-Za-z][\w<>[\]]*\s*)?(?:=>|:=|[:=])\s*[&(]?["'`]?(?:Bearer )?$/.exec(
    text.slice(-200),
  )?.[1];
}

/**
 * `import os` on a line of its own before the first statement that may follow it; strings that begin a line are
 * documentation.
 */
function importOs(file: string): Insertion | undefined {
  const code = maskComments(file, { line: ['#'], block: false, backtick: false, docstrings: true });
  if (/^import[ \t](?:[^\n]*,[ \t]*)?os(?:\.\w+)*[ \t\r]*(?:[,;]|$)/m.test(code)) return undefined;
  const statement = /^(?!from __future__)\S/m.exec(code);
  return { offset: statement?.index ?? 0, text: 'import os\n' };
}

function afterMatch(file: string, pattern: RegExp, text: string): Insertion | undefined {
  const match = pattern.exec(file);
  return match ? { offset: match.index + match[0].length, text } : undefined;
}
