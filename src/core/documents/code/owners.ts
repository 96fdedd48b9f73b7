import type { Code } from './code.ts';
import { bare, pathAt } from './wordPath.ts';

const classLike: ReadonlySet<string> = new Set(
  'class object interface enum struct module namespace impl trait record'.split(' '),
);
const DEEPEST = 4;
const LONGEST_HEAD = 16;

/**
 * What the name at `key` belongs to, the nearest first: `a` of `a.key = …`, the object, class or call whose braces are
 * around it.
 */
export function ownersOf(code: Code, key: number): readonly string[] {
  const found: string[] = [];
  if (code.at(key).kind === 'word') {
    found.push(...pathAt(code, key).words.slice(0, -1).toReversed());
  } else if (code.is(key + 1, ']')) {
    const before = code.opener(key) - 1;
    if (code.at(before).kind === 'word') found.push(...pathAt(code, before).words.toReversed());
  }
  let opener = code.opener(key);
  for (let steps = 0; opener >= 0 && steps < DEEPEST; steps++) {
    found.push(...headOf(code, opener));
    opener = code.opener(opener);
  }
  return found;
}

/** The name in front of a bracket: of what is called, of what the object is assigned to, of the class. */
function headOf(code: Code, opener: number): readonly string[] {
  const before = code.at(opener - 1);
  if (code.is(opener, '(')) return before.kind === 'word' ? pathAt(code, opener - 1).words.toReversed() : [];
  if (!code.is(opener, '{', '[')) return [];
  const named: string[] = [];
  let at = opener - 1;
  if (before.kind === 'word' && before.text !== 'return') {
    named.push(...pathAt(code, at).words.toReversed());
    at = pathAt(code, at).from - 1;
  }
  for (let steps = 0; steps < LONGEST_HEAD; steps++, at--) {
    const { kind, text } = code.at(at);
    if (kind === 'end' || text === ';' || text === '}' || text === '{' || text === ')') break;
    if (kind === 'word' && classLike.has(text)) return [bare(code.at(at + 1).text)];
    if (kind === 'sign' && /^(?::=|[:=]|=>)$/.test(text)) {
      const key = code.at(at - 1);
      if (key.kind === 'word' || key.kind === 'string') named.push(bare(key.text));
      // `name: Type = {`
      if (text !== '=') break;
      if (!code.is(at - 2, ':')) break;
      named.push(bare(code.at(at - 3).text));
      break;
    }
  }
  return named;
}
