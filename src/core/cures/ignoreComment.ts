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

/** A line of a document and the one before it, if there is one. */
export interface LineInText {
  readonly languageId: string;
  readonly line: string;
  readonly lineBefore?: string;
}

/** What to write at the beginning of the line, or into the one before it. */
export interface CommentInsertion {
  readonly into: 'line' | 'lineBefore';
  readonly character: number;
  readonly text: string;
}

/**
 * The change that keeps a rule quiet on a line: a comment above it, or one more rule in the comment that is there. `undefined` in a language
 * whose comments are not known, and where the line goes on from the one before.
 */
export function ignoreInsertion(
  { languageId, line, lineBefore = '' }: LineInText,
  ruleId: string,
): CommentInsertion | undefined {
  const marks = byLanguage.get(languageId);
  if (!marks || lineBefore.endsWith('\\')) return undefined;
  const there = lineBefore.indexOf(nextLineMarker);
  if (there >= 0) return { into: 'lineBefore', character: there + nextLineMarker.length, text: ` ${ruleId}` };
  const [start, end] = marks;
  const comment = [start, nextLineMarker, ruleId, ...(end === undefined ? [] : [end])].join(' ');
  return { into: 'line', character: 0, text: `${/^\s*/.exec(line)?.[0] ?? ''}${comment}\n` };
}

const nextLineMarker = 'jwt-inspector-ignore-next-line';
