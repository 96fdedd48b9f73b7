import * as vscode from 'vscode';
import { withCanonicalSignature } from '../../core/fixes/tokenFixes.ts';
import { tokenOf } from '../../core/token/tokenOf.ts';
import type { TokenIndex } from '../../services/tokens/tokenIndex.ts';
import { codeAction, fixAllKind, rewriteToken } from './subject.ts';

/**
 * Fixes that are safe for every token of a document without review: the same signature, in the form that all verifiers
 * accept.
 */
export function fixAll(document: vscode.TextDocument, tokenIndex: TokenIndex): readonly vscode.CodeAction[] {
  const edit = new vscode.WorkspaceEdit();
  for (const token of tokenIndex.tokensIn(document)) {
    const canonical = withCanonicalSignature(tokenOf(token.text));
    if (canonical !== undefined) rewriteToken(edit, document, token, canonical);
  }
  if (edit.size === 0) return [];
  const action = codeAction('Write all signatures in canonical base64url', [], fixAllKind);
  action.edit = edit;
  return [action];
}
