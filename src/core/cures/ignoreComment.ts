/** Whose problems a line keeps quiet. */
export interface Ignores {
  /** The problem of this rule is not listed. */
  covers(ruleId: string): boolean;
}

/** Markers that other tools' users write on a line with a token they know of. */
const foreign = /gitleaks:allow|pragma: allowlist secret|\bnosemgrep\b|trufflehog:ignore/;

/** Ids of rules have a hyphen; words of a reason or the end of a comment do not look like that. */
const own = /\bjwt-inspector-ignore(-next-line)?(?![\w-])((?:[\s:,]+[a-z][a-z0-9_]*(?:-[a-z0-9_]+)+(?!\w))*)/g;

/**
 * What a line's comments keep quiet: all rules, or those named after `jwt-inspector-ignore` on the line or
 * `jwt-inspector-ignore-next-line` on the one before it. `undefined` where nothing is.
 */
export function ignoresOf(line: string, lineBefore = ''): Ignores | undefined {
  const named = [...namedIn(line, false), ...namedIn(lineBefore, true)];
  const coversAll = foreign.test(line) || named.includes('');
  if (!coversAll && named.length === 0) return undefined;
  return { covers: (ruleId) => coversAll || named.includes(ruleId) };
}

/** The ids that the comments of a line name; an empty text for a comment that names none, which means all. */
function namedIn(line: string, forNextLine: boolean): readonly string[] {
  if (!line.includes('jwt-inspector-ignore')) return [];
  return [...line.matchAll(own)]
    .filter(([, nextLine]) => (nextLine !== undefined) === forNextLine)
    .flatMap(([, , ids = '']) => ids.replace(/^[\s:,]+/, '').split(/[\s:,]+/));
}

/** How languages write a comment that fills a line. Those that are not here have none (JSON) or none that is known. */
const comments: readonly (readonly [languages: string, start: string, end?: string])[] = [
  [
    `javascript javascriptreact typescript typescriptreact java kotlin go rust csharp c cpp objective-c swift php dart scala groovy
    fsharp jsonc json5 less scss`,
    '//',
  ],
  [
    `python ruby shellscript yaml dockercompose dockerfile makefile toml properties ini dotenv http rest perl r elixir powershell
    julia coffeescript terraform nginx`,
    '#',
  ],
  ['markdown mdx html xml svg', '<!--', '-->'],
  ['sql lua haskell', '--'],
  ['css', '/*', '*/'],
];

const byLanguage = new Map(
  comments.flatMap(([languages, ...marks]) => languages.split(/\s+/).map((id) => [id, marks] as const)),
);

/** A comment that keeps a rule quiet on the next line; `undefined` in a language whose comments are not known. */
export function ignoreComment(languageId: string, ruleId: string): string | undefined {
  const marks = byLanguage.get(languageId);
  if (!marks) return undefined;
  const [start, end] = marks;
  return [start, 'jwt-inspector-ignore-next-line', ruleId, ...(end === undefined ? [] : [end])].join(' ');
}
