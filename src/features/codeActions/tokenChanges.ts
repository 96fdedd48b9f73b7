import * as vscode from 'vscode';
import { tokenFixes } from '../../core/fixes/tokenFixes.ts';
import { runAction } from './command.ts';
import { codeAction, rewriteToken, tokenProblems } from './subject.ts';
import type { ActionSubject } from './subject.ts';

/** Changes of the text of a token that need no key: the table of core, as actions. */
export function tokenChanges(subject: ActionSubject): readonly vscode.CodeAction[] {
  const { document, token } = subject;
  if (!token) return [];
  const problems = tokenProblems(subject);
  const changes = tokenFixes.flatMap(({ title, rules, keepsMeaning, apply }) => {
    const fixed = problems.filter(({ ruleId }) => rules.includes(ruleId));
    const text = keepsMeaning && fixed.length === 0 ? undefined : apply(token.parsed);
    if (text === undefined) return [];
    const action = codeAction(title, fixed);
    action.edit = new vscode.WorkspaceEdit();
    rewriteToken(action.edit, document, token, text);
    action.isPreferred = keepsMeaning;
    return [action];
  });
  return [...changes, runAction('Copy the redacted form', 'jwtInspector.copyRedacted', { handle: token.handle })];
}
