import type { CodeAction, Disposable } from 'vscode';
import { fingerprint } from '../../core/token/fingerprint.ts';
import { changeSetting } from '../../platform/changeSetting.ts';
import { registerCommand } from '../../services/commands.ts';
import type { TokenChooser } from '../../services/tokens/tokenChooser.ts';
import { runAction } from './command.ts';
import { tokenProblems } from './subject.ts';
import type { ActionSubject } from './subject.ts';

/** Stops listing problems of this token, wherever it is. */
export function ignoreTokenAction(subject: ActionSubject): readonly CodeAction[] {
  const { token } = subject;
  const problems = tokenProblems(subject);
  return token && problems.length > 0
    ? [runAction('Ignore this token', 'jwtInspector.ignoreToken', { handle: token.handle }, problems)]
    : [];
}

/** The command behind it: writes the token's fingerprint to `jwtInspector.ignore`. */
export function registerIgnoreToken({ tokenChooser }: { readonly tokenChooser: TokenChooser }): Disposable {
  return registerCommand('jwtInspector.ignoreToken', async (argument) => {
    const source = await tokenChooser.choose(argument);
    if (source === undefined) return undefined;
    const print = await fingerprint(source.text);
    await changeSetting('ignore', (ignore) => [
      ...new Set([...(Array.isArray(ignore) ? (ignore as unknown[]) : []), print]),
    ]);
    return print;
  });
}
