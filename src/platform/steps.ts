import * as vscode from 'vscode';
import { inert } from '../core/text/visible.ts';
import { pickItem } from './messages.ts';
import type { PickRow } from './messages.ts';

/** How a step of several ended. */
export type Answer<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancelled' };

/** Asks something and names the step that follows; `done` ends the sequence. */
export type Step = () => Promise<Step | 'back' | 'cancelled' | 'done'>;

export interface StepOptions {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly placeholder?: string;
}

/** What a text was taken as, or a sentence on what is wrong with it. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export interface TextStepOptions<T> extends StepOptions {
  readonly prompt: string;
  readonly text?: string;
  /** Hides what is typed. */
  readonly password?: boolean;
  /** Called when the text is accepted. A problem is shown and leaves the step open. */
  readonly read: (text: string) => Reading<T> | Promise<Reading<T>>;
}

export interface ChoiceStepOptions<T> extends StepOptions {
  readonly items: readonly PickRow<T>[];
}

/**
 * Runs steps one after the other, with the way back that {@link Answer} `back` takes. Returns whether all steps
 * completed.
 */
export async function runSteps(first: Step): Promise<boolean> {
  const path: Step[] = [];
  let current = first;
  for (;;) {
    const next = await current();
    if (next === 'done') return true;
    if (next === 'cancelled') return false;
    if (next === 'back') {
      current = path.pop() ?? first;
    } else {
      path.push(current);
      current = next;
    }
  }
}

/** Asks for a line of text. Leaving the window does not close it: keys are copied from elsewhere. */
export function askText<T>(options: TextStepOptions<T>): Promise<Answer<T>> {
  const input = vscode.window.createInputBox();
  input.prompt = inert(options.prompt);
  input.password = options.password ?? false;
  input.value = options.text ?? '';
  input.onDidChangeValue(() => {
    input.validationMessage = undefined;
  });
  return ask(input, options, async () => {
    input.busy = true;
    const reading = await options.read(input.value);
    input.busy = false;
    input.validationMessage = reading.ok ? undefined : inert(reading.problem);
    return reading.ok ? { value: reading.value } : undefined;
  });
}

/** Asks to choose one of several. */
export function askChoice<T>(options: ChoiceStepOptions<T>): Promise<Answer<T>> {
  const picker = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly value: T }>();
  picker.items = options.items.map(pickItem);
  picker.matchOnDescription = true;
  return ask(picker, options, () => {
    const [item] = picker.selectedItems;
    return Promise.resolve(item && { value: item.value });
  });
}

/** `accept` gives the answer, or `undefined` to stay open. */
function ask<T>(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem & { readonly value: T }>,
  { title, step, totalSteps, placeholder }: StepOptions,
  accept: () => Promise<{ readonly value: T } | undefined>,
): Promise<Answer<T>> {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  input.placeholder = placeholder === undefined ? undefined : inert(placeholder);
  input.ignoreFocusOut = true;
  input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
  return new Promise((resolve, reject) => {
    const finish = (answer: Answer<T>): void => {
      resolve(answer);
      input.dispose();
    };
    input.onDidAccept(() => {
      accept().then((accepted) => {
        if (accepted !== undefined) finish({ kind: 'value', value: accepted.value });
      }, reject);
    });
    input.onDidTriggerButton(() => {
      finish({ kind: 'back' });
    });
    input.onDidHide(() => {
      finish({ kind: 'cancelled' });
    });
    input.show();
  });
}
