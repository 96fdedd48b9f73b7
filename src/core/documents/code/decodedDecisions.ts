import { callsOf, pathSpan, wordOf } from './codeCall.ts';
import type { CodeCall } from './codeCall.ts';
import type { Finder } from './codeRow.ts';
import { isJoint, pathAt } from './wordPath.ts';

/** Each is looked for in the whole text. */
const MOST_DECODERS = 20;
const deciding = ['if', 'elif', 'unless', 'while'] as const;
/** How far a condition is read. */
const LONGEST_CONDITION = 60;

/**
 * The decoders whose result a condition tests, in files that verify nothing. A guess by names: such rules are off until
 * the user turns them on.
 */
export function decisionsOn(names: string, path: RegExp): Finder {
  return function* find(values) {
    if (values.code.mentions(/(?<!un)verif|validat/i)) return;
    let count = 0;
    for (const found of callsOf(values, names.split(' '), path)) {
      if (++count > MOST_DECODERS) return;
      if (decidesAtOnce(found) || namesOf(found).some((name) => isTested(found, name))) {
        yield isJoint(found.values.code, found.callee - 1) && !/ParseUnverified|Read|get_/.test(found.path)
          ? pathSpan(found)
          : wordOf(found);
      }
    }
  };
}

function decidesAtOnce({ values: { code }, callee }: CodeCall): boolean {
  for (let at = callee; at > callee - LONGEST_CONDITION && !code.at(at).isFresh; at--)
    if (code.is(at - 1, ...deciding)) return true;
  return false;
}

/** What the result is assigned to: `payload` of `const payload = …`, `role` and `sub` of `const { role, sub } = …`. */
function namesOf({ values: { code }, callee }: CodeCall): readonly string[] {
  let at = pathAt(code, callee).from - 1;
  while (code.is(at, 'await', '(')) at--;
  if (!code.is(at, '=', ':=')) return [];
  if (code.is(at - 1, '}')) return (code.argumentsAt(code.pair(at - 1)) ?? []).map(({ from }) => code.at(from).text);
  const names: string[] = [];
  for (at--; code.at(at).kind === 'word' || code.is(at, ','); at--) {
    if (code.at(at).kind === 'word' && !/^(?:const|let|var|val|err|_)$/.test(code.at(at).text))
      names.push(code.at(at).text);
    if (code.at(at).isFresh) break;
  }
  return names;
}

function isTested({ values: { code } }: CodeCall, name: string): boolean {
  return code.placesOf(name).some((index) => {
    if (code.at(index).kind !== 'word') return false;
    for (let at = index; at > index - LONGEST_CONDITION; at--) {
      if (code.is(at - 1, ...deciding)) return true;
      if (code.at(at).isFresh || code.is(at, '{', ';')) return false;
    }
    return false;
  });
}
