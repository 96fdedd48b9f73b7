import { isInsideText } from './insideText.ts';

/** The problems that a line suppresses. */
export interface Ignores {
  /** The problem of this rule is not listed. */
  covers(ruleId: string): boolean;
}

/** Markers of other tools, on the line of a token that its author knows about or on the line before it. */
const foreign = /gitleaks:allow|pragma:? ?(?:allow|white)list[ -]secret|\bnosem(?:grep)?\b|trufflehog:ignore/i;
const foreignNextLine = /pragma:? ?(?:allow|white)list[ -]nextline[ -]secret/i;

/** Ids of rules have a hyphen; words of a reason or the end of a comment do not look like that. */
const own = /\bjwt-inspector-ignore(-next-line)?(?![\w-])((?:[\s:,]+[a-z][a-z0-9_]*(?:-[a-z0-9_]+)+(?!\w))*)/g;

/**
 * What the comments of a line suppress: all rules, or those named after `jwt-inspector-ignore` on the line or
 * `jwt-inspector-ignore-next-line` on the one before it. `undefined` if nothing is suppressed.
 */
export function ignoresOf(line: string, lineBefore = ''): Ignores | undefined {
  const named = [...namedIn(line, false), ...namedIn(lineBefore, true)];
  const coversAll = foreign.test(line) || foreignNextLine.test(lineBefore) || named.includes('');
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

/**
 * How languages write a comment that fills a line. Languages that are not listed have no comments (JSON) or none known
 * here.
 */
const comments: readonly (readonly [languages: string, start: string, end?: string])[] = [
  [
    `javascript javascriptreact typescript typescriptreact java kotlin go rust csharp c cpp objective-c swift php dart scala groovy
    fsharp jsonc json5 less scss stylus objective-cpp cuda-cpp zig solidity proto3 proto bicep prisma asciidoc jsonnet wgsl glsl hlsl`,
    '//',
  ],
  [
    `python ruby shellscript yaml dockercompose dockerfile makefile toml properties ini dotenv http rest perl r elixir powershell
    julia coffeescript terraform nginx hcl graphql fish nix crystal gdscript cmake ignore git-commit jenkinsfile starlark bazel`,
    '#',
  ],
  ['markdown html xml xsl svg vue svelte astro', '<!--', '-->'],
  ['sql lua haskell elm ada vhdl', '--'],
  ['css', '/*', '*/'],
  ['mdx', '{/*', '*/}'],
  ['clojure lisp scheme racket', ';;'],
  ['bat', 'REM'],
  ['vb', "'"],
  ['erlang latex tex', '%'],
  ['restructuredtext', '..'],
  ['handlebars', '{{!--', '--}}'],
];

/** Markup with script in it, whose comments are those of the script. */
const markup: ReadonlySet<string> = new Set('html vue svelte astro'.split(' '));

const byLanguage = new Map(
  comments.flatMap(([languages, ...marks]) => languages.split(/\s+/).map((id) => [id, marks] as const)),
);

/** A line of a document and the one before it, if there is one. */
export interface LineInText {
  readonly languageId: string;
  readonly line: string;
  readonly lineBefore?: string;
  /** All of the document that stands before the line. */
  readonly before?: string;
}

/** What to write at the beginning of the line, or into the one before it. */
export interface CommentInsertion {
  readonly into: 'line' | 'lineBefore';
  readonly character: number;
  readonly text: string;
}

/**
 * The change that suppresses a rule on a line: a comment above it, or one more rule in the comment that is there.
 * `undefined` in a language whose comments are not known, where the line goes on from the one before, and within a text
 * of several lines.
 */
export function ignoreInsertion(
  { languageId, line, lineBefore = '', before = lineBefore }: LineInText,
  ruleId: string,
): CommentInsertion | undefined {
  const script = markup.has(languageId) ? scriptBefore(before) : undefined;
  const spoken = script === undefined ? languageId : 'typescript';
  const marks = byLanguage.get(spoken);
  if (!marks || isContinued(spoken, lineBefore) || isInsideText(spoken, script ?? before, line)) return undefined;
  const there = lineBefore.indexOf(nextLineMarker);
  if (there >= 0) return { into: 'lineBefore', character: there + nextLineMarker.length, text: ` ${ruleId}` };
  const [start, end] = marks;
  const comment = [start, nextLineMarker, ruleId, ...(end === undefined ? [] : [end])].join(' ');
  return { into: 'line', character: 0, text: `${/^\s*/.exec(line)?.[0] ?? ''}${comment}\n` };
}

/** The script that is open at the end of markup. */
function scriptBefore(before: string): string | undefined {
  const start = before.lastIndexOf('<script');
  return start > before.lastIndexOf('</script') ? before.slice(start) : undefined;
}

const continuations: Readonly<Record<string, string>> = { bat: '^', powershell: '`', vb: ' _' };

function isContinued(languageId: string, lineBefore: string): boolean {
  return lineBefore.endsWith(continuations[languageId] ?? '\\');
}

const nextLineMarker = 'jwt-inspector-ignore-next-line';
