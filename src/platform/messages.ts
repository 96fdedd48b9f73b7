import * as vscode from 'vscode';
import { inert } from '../core/text/visible.ts';

/*
 * Every word that VS Code shows outside documents, hovers and the panel goes through here: it makes links of
 * `[text](command:…)` and icons of `$(name)` wherever they stand in a notification, an input or a pick. Sentences quote
 * what is not ours where they are made; this is the guard behind them.
 */

/** Says something. Returns the button that was selected. */
export async function inform<T extends string>(sentence: string, ...buttons: readonly T[]): Promise<T | undefined> {
  return vscode.window.showInformationMessage(inert(sentence), ...buttons);
}

/** As {@link inform}, for what needs attention. */
export async function warn<T extends string>(sentence: string, ...buttons: readonly T[]): Promise<T | undefined> {
  return vscode.window.showWarningMessage(inert(sentence), ...buttons);
}

/** As {@link inform}, for what failed. */
export async function complain<T extends string>(sentence: string, ...buttons: readonly T[]): Promise<T | undefined> {
  return vscode.window.showErrorMessage(inert(sentence), ...buttons);
}

/** A question that has to be answered before anything else happens. Whether it was answered with `yes`, a verb. */
export async function confirm(question: string, detail: string, yes: string): Promise<boolean> {
  const options = { modal: true, detail: inert(detail) };
  return (await vscode.window.showWarningMessage(inert(question), options, yes)) === yes;
}

/** Shows briefly what was done, with a check mark. */
export function tick(sentence: string): void {
  vscode.window.setStatusBarMessage(`$(check) ${withoutIcons(sentence)}`, 3000);
}

/** Runs something long and shows its progress in a notification with this `title`. */
export async function withNotice<T>(
  title: string,
  run: (report: (done: ProgressStep) => void, cancellation: vscode.CancellationToken) => Promise<T>,
  options: { readonly cancellable?: boolean } = {},
): Promise<T> {
  const { cancellable = false } = options;
  const notice = { location: vscode.ProgressLocation.Notification, title: inert(title), cancellable };
  return vscode.window.withProgress(notice, (progress, cancellation) =>
    run(
      ({ message, increment }) =>
        progress.report({
          ...(message !== undefined && { message: inert(message) }),
          ...(increment !== undefined && { increment }),
        }),
      cancellation,
    ),
  );
}

interface ProgressStep {
  readonly message?: string;
  /** In percent of the whole. */
  readonly increment?: number;
}

/** A row to pick. `icon` is the name of a codicon; the texts may be anybody's. */
export interface PickRow<T> {
  readonly value: T;
  readonly icon?: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

/** A row as VS Code takes it. */
export function pickItem<T>({ value, icon, label, description, detail }: PickRow<T>): vscode.QuickPickItem & {
  readonly value: T;
} {
  return {
    value,
    label: `${icon === undefined ? '' : `$(${icon}) `}${withoutIcons(label)}`,
    ...(description !== undefined && { description: withoutIcons(description) }),
    ...(detail !== undefined && { detail: withoutIcons(detail) }),
  };
}

/** Lets the user pick one of some rows. `title` stands above, `question` in the field. */
export async function pickOne<T>(
  rows: readonly PickRow<T>[],
  question: string,
  options: Pick<vscode.QuickPickOptions, 'title' | 'matchOnDescription' | 'matchOnDetail'> = {},
): Promise<T | undefined> {
  const picked = await vscode.window.showQuickPick(rows.map(pickItem), { ...options, placeHolder: inert(question) });
  return picked?.value;
}

/** `$(name)` literally: VS Code removes the backslash. */
function withoutIcons(text: string): string {
  return inert(text).replaceAll('$(', String.raw`\$(`);
}

/** Asks for a line of text. `problemOf` says what is wrong with it so far, in a sentence. */
export async function askLine(
  { title, prompt, placeHolder }: { readonly title: string; readonly prompt: string; readonly placeHolder: string },
  problemOf: (text: string) => string | undefined,
): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: inert(title),
    prompt: inert(prompt),
    placeHolder: inert(placeHolder),
    ignoreFocusOut: true,
    validateInput: (text) => {
      const problem = problemOf(text);
      return problem === undefined ? undefined : inert(problem);
    },
  });
}
