import * as vscode from 'vscode';
import { ignoreInsertion } from '../../core/fixes/ignoreComment.ts';
import { ruleOf } from '../../core/documents/catalogue.ts';
import { severities } from '../../core/text/finding.ts';
import { pickOne } from '../../platform/messages.ts';
import { changeSetting } from '../../platform/changeSetting.ts';
import { registerCommand } from '../../services/commands.ts';
import { runAction } from './command.ts';
import { codeAction, languageIdOf } from './subject.ts';
import type { Problem, ActionSubject } from './subject.ts';

/** What can be done about the rule behind each problem. */
export function ruleActions({ document, problems }: ActionSubject): readonly vscode.CodeAction[] {
  return problems.flatMap((problem) => [
    runAction(`Explain ${problem.ruleId}`, 'jwtInspector.explainRule', problem.ruleId, [problem]),
    ...ignoreHere(document, problem),
    runAction(`Set severity of ${problem.ruleId}…`, 'jwtInspector.setRuleSeverity', problem.ruleId, [problem]),
  ]);
}

function ignoreHere(document: vscode.TextDocument, problem: Problem): readonly vscode.CodeAction[] {
  const { line } = problem.diagnostic.range.start;
  const insertion = ignoreInsertion(
    {
      languageId: languageIdOf(document),
      line: document.lineAt(line).text,
      ...(line > 0 && { lineBefore: document.lineAt(line - 1).text }),
      before: document.getText(new vscode.Range(0, 0, line, 0)),
    },
    problem.ruleId,
  );
  if (!insertion) return [];
  const action = codeAction(`Ignore ${problem.ruleId} here`, [problem]);
  const place = new vscode.Position(insertion.into === 'line' ? line : line - 1, insertion.character);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.insert(document.uri, place, insertion.text);
  return [action];
}

/** The command behind `Set the severity of …`: asks, and writes `jwtInspector.diagnostics.rules`. */
export function registerSetRuleSeverity(): vscode.Disposable {
  return registerCommand('jwtInspector.setRuleSeverity', async (ruleId) => {
    if (typeof ruleId !== 'string' || ruleOf(ruleId) === undefined) return undefined;
    const rows = ([...severities, 'off'] as const).map((value) => ({ value, label: value }));
    const picked = await pickOne(rows, `Set severity of ${ruleId}`);
    if (picked === undefined) return undefined;
    await changeSetting('diagnostics.rules', (rules) => ({
      ...(typeof rules === 'object' ? rules : {}),
      [ruleId]: picked,
    }));
    return picked;
  });
}
