import type { CodeAction } from 'vscode';
import type { ResignArgument } from '../../services/commands.ts';
import { runAction } from './command.ts';
import { tokenProblems } from './subject.ts';
import type { ActionSubject } from './subject.ts';

interface Resigning {
  readonly title: string;
  readonly change: NonNullable<Exclude<ResignArgument, string>['change']>;
  /** The rules whose finding it fixes. */
  readonly rules: readonly string[];
  /** Offered without a finding too. */
  readonly always?: true;
}

const resignings: readonly Resigning[] = [
  {
    title: 'Renew the token and sign it with a stored key',
    change: 'renew',
    rules: ['exp-expired', 'exp-missing', 'time-order', 'iat-future', 'nbf-future'],
    always: true,
  },
  {
    title: 'Write the times in seconds and sign with a stored key',
    change: 'seconds',
    rules: ['numericdate-milliseconds'],
  },
];

/** Changes that need a key. */
export function signingChanges(subject: ActionSubject): readonly CodeAction[] {
  const { token } = subject;
  if (token === undefined) return [];
  const problems = tokenProblems(subject);
  const { handle } = token;
  const edit = runAction('Edit the token and sign it', 'jwtInspector.edit', { handle });
  if (token.parsed.kind !== 'jws') return [edit];
  const resigned = resignings.flatMap(({ title, change, rules, always }) => {
    const fixed = problems.filter(({ ruleId }) => rules.includes(ruleId));
    return fixed.length > 0 || always ? [runAction(title, 'jwtInspector.resign', { handle, change }, fixed)] : [];
  });
  return [...resigned, edit];
}
