import { maskComments } from '../documents/code/maskComments.ts';
import type { CommentStyle } from '../documents/code/maskComments.ts';

/**
 * Whether a line is inside a string literal that began before it. A comment there would not be a comment but change the
 * string.
 */
export function isInsideText(languageId: string, before: string, line: string): boolean {
  return kinds.some(({ ids, isOpen }) => ids.has(languageId) && isOpen(before, line));
}

interface MultilineText {
  readonly ids: ReadonlySet<string>;
  readonly isOpen: (before: string, line: string) => boolean;
}

const kind = (ids: string, isOpen: MultilineText['isOpen']): MultilineText => ({
  ids: new Set(ids.split(' ')),
  isOpen,
});

/** The ways in which languages write text over several lines. */
const kinds: readonly MultilineText[] = [
  kind('javascript javascriptreact typescript typescriptreact go', (before) =>
    swallowsComment(before, '//', { line: ['//'], block: true, backtick: true }),
  ),
  kind('python', (before) =>
    swallowsComment(before, '#', { line: ['#'], block: false, backtick: false, docstrings: true }),
  ),
  kind(
    'java kotlin csharp scala groovy swift dart elixir julia toml',
    (before) => before.split('"""').length % 2 === 0,
  ),
  kind('shellscript ruby php perl terraform dockerfile', isInHereDocument),
  kind('yaml dockercompose', isInBlockScalar),
];

/** A comment that is read as one is blank afterwards. */
function swallowsComment(before: string, mark: string, style: CommentStyle): boolean {
  return maskComments(`${before}${mark}`, style).endsWith(mark);
}

/** `<<EOF`, `<<~SQL`, `<<<'TEXT'` up to the line that begins with that word. */
function isInHereDocument(before: string): boolean {
  const opener = [...before.matchAll(/<<[<~-]?[ \t]?["']?([A-Za-z_]\w{0,40})["']?/g)].at(-1);
  if (!opener) return false;
  const lines = before
    .slice(opener.index + opener[0].length)
    .split('\n')
    .slice(1);
  const end = new RegExp(String.raw`^\s*${opener[1]}\b`);
  return !lines.some((line) => end.test(line));
}

/** YAML 1.2 §8.1: a block scalar goes on as long as its lines are further in than the line that opens it. */
function isInBlockScalar(before: string, line: string): boolean {
  let indentation = indentationOf(line);
  for (const earlier of before.split('\n').toReversed()) {
    if (earlier.trim() === '' || indentationOf(earlier) >= indentation) continue;
    if (opensBlockScalar(earlier)) return true;
    indentation = indentationOf(earlier);
  }
  return false;
}

/** YAML 1.2 §8.1.1: `key: |`, `- !tag &anchor >-2 # comment`. */
function opensBlockScalar(line: string): boolean {
  const indicator = /[|>][-+0-9]{0,2}\s*(?:#.*)?$/.exec(line);
  if (!indicator) return false;
  const front = line.slice(0, indicator.index);
  if (front !== front.trimEnd() || front === '') {
    const owner = front.split(/\s/).findLast((word) => !/^(?:[!&].|$)/.test(word)) ?? '';
    return owner === '' || /[:\-?]$/.test(owner);
  }
  return false;
}

function indentationOf(line: string): number {
  return line.length - line.trimStart().length;
}
