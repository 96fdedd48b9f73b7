/** A text in quotes; `start` and `end` are inside them, `next` is behind them. */
export interface Quoted {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** In UTF-16 code units: no secret is longer, and a quote that nobody closed must not be searched to the end. */
const LONGEST_QUOTED = 8192;

/**
 * Reads a text in single or double quotes that begins at `at`, over line ends too; `undefined` if none does, or nobody
 * closes it nearby.
 */
export function readQuoted(text: string, at: number, end: number): Quoted | undefined {
  const quote = text.charAt(at);
  if (quote !== '"' && quote !== "'") return undefined;
  const limit = Math.min(end, at + LONGEST_QUOTED);
  for (let close = at + 1; close < limit; close++) {
    const char = text.charAt(close);
    const isPair = quote === '"' ? char === '\\' : char === quote && text.charAt(close + 1) === quote;
    if (isPair) {
      close++;
    } else if (char === quote) {
      const raw = text.slice(at + 1, close);
      return {
        value: quote === '"' ? unescaped(raw) : raw.replaceAll("''", "'"),
        start: at + 1,
        end: close,
        next: close + 1,
      };
    }
  }
  return undefined;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['0', '\0'],
]);

/** The escapes that YAML, TOML and JSON share; what is unknown stands for itself. */
function unescaped(raw: string): string {
  return raw.replaceAll(
    /\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|(.))/gs,
    (_, hex: string | undefined, unit: string | undefined, char: string) => {
      const digits = hex ?? unit;
      return digits === undefined ? (escapes.get(char) ?? char) : String.fromCharCode(Number.parseInt(digits, 16));
    },
  );
}
