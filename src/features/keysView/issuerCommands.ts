import * as vscode from 'vscode';
import { registerCommand } from '../../platform/commands.ts';
import type { Issuers, SourcedIssuer } from '../../services/issuers.ts';
import type { IssuerStatus, IssuerStatuses } from './issuerStatuses.ts';
import { countOf } from './keyRows.ts';

interface IssuerCommandDependencies {
  readonly issuers: Issuers;
  readonly statuses: IssuerStatuses;
}

/** `JWT: Test Issuer…`, `JWT: Remove Issuer…` and `JWT: Refresh Keys`. */
export function registerIssuerCommands({ issuers, statuses }: IssuerCommandDependencies): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand('jwtInspector.testIssuer', async (argument) => {
      const issuer = await chooseIssuer(issuers, argument, 'JWT: Test Issuer');
      return issuer && test(statuses, issuer);
    }),
    registerCommand('jwtInspector.removeIssuer', async (argument) => {
      const issuer = await chooseIssuer(issuers, argument, 'JWT: Remove Issuer');
      return issuer && remove(issuers, issuer);
    }),
    registerCommand('jwtInspector.refreshKeys', async () => {
      await vscode.window.withProgress({ location: { viewId: 'jwtInspector.keys' } }, () =>
        Promise.all(issuers.all().map((issuer) => statuses.look(issuer, { interactive: false, refresh: true }))),
      );
    }),
  );
}

/** The issuer that the argument names or, in the menu of the view, is; else the one the user picks. */
async function chooseIssuer(issuers: Issuers, argument: unknown, title: string): Promise<SourcedIssuer | undefined> {
  const all = issuers.all();
  if (typeof argument === 'string') return all.find(({ profile }) => profile.name === argument);
  if (typeof argument === 'object' && argument !== null && 'issuer' in argument) {
    const { id } = argument.issuer as SourcedIssuer;
    return all.find((issuer) => issuer.id === id);
  }
  if (all.length === 0) {
    void vscode.window.showInformationMessage('There are no issuers. Add one with “JWT: Add Issuer…”.');
    return undefined;
  }
  const items = all.map((issuer) => ({
    label: issuer.profile.name,
    description: issuer.profile.issuer ?? '',
    issuer,
  }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'Which issuer?' }))?.issuer;
}

/** Gets its keys now, as a verification would, and says how that went. Gives what it said. */
async function test(statuses: IssuerStatuses, issuer: SourcedIssuer): Promise<string> {
  const { name } = issuer.profile;
  const status = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Getting the keys of “${name}”` },
    () => statuses.look(issuer, { interactive: true, refresh: true }),
  );
  const sentence = describeStatus(name, status);
  if (status.keys.length === 0) void vscode.window.showErrorMessage(sentence);
  else if (faultsOf(status).length > 0) void vscode.window.showWarningMessage(sentence);
  else void vscode.window.showInformationMessage(sentence);
  return sentence;
}

function describeStatus(name: string, status: IssuerStatus): string {
  const { keys } = status;
  const descriptions = [...new Set(keys.map(({ description }) => description))].join(', ');
  const result =
    keys.length === 0 ? `“${name}” has no keys.` : `“${name}” has ${countOf(keys)} ready: ${descriptions}.`;
  return [result, ...faultsOf(status)].join(' ');
}

function faultsOf({ keys, problems }: IssuerStatus): readonly string[] {
  return [...problems, ...new Set(keys.flatMap(({ faults }) => faults))];
}

async function remove(issuers: Issuers, issuer: SourcedIssuer): Promise<string | undefined> {
  const { name, origin } = issuer.profile;
  const button = 'Remove';
  const detail = `It is taken out of ${origin === 'user' ? 'your user' : 'the workspace’s'} settings. Stored keys stay.`;
  const question = `Remove the issuer “${name}”?`;
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, button);
  if (answer !== button) return undefined;
  await issuers.remove(issuer);
  return name;
}
