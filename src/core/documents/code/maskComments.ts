/** How a language writes comments; block comments are those of C. */
export interface CommentStyle {
  readonly line: readonly ('//' | '#')[];
  readonly block: boolean;
  /** Whether a backtick opens a string, over several lines; `"` and `'` end with their line at the latest. */
  readonly backtick: boolean;
  /**
   * Whether three quotes open a string over several lines, which is a comment where a statement would begin (Python).
   */
  readonly docstrings?: true;
}

/**
 * The text with its comments turned into spaces, character for character, so that offsets stay. Knows strings as far as
 * needed not to take `"http://…"` for a comment. Linear: each search goes on where the last one ended, and none
 * backtracks.
 */
export function maskComments(text: string, { line, block, backtick, docstrings }: CommentStyle): string {
  const opener = new RegExp(
    [...(docstrings ? [`"""`, `'''`] : []), backtick ? `["'\`]` : `["']`, ...line, ...(block ? ['\\/\\*'] : [])].join(
      '|',
    ),
    'g',
  );
  const pieces: string[] = [];
  let copied = 0;
  for (let found = opener.exec(text); found; found = opener.exec(text)) {
    const [mark] = found;
    const from = found.index + mark.length;
    const isComment =
      mark === '/*' || line.some((one) => one === mark) || (mark.length === 3 && beginsLine(text, found.index));
    const end = isComment || mark.length === 3 ? commentEnd(text, from, mark) : stringEnd(text, from, mark);
    if (isComment) {
      pieces.push(text.slice(copied, found.index), blank(text.slice(found.index, end)));
      copied = end;
    }
    opener.lastIndex = end;
  }
  return pieces.join('') + text.slice(copied);
}

/** Spaces for everything but line breaks. */
function blank(text: string): string {
  return /[\r\n]/.test(text) ? text.replaceAll(/[^\r\n]+/g, (run) => ' '.repeat(run.length)) : ' '.repeat(text.length);
}

function commentEnd(text: string, from: number, mark: string): number {
  const closer = mark === '/*' ? '*/' : mark.length === 3 ? mark : '\n';
  const end = text.indexOf(closer, from);
  if (end < 0) return text.length;
  return closer === '\n' ? end : end + closer.length;
}

/** Whether nothing but white space, and the letter of a raw string, stands in front. */
function beginsLine(text: string, index: number): boolean {
  return /(?:^|\n)[ \t]*[rR]?$/.test(text.slice(Math.max(0, index - 200), index));
}

const stringEnds: ReadonlyMap<string, RegExp> = new Map([
  ['"', /[\\"\n]/g],
  ["'", /[\\'\n]/g],
  ['`', /[\\`]/g],
]);

function stringEnd(text: string, from: number, quote: string): number {
  const special = stringEnds.get(quote);
  if (!special) return from;
  special.lastIndex = from;
  for (let found = special.exec(text); found; found = special.exec(text)) {
    if (found[0] !== '\\') return found.index + 1;
    special.lastIndex = found.index + 2;
  }
  return text.length;
}
