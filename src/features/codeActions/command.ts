import type { CodeAction } from 'vscode';
import type { CommandArgument, CommandId } from '../../services/commands.ts';
import { codeAction } from './subject.ts';
import type { Problem } from './subject.ts';

/** An action that runs a command of ours. The argument must not carry a token. */
export function runAction<Id extends CommandId>(
  title: string,
  command: Id,
  argument: CommandArgument<Id>,
  fixes: readonly Problem[] = [],
): CodeAction {
  const action = codeAction(title, fixes);
  action.command = { title, command, arguments: [argument] };
  return action;
}
