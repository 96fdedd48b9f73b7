import * as vscode from 'vscode';
import { registerCommand } from '../../services/commands.ts';
import type { Issuers, SourcedIssuer } from '../../services/issuers/issuers.ts';
import type { IssuerStatus, IssuerStatuses } from './issuerStatuses.ts';
import { countOf } from './keyRows.ts';
import { quoted, visibleStart } from '../../core/text/visible.ts';
import { complain, confirm, inform, pickOne, warn, withNotice } from '../../platform/messages.ts';

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
    const given = argument.issuer as Partial<SourcedIssuer> | undefined;
    return all.find((issuer) => issuer.id === given?.id);
  }
  if (all.length === 0) {
    void inform('There are no issuers. Add one with “JWT: Add Issuer…”.');
    return undefined;
  }
  const rows = all.map((issuer) => ({
    value: issuer,
    label: visibleStart(issuer.profile.name),
    description: visibleStart(issuer.profile.issuer ?? ''),
  }));
  return pickOne(rows, 'Select an issuer', { title });
}

/** Gets its keys now, as a verification would, and says how that went. Returns the message it showed. */
async function test(statuses: IssuerStatuses, issuer: SourcedIssuer): Promise<string> {
  const { name } = issuer.profile;
  const status = await withNotice(`Getting the keys of ${quoted(name)}`, () =>
    statuses.look(issuer, { interactive: true, refresh: true }),
  );
  const sentence = describeStatus(name, status);
  if (status.keys.length === 0) void complain(sentence);
  else if (faultsOf(status).length > 0) void warn(sentence);
  else void inform(sentence);
  return sentence;
}

function describeStatus(name: string, status: IssuerStatus): string {
  const { keys } = status;
  const descriptions = [...new Set(keys.map(({ description }) => description))].join(', ');
  const result =
    keys.length === 0 ? `${quoted(name)} has no keys.` : `${quoted(name)} has ${countOf(keys)} ready: ${descriptions}.`;
  return [result, ...faultsOf(status)].join(' ');
}

function faultsOf({ keys, problems }: IssuerStatus): readonly string[] {
  return [...problems, ...new Set(keys.flatMap(({ faults }) => faults))];
}

async function remove(issuers: Issuers, issuer: SourcedIssuer): Promise<string | undefined> {
  const { name, origin } = issuer.profile;
  const detail = `It is removed from ${origin === 'user' ? 'your user' : 'the workspace'} settings. Stored keys are kept.`;
  if (!(await confirm(`Remove the issuer ${quoted(name)}?`, detail, 'Remove'))) return undefined;
  await issuers.remove(issuer);
  return name;
}
