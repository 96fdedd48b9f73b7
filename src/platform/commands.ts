import * as vscode from 'vscode';

/**
 * What an extension does with its commands, checked against a table of them: by id, what each takes and what it
 * returns.
 */
interface Commands<Table extends CommandsById<Table>> {
  /** What arrives comes from key bindings, menus and other extensions, hence `unknown`: the command checks it. */
  readonly registerCommand: <Id extends keyof Table & string>(
    id: Id,
    run: (argument: unknown) => ReturnType<Table[Id]> | Promise<ReturnType<Table[Id]>>,
  ) => vscode.Disposable;
  readonly runCommand: <Id extends keyof Table & string>(
    id: Id,
    argument?: Parameters<Table[Id]>[0],
  ) => Thenable<ReturnType<Table[Id]>>;
  /** The address that runs a command from a link. The argument must not carry what may not be written down. */
  readonly commandUri: <Id extends keyof Table & string>(id: Id, argument: Parameters<Table[Id]>[0]) => vscode.Uri;
}

type CommandsById<Table> = { readonly [Id in keyof Table]: (argument?: never) => unknown };

/** The commands of a table. */
export function commandsOf<Table extends CommandsById<Table>>(): Commands<Table> {
  return {
    registerCommand: (id, run) => vscode.commands.registerCommand(id, run),
    runCommand: (id, argument) => vscode.commands.executeCommand(id, ...(argument === undefined ? [] : [argument])),
    commandUri: (id, argument) => vscode.Uri.from({ scheme: 'command', path: id, query: JSON.stringify([argument]) }),
  };
}
