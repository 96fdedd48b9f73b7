import { host } from '#host';
import { late } from '#late';
import * as vscode from 'vscode';

/** For desktop, which takes it from this bundle as built for browsers. */
export { late };

/** What other extensions get from `activate()`: core, as they may use it. */
export type Api = ReturnType<typeof late>['api'];

/** Core, loaded when something of it is first called. */
const api: Api = {
  version: 1,
  scan: (...given) => late().api.scan(...given),
  find: (...given) => late().api.find(...given),
  decode: (...given) => late().api.decode(...given),
  inspect: (...given) => late().api.inspect(...given),
  inspectText: (...given) => late().api.inspectText(...given),
  verify: async (...given) => late().api.verify(...given),
  decrypt: async (...given) => late().api.decrypt(...given),
  sign: async (...given) => late().api.sign(...given),
  encrypt: async (...given) => late().api.encrypt(...given),
  tryKnownSecrets: async (...given) => late().api.tryKnownSecrets(...given),
};

/**
 * Waits until there is something to do: the rest of the extension is loaded with the first tab, document, command or
 * look at its view.
 */
export function activate(context: vscode.ExtensionContext): Api {
  const { tabGroups } = vscode.window;
  const bells: vscode.Disposable[] = [];
  const silence = (): void => {
    for (const bell of bells.splice(0)) bell.dispose();
  };
  const open = (): void => {
    if (bells.length === 0) return;
    // What is loaded registers the same commands and the same view.
    silence();
    context.subscriptions.push(late().compose(context, host));
  };
  bells.push(
    ...contributedCommands(context.extension).map((id) =>
      vscode.commands.registerCommand(id, async (...given: readonly unknown[]) => {
        open();
        return vscode.commands.executeCommand(id, ...given);
      }),
    ),
    vscode.window.registerTreeDataProvider<never>('jwtInspector.keys', {
      getChildren: () => {
        open();
        return [];
      },
      getTreeItem: (node) => node,
    }),
    tabGroups.onDidChangeTabs(open),
    vscode.workspace.onDidOpenTextDocument(open),
  );
  if (tabGroups.all.some(({ tabs }) => tabs.length > 0) || vscode.workspace.textDocuments.length > 0) {
    const soon = setTimeout(open);
    bells.push(
      new vscode.Disposable(() => {
        clearTimeout(soon);
      }),
    );
  }
  context.subscriptions.push(new vscode.Disposable(silence));
  return api;
}

/** The ids of the commands in package.json. */
function contributedCommands({ packageJSON }: vscode.Extension<unknown>): readonly string[] {
  const manifest = packageJSON as {
    readonly contributes: { readonly commands: readonly { readonly command: string }[] };
  };
  return manifest.contributes.commands.map(({ command }) => command);
}
