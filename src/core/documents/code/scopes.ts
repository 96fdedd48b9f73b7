import type { Span } from '../../text/span.ts';
import type { Code } from './code.ts';

/** A name that a function gets from its caller. */
export interface Parameter {
  readonly key: number;
  readonly scope: Span;
}

/** Where names are known. */
export interface Scopes {
  readonly scopeOf: (index: number) => Span;
  readonly parameters: readonly Parameter[];
}

/** What has parentheses in front of a block and is no function. */
const notFunctions: ReadonlySet<string> = new Set(
  'if for while switch foreach using lock synchronized match with when unless elif until'.split(' '),
);

const everywhere: Span = { start: 0, end: Number.MAX_SAFE_INTEGER };

/** The scopes of a file: blocks between braces, or functions by their indentation. */
export function bodyScopes(code: Code): Scopes {
  return code.grammar.indented ? indentedScopes(code) : bracedScopes(code);
}

function bracedScopes(code: Code): Scopes {
  const parameters: Parameter[] = [];
  const blocks = new Map<number, Span>();
  /** The innermost brace that is open at each token. */
  const braces = new Int32Array(code.tokens.length);
  for (let index = 0; index < code.tokens.length; index++) {
    const { kind, text, start } = code.at(index);
    const opener = code.opener(index);
    braces[index] = opener < 0 || code.at(opener).text === '{' ? opener : (braces[opener] ?? -1);
    if (kind !== 'sign' || (text !== '{' && text !== '=>')) continue;
    const end = text === '{' ? code.pair(index) : code.pair(code.opener(index));
    const scope = { start, end: end < 0 ? everywhere.end : code.at(end).start };
    if (text === '{') blocks.set(index, scope);
    for (const key of parametersBefore(code, index)) parameters.push({ key, scope });
  }
  return {
    parameters,
    scopeOf: (index) => blocks.get(braces[index] ?? -1) ?? everywhere,
  };
}

/** How far parentheses may be in front of a block: result types and `throws` stand between. */
const LONGEST_RESULT = 8;
const MOST_PARAMETERS = 60;

function* parametersBefore(code: Code, index: number): Iterable<number> {
  if (code.is(index, '=>') && code.at(index - 1).kind === 'word') yield index - 1;
  let close = index - 1;
  for (let steps = 0; steps < LONGEST_RESULT && !code.is(close, ')'); steps++) {
    const { kind, text } = code.at(close);
    if (kind !== 'word' && !/^(?:=>|->|::|[:.<>[\]*&|?,])$/.test(text)) return;
    close--;
  }
  // Go may have its results in parentheses as well.
  for (let groups = 0; groups < 2 && code.is(close, ')') && code.pair(close) >= 0; groups++) {
    const open = code.pair(close);
    if (notFunctions.has(code.at(open - 1).text)) return;
    const furthest = Math.min(close, open + MOST_PARAMETERS);
    for (let at = open + 1; at < furthest; at = code.next(at)) if (code.at(at).kind === 'word') yield at;
    close = open - 1;
  }
}

function indentedScopes(code: Code): Scopes {
  const bodies: { readonly start: number; end: number; readonly column: number }[] = [];
  const open: (typeof bodies)[number][] = [];
  const parameters: Parameter[] = [];
  const columns = columnsOf(code);
  /** The index in `bodies` of the function that each token is in; 0 for none. */
  const within = new Int32Array(code.tokens.length);
  const numbers = new Map<(typeof bodies)[number], number>();
  for (const [index, { kind, text, start, isFresh }] of code.tokens.entries()) {
    const column = columns[index] ?? 0;
    if (isFresh && kind !== 'end' && !/^[)\]}]$/.test(text) && code.opener(index) < 0) {
      while ((open.at(-1)?.column ?? -1) >= column) {
        const body = open.pop();
        if (body) body.end = start;
      }
    }
    if (kind === 'word' && text === 'def' && (isFresh || code.is(index - 1, 'async'))) {
      const body = {
        start,
        end: everywhere.end,
        column: columns[code.is(index - 1, 'async') ? index - 1 : index] ?? 0,
      };
      bodies.push(body);
      numbers.set(body, bodies.length);
      open.push(body);
      for (const key of definedBy(code, index)) parameters.push({ key, scope: body });
    }
    const last = open.at(-1);
    within[index] = last ? (numbers.get(last) ?? 0) : 0;
  }
  return { parameters, scopeOf: (index) => bodies[(within[index] ?? 0) - 1] ?? everywhere };
}

/** How far each first token of a line is from its start, by what is between line ends: the lexer knows no columns. */
function columnsOf(code: Code): Int32Array {
  const columns = new Int32Array(code.tokens.length);
  for (const [index, { start, isFresh }] of code.tokens.entries()) if (isFresh) columns[index] = code.columnAt(start);
  return columns;
}

function* definedBy(code: Code, index: number): Iterable<number> {
  let open = index + 1;
  while (open < index + LONGEST_RESULT && !code.is(open, '(')) {
    if (open > index + 1 && code.at(open).isFresh) return;
    open++;
  }
  const close = code.pair(open);
  const furthest = Math.min(close, open + MOST_PARAMETERS);
  for (let at = open + 1; at < furthest; at = code.next(at)) if (code.at(at).kind === 'word') yield at;
}
