import type { Code, TokenRange } from './code.ts';
import type { Givings } from './givings.ts';
import { ownersOf } from './owners.ts';
import { isJoint } from './wordPath.ts';

/** The variable of the environment that a value is: `process.env.A`, `os.Getenv("A")`, `ENV['A']`. */
export function environmentName(code: Code, { from, to }: TokenRange): string | undefined {
  const last = to - 1;
  if (code.is(last, ')', ']')) {
    const open = code.pair(last);
    const name = code.at(open + 1);
    const reader = code.is(open - 1, 'get', 'fetch') ? open - 3 : open - 1;
    return open >= from && name.kind === 'string' && /env(?:iron)?(?:ment)?(?:variable)?$/i.test(code.at(reader).text)
      ? name.text
      : undefined;
  }
  return code.is(last - 2, 'env') && isJoint(code, last - 1) ? code.at(last).text : undefined;
}

const setters = /^(?:set_?env|putenv|set_var|SetEnvironmentVariable)$/i;
/** A variable that is named more often is not looked for any further. */
const MOST_PLACES = 60;

/** What the file itself writes into a variable of the environment: `os.Setenv("A", …)`, `process.env.A = …`. */
export function environmentValue(code: Code, givings: Givings, name: string): TokenRange | undefined {
  for (const index of code.placesOf(name).slice(0, MOST_PLACES)) {
    const isSet = code.is(index - 1, '(') && code.is(index + 1, ',') && setters.test(code.at(index - 2).text);
    if (isSet) return code.argumentsAt(index - 1)?.[1];
  }
  const isWritten = (key: number): boolean => ownersOf(code, key).some((owner) => /^(?:env|environ|ENV)$/.test(owner));
  return givings
    .get(name)
    ?.slice(0, MOST_PLACES)
    .find(({ key, kind }) => kind === 'member' && isWritten(key))?.value;
}
