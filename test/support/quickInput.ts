import * as vscode from 'vscode';

/** Lets a quick pick or input box come up, and answers it until the command has come to its end. */
export async function answer<T>(running: Thenable<T>, ...commands: readonly string[]): Promise<T> {
  const pause = (): Promise<'waiting'> =>
    new Promise((resolve) => {
      setTimeout(resolve, 300, 'waiting');
    });
  const ended = Promise.resolve(running).then(() => 'ended' as const);
  while ((await Promise.race([ended, pause()])) === 'waiting')
    for (const command of commands) await vscode.commands.executeCommand(command);
  return running;
}
