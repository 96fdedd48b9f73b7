import * as vscode from 'vscode';
import { LONGEST_WRAPPED, wrappedTokenAt } from '../../core/token/wrapped.ts';
import { codeAction } from './subject.ts';
import type { ActionSubject } from './subject.ts';

/** What is said of a token whose end is in another line. */
const rules: ReadonlySet<string> = new Set([
  'segment-count',
  'signature-length',
  'signature-missing',
  'rsa-signature-under-2048',
  'base64url-noncanonical',
  'payload-not-json-object',
  'jwe-iv-length',
  'jwe-tag-length',
  'jwe-ciphertext-shape',
]);

/** Puts a token that is broken over lines or literals into one: takes out what stands between its pieces. */
export function joinWrapped({ document, position, problems }: ActionSubject): readonly vscode.CodeAction[] {
  const offset = document.offsetAt(position);
  const from = document.positionAt(Math.max(0, offset - LONGEST_WRAPPED));
  const to = document.positionAt(offset + LONGEST_WRAPPED);
  const start = document.offsetAt(from);
  const wrapped = wrappedTokenAt(document.getText(new vscode.Range(from, to)), offset - start);
  if (wrapped === undefined) return [];
  const fixed = problems.filter(({ ruleId }) => rules.has(ruleId));
  const action = codeAction('Join the token into one piece', fixed);
  action.isPreferred = true;
  action.edit = new vscode.WorkspaceEdit();
  for (const [index, piece] of wrapped.pieces.slice(1).entries()) {
    const end = wrapped.pieces[index]?.end ?? piece.start;
    const gap = new vscode.Range(document.positionAt(start + end), document.positionAt(start + piece.start));
    action.edit.delete(document.uri, gap);
  }
  return [action];
}
