/** How a language writes one kind of text. */
export interface StringForm {
  /** What opens it. The longest opener that fits is taken. */
  readonly open: string;
  /** What closes it, if that is not what opens it. */
  readonly close?: string;
  /** The word that is glued to its front. Absent: none is. */
  readonly prefix?: RegExp;
  /** How the closing quote is written inside: after a backslash (the default), twice, or not at all. */
  readonly escape?: 'backslash' | 'twice' | 'none';
  /** Whether it may go over lines. Other texts end with their line at the latest. */
  readonly lines?: true;
  /** What begins an expression inside; `}` ends it. */
  readonly holds?: '${' | '#{' | '{' | '{$';
  /** Whether `$name` inside is a variable. */
  readonly names?: true;
  /** Whether as many quotes close it as open it (C#). */
  readonly counted?: true;
  /** Whether `#` may stand in front of the quote, and as many close it (Rust). */
  readonly hashes?: true;
  /** Whether it is one character: `'a'`, `'\n'`. Another quote of this kind is a sign (a lifetime, a symbol). */
  readonly character?: true;
}

/** What a lexer has to know about a language. */
export interface Grammar {
  readonly lineComments: readonly string[];
  /** `/*` to its end; nested where the language nests them. */
  readonly blockComments?: 'flat' | 'nested';
  /** Other comments, from one mark to another. */
  readonly otherComments?: readonly (readonly [open: string, close: string])[];
  readonly strings: readonly StringForm[];
  /** Signs that are part of names. */
  readonly nameSigns?: string;
  /** Whether `/` can open a regular expression. */
  readonly regex?: true;
  readonly heredocs?: '<<<' | '<<';
  /** Whether `%w(a b)` and `%q(a)` are texts. */
  readonly percent?: true;
  /** Which parts of a file are code. Absent: all of it. */
  readonly parts?: 'php' | 'markup';
  /** Whether types stand behind names: `name: Type = value`. */
  readonly annotations?: true;
  /** Whether functions and classes are as deep as their lines are indented, and not between braces. */
  readonly indented?: true;
}

const double: StringForm = { open: '"' };
const single: StringForm = { open: "'" };
const character: StringForm = { open: "'", character: true };
const raw: StringForm = { open: '`', escape: 'none', lines: true };
const textBlock: StringForm = { open: '"""', lines: true };

const javascript: Grammar = {
  annotations: true,
  lineComments: ['//'],
  blockComments: 'flat',
  strings: [double, single, { open: '`', lines: true, holds: '${' }],
  nameSigns: '$#',
  regex: true,
};

const pythonQuotes: readonly StringForm[] = [
  { open: '"""', lines: true },
  { open: "'''", lines: true },
  double,
  single,
];

const python: Grammar = {
  annotations: true,
  lineComments: ['#'],
  strings: [
    ...pythonQuotes.map((form): StringForm => ({ ...form, prefix: /^(?:[rbu]|br|rb)?$/i })),
    ...pythonQuotes.map((form): StringForm => ({ ...form, prefix: /^(?:[ft]|[ft]r|r[ft])$/i, holds: '{' })),
  ],
  indented: true,
};

const go: Grammar = { lineComments: ['//'], blockComments: 'flat', strings: [double, raw, character] };

const java: Grammar = {
  lineComments: ['//'],
  blockComments: 'flat',
  strings: [textBlock, double, character],
  nameSigns: '$',
};

const kotlin: Grammar = {
  annotations: true,
  lineComments: ['//'],
  blockComments: 'nested',
  strings: [
    { open: '"""', lines: true, escape: 'none', holds: '${', names: true },
    { open: '"', holds: '${', names: true },
    character,
  ],
};

const scala: Grammar = {
  annotations: true,
  lineComments: ['//'],
  blockComments: 'nested',
  strings: [
    { open: '"""', lines: true, escape: 'none' },
    double,
    { open: '"""', prefix: /^[a-z]+$/i, lines: true, escape: 'none', holds: '${', names: true },
    { open: '"', prefix: /^[a-z]+$/i, holds: '${', names: true },
    character,
  ],
};

const groovy: Grammar = {
  lineComments: ['//'],
  blockComments: 'flat',
  strings: [
    { open: '"""', lines: true, holds: '${', names: true },
    { open: "'''", lines: true },
    { open: '"', holds: '${', names: true },
    single,
  ],
  nameSigns: '$',
};

const csharp: Grammar = {
  lineComments: ['//'],
  blockComments: 'flat',
  strings: [
    { open: '$"""', close: '"""', lines: true, escape: 'none', counted: true, holds: '{' },
    { open: '"""', lines: true, escape: 'none', counted: true },
    { open: '$@"', close: '"', lines: true, escape: 'twice', holds: '{' },
    { open: '@$"', close: '"', lines: true, escape: 'twice', holds: '{' },
    { open: '@"', close: '"', lines: true, escape: 'twice' },
    { open: '$"', close: '"', holds: '{' },
    double,
    character,
  ],
};

const ruby: Grammar = {
  lineComments: ['#'],
  otherComments: [['\n=begin', '\n=end']],
  strings: [
    { open: '"', lines: true, holds: '#{' },
    { open: "'", lines: true },
    { open: '`', lines: true, holds: '#{' },
  ],
  nameSigns: '@$',
  regex: true,
  heredocs: '<<',
  percent: true,
  indented: true,
};

const php: Grammar = {
  lineComments: ['//', '#'],
  blockComments: 'flat',
  strings: [
    { open: '"', lines: true, holds: '{$', names: true },
    { open: "'", lines: true },
  ],
  nameSigns: '$',
  heredocs: '<<<',
  parts: 'php',
};

const rust: Grammar = {
  annotations: true,
  lineComments: ['//'],
  blockComments: 'nested',
  strings: [
    { open: '"', prefix: /^(?:b|c)?$/, lines: true },
    { open: '"', prefix: /^(?:r|br|cr)$/, lines: true, escape: 'none', hashes: true },
    { ...character, prefix: /^b?$/ },
  ],
};

const markup: Grammar = { ...javascript, parts: 'markup' };

/** By VS Code's names of languages. */
const byLanguage: Readonly<Record<string, Grammar>> = {
  javascript,
  javascriptreact: javascript,
  typescript: javascript,
  typescriptreact: javascript,
  vue: markup,
  svelte: markup,
  html: markup,
  astro: markup,
  python,
  go,
  java,
  kotlin,
  scala,
  groovy,
  csharp,
  ruby,
  php,
  rust,
};

/** The grammar of a language; undefined for one that is not known. */
export function grammarOf(languageId: string): Grammar | undefined {
  return Object.hasOwn(byLanguage, languageId) ? byLanguage[languageId] : undefined;
}
