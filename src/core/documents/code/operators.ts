import type { Code, TokenRange } from './code.ts';

/** Operators whose value is no text. */
export const comparing: ReadonlySet<string> = new Set(['==', '===', '!=', '!==', '<', '>', '<=', '>=', '&&', '=~']);
/** Operators of longer values tell nothing. */
const MOST_OPERATORS = 50;

/** The operators of a value that are not inside brackets of it. */
export function operatorsOf(code: Code, { from, to }: TokenRange): readonly number[] {
  const isPhp = code.grammar.parts === 'php';
  const isPython = code.grammar.indented === true && code.grammar.percent !== true;
  const found: number[] = [];
  for (let at = code.next(from); at < to && found.length < MOST_OPERATORS; at = code.next(at)) {
    const { kind, text } = code.at(at);
    const isSign = kind === 'sign' && (/^(?:\|\||\?\?|\?:|[?+%:])$/.test(text) || comparing.has(text));
    const isJoining = kind === 'sign' && text === '.' && isPhp;
    if (isSign || isJoining || (kind === 'word' && (text === 'or' || (isPython && (text === 'if' || text === 'else')))))
      found.push(at);
  }
  return found;
}
