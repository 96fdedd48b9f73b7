import * as vscode from 'vscode';
import { algorithmsToAdd, stripPrivateMembers } from '../../core/cures/keyCures.ts';
import type { TextChange } from '../../core/cures/keyCures.ts';
import { codeAction } from './subject.ts';
import type { Problem, Subject } from './subject.ts';

interface KeyCure {
  readonly title: string;
  readonly changes: readonly TextChange[];
}

/** What cures a key in a JSON document, by the rule that minds. */
const keyCures: Readonly<Record<string, (text: string, offset: number) => readonly KeyCure[]>> = {
  'jwks-private-material': (text, offset) => [
    { title: 'Remove the private members of this key', changes: stripPrivateMembers(text, offset) },
  ],
  'jwk-no-alg': (text, offset) =>
    algorithmsToAdd(text, offset).map(({ algorithm, change }) => ({
      title: `Add "alg": "${algorithm}"`,
      changes: [change],
    })),
};

/** Cures of keys and key sets that stand in a document. */
export function keyDocumentChanges({ document, problems }: Subject): readonly vscode.CodeAction[] {
  return problems.flatMap((problem) => {
    const offset = document.offsetAt(problem.diagnostic.range.start);
    const cures = keyCures[problem.ruleId]?.(document.getText(), offset) ?? [];
    return cures.filter(({ changes }) => changes.length > 0).map((cure) => toAction(document, cure, problem));
  });
}

function toAction(document: vscode.TextDocument, { title, changes }: KeyCure, problem: Problem): vscode.CodeAction {
  const action = codeAction(title, [problem]);
  action.edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of changes) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    action.edit.replace(document.uri, range, text);
  }
  return action;
}
