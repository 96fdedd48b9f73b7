import type { Code } from './code.ts';
import type { Giving, Givings } from './givings.ts';
import { ownersOf } from './owners.ts';
import { bare } from './wordPath.ts';

/** A name that is given more often than this can be anything. */
const MOST_GIVINGS = 60;
const own = /^(?:this|self|Self|cls|super)$/;

/** What a member may have been given: `this.name`, `options.name`. */
export function memberGivings(code: Code, givings: Givings, index: number, owner: string): readonly Giving[] {
  const all = (givings.get(bare(code.at(index).text)) ?? []).slice(0, MOST_GIVINGS);
  const isOwn = own.test(owner);
  const fitting = all.filter(({ key, kind, value }) => {
    if (!value || key === index) return false;
    const owners = ownersOf(code, key);
    const isField = kind === 'variable' && (owners.length > 0 || isInPythonClass(code, key));
    if (!isOwn) return owners[0] === owner || (isField && owners.length === 0);
    return kind === 'member' ? own.test(owners[0] ?? '') : isField;
  });
  // What a constructor gives counts, and not what stands in the class before.
  const given = fitting.filter(({ kind }) => kind === 'member');
  return isOwn && given.length > 0 ? given : fitting;
}

/** Classes of Python have no braces: what is indented and in no function is in one. */
function isInPythonClass(code: Code, key: number): boolean {
  const { isFresh, start } = code.at(key);
  return code.grammar.indented === true && isFresh && code.columnAt(start) > 0;
}

/** What the variable at `index` may have been given: the last that is known there, and what others may make of it. */
export function variableGivings(code: Code, givings: Givings, index: number): readonly Giving[] {
  const { text: name, start } = code.at(index);
  const all = givings.get(bare(name)) ?? [];
  if (all.length > MOST_GIVINGS) return [];
  const variables = all.filter(({ kind, key }) => kind === 'variable' && key !== index);
  const members = all.filter(
    ({ kind, key }) => kind === 'member' && /^(?:this|self|@|\$)/.test(ownersOf(code, key)[0] ?? code.at(key).text),
  );
  if (name.startsWith('@')) return members;
  const known = variables.filter(({ scope }) => scope.start <= start && start < scope.end);
  const nearest = known
    .filter(({ key }) => code.at(key).start < start)
    .toSorted((one, other) => one.scope.start - other.scope.start || one.key - other.key)
    .at(-1);
  if (!nearest) return [...known, ...members];
  // Another function may change it.
  const changed = variables.filter(
    ({ isDeclared, scope }) => !isDeclared && scope.start >= nearest.scope.start && scope.end <= nearest.scope.end,
  );
  return [nearest, ...changed.filter((each) => each !== nearest), ...members];
}
