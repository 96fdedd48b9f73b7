import type { CodeToken } from './codeToken.ts';

/** A here document that was opened in a line: its body begins with the next. */
export interface Heredoc {
  /** What stands for it where it is opened. Its text is known when the body is read. */
  readonly token: CodeToken;
  /** Reads the body from here on, and gives where code goes on. */
  readonly read: (from: number) => number;
}

const openers = {
  '<<<': /<<<[ \t]?(?<quote>["']?)(?<id>[A-Za-z_]\w{0,60})\k<quote>/y,
  '<<': /<<(?<dash>[~-]?)(?<quote>["'`]?)(?<id>[A-Z_a-z]\w{0,60})\k<quote>/y,
} as const;

/**
 * The here document of Ruby (`<<~TEXT`) or PHP (`<<<TEXT`) that is opened here; `unended` if no line ends it,
 * `undefined` if it is something else.
 */
export function openHeredoc(
  text: string,
  at: number,
  end: number,
  mark: '<<<' | '<<',
  isBehindValue: boolean,
  isFresh: boolean,
): Heredoc | 'unended' | undefined {
  const opener = openers[mark];
  opener.lastIndex = at;
  const found = opener.exec(text);
  if (!found) return undefined;
  const { dash = '-', quote = '', id = '' } = found.groups ?? {};
  // `list <<CONST` and `class << self` put something in.
  if (mark === '<<' && dash === '' && quote === '' && (isBehindValue || !/^[A-Z]/.test(id))) return undefined;
  const inner = at + found[0].length;
  const closer = new RegExp(String.raw`^[ \t]*${id}\b`, 'gm');
  closer.lastIndex = text.indexOf('\n', inner) + 1;
  const closing = closer.lastIndex > 0 ? closer.exec(text) : null;
  if (!closing || closing.index >= end) return 'unended';
  const token = { kind: 'string' as const, text: '', start: at, end: inner, inner, isPlain: quote === "'", isFresh };
  return {
    token,
    read: (from) => {
      closer.lastIndex = from;
      const last = closer.exec(text);
      if (!last) return from;
      const body = text.slice(from, Math.max(from, last.index - 1));
      Object.assign(token, { text: body, inner: from, isPlain: token.isPlain || !/#\{|\{?\$/.test(body) });
      return last.index + last[0].length;
    },
  };
}

const brackets: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['<', '>'],
]);

/** Where a text of Ruby that begins with `%` ends: `%q(a)`, `%w[a b]`, `%(a)`. `undefined` if `%` divides. */
export function percentEnd(
  text: string,
  at: number,
  end: number,
  isAfterValue: boolean,
  valueEnd: number | undefined,
): { readonly inner: number; readonly end: number; readonly isPlain: boolean } | undefined {
  const found = /^%([qQwWiIrsx]?)([([{<|!/])/.exec(text.slice(at, at + 3));
  if (!found) return undefined;
  // `x %w(…)` is an argument of x if there is a space in front of it only.
  if (isAfterValue && (found[1] === '' || valueEnd === at)) return undefined;
  const [whole, letter = '', open = ''] = found;
  const close = brackets.get(open) ?? open;
  let depth = 1;
  const inner = at + whole.length;
  const furthest = Math.min(end, inner + LONGEST_PERCENT);
  for (let place = inner; place < furthest; place++) {
    const character = text.charAt(place);
    if (character === '\\') {
      place++;
    } else if (character === close && --depth === 0) {
      const isPlain = letter === 'q' || (/^Q?$/.test(letter) && !text.slice(inner, place).includes('#{'));
      return { inner, end: place + 1, isPlain };
    } else if (character === open) {
      depth++;
    }
  }
  return undefined;
}

/** A text that is longer is none: it was a division. */
const LONGEST_PERCENT = 500;
