/** The value of an entry of a `.env` file, or the end of a sentence that begins with the file: why there is none. */
export type EnvEntry = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly problem: string };

interface EnvValue {
  readonly text: string;
  /** Where it ends in the file. */
  readonly end: number;
  /** In single quotes, nothing is special. */
  readonly quote: '"' | "'" | '`' | undefined;
}

const assignment = /[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*(?:=|:(?=[ \t]))[ \t]*/y;

/**
 * Reads an entry of a `.env` file as dotenv and shells do: with or without `export`; bare up to a comment, or in quotes
 * over as many lines as it takes, in double quotes with `\n` and the like; the last entry of a name counts. One that
 * refers to another variable is refused: taken to the letter it would be a wrong key that looks right. A refusal calls
 * the entry `called`.
 */
export function readEnvEntry(file: string, name: string, called = name): EnvEntry {
  let found: EnvValue | undefined;
  for (let at = file.startsWith('\ufeff') ? 1 : 0; at < file.length;) {
    assignment.lastIndex = at;
    const match = assignment.exec(file);
    const value = match === null ? undefined : valueAt(file, at + match[0].length);
    if (value !== undefined && match?.[1] === name) found = value;
    at = endOfLine(file, value?.end ?? at) + 1;
  }
  if (found === undefined) return { ok: false, problem: `has no entry ${called}.` };
  const { text, quote } = found;
  if (text === '') return { ok: false, problem: `has no value for ${called}.` };
  if (quote === "'") return { ok: true, value: text };
  return /^\$[A-Za-z_(]|(?<!\\)\$\{[A-Za-z_]/.test(text)
    ? {
        ok: false,
        problem: `makes ${called} refer to something else, which is not resolved. Use single quotes to keep the text as it is.`,
      }
    : { ok: true, value: quote === '"' ? text.replaceAll(/\\(.)/gs, unescaped) : text };
}

function valueAt(file: string, start: number): EnvValue {
  const quote = file[start];
  if (quote === '"' || quote === "'" || quote === '`') {
    const close = closingQuote(file, start + 1, quote);
    const end = endOfLine(file, close);
    // Text after the closing quote is not quoted.
    if (close >= 0 && /^[ \t\r]*(?:#|$)/.test(file.slice(close + 1, end)))
      return { text: file.slice(start + 1, close), end, quote };
  }
  const end = endOfLine(file, start);
  const line = file.slice(start, end);
  const comment = line.search(/(?:^|[ \t])#/);
  return { text: (comment < 0 ? line : line.slice(0, comment)).trim(), end, quote: undefined };
}

/** -1 where there is none. */
function closingQuote(file: string, start: number, quote: string): number {
  let at = file.indexOf(quote, start);
  if (quote !== '"') return at;
  while (at >= 0 && isEscaped(file, at, start)) at = file.indexOf(quote, at + 1);
  return at;
}

function isEscaped(file: string, at: number, start: number): boolean {
  let first = at;
  while (first > start && file[first - 1] === '\\') first -= 1;
  return (at - first) % 2 === 1;
}

function endOfLine(file: string, at: number): number {
  const end = file.indexOf('\n', at);
  return end < 0 ? file.length : end;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ...['"', '\\', '$'].map((character): [string, string] => [character, character]),
]);

function unescaped(written: string, character: string): string {
  return escapes.get(character) ?? written;
}
