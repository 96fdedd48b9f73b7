import type { CodeAction } from 'vscode';
import type { ResignArgument } from '../../platform/commands.ts';
import { runAction } from './command.ts';
import type { Subject } from './subject.ts';

type Change = Exclude<ResignArgument, string>['change'];

/** What a new signature cures. */
const resignings: readonly { readonly title: string; readonly rules: readonly string[]; readonly change: Change }[] = [
  {
    title: 'Renew the token and sign it with a stored key',
    rules: ['exp-expired', 'exp-missing', 'time-order', 'iat-future', 'nbf-future'],
    change: 'renew',
  },
  {
    title: 'Write the times in seconds and sign with a stored key',
    rules: ['numericdate-milliseconds'],
    change: 'seconds',
  },
];

/** Cures that need the key which signed the token. */
export function signingChanges({ token, problems }: Subject): readonly CodeAction[] {
  return resignings.flatMap(({ title, rules, change }) => {
    const cured = problems.filter(({ ruleId }) => rules.includes(ruleId));
    return token && cured.length > 0 && token.parsed.kind === 'jws'
      ? [runAction(title, 'jwtInspector.resign', { handle: token.handle, ...(change && { change }) }, cured)]
      : [];
  });
}
