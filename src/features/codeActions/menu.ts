import type * as vscode from 'vscode';
import { copySecretAction } from './copySecret.ts';
import { ignoreTokenAction } from './ignoreToken.ts';
import { joinWrapped } from './joinWrapped.ts';
import { keyDocumentChanges } from './keyDocuments.ts';
import { literalChanges } from './literals.ts';
import { MoveToEnv, moveToEnv } from './moveToEnv.ts';
import { ruleActions } from './rules.ts';
import { signingChanges } from './signing.ts';
import type { ActionSubject } from './subject.ts';
import { tokenChanges } from './tokenChanges.ts';

export { fixAll } from './fixAll.ts';

/** In the order of the light bulb's menu: fixes first, then what explains a problem, then what suppresses it. */
const sources: readonly ((
  subject: ActionSubject,
) => readonly vscode.CodeAction[] | Promise<readonly vscode.CodeAction[]>)[] = [
  joinWrapped,
  signingChanges,
  literalChanges,
  keyDocumentChanges,
  copySecretAction,
  tokenChanges,
  moveToEnv,
  ruleActions,
  ignoreTokenAction,
];

/** Everything that can be done there. */
export async function codeActionsFor(subject: ActionSubject): Promise<readonly vscode.CodeAction[]> {
  return (await Promise.all(sources.map(async (actionsFor) => actionsFor(subject)))).flat();
}

/** Works out what an action of {@link codeActionsFor} left for when it is chosen. */
export async function completeCodeAction(action: vscode.CodeAction): Promise<vscode.CodeAction> {
  if (action instanceof MoveToEnv) await action.prepare();
  return action;
}
