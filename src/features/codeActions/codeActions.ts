import * as vscode from 'vscode';
import { tokenOf } from '../../core/token/tokenOf.ts';
import type { Config } from '../../services/config.ts';
import { isReadOnlyScheme } from '../../platform/tabs.ts';
import type { TokenChooser } from '../../services/tokens/tokenChooser.ts';
import type { TokenHandles } from '../../services/tokens/tokenHandles.ts';
import type { TokenIndex } from '../../services/tokens/tokenIndex.ts';
import { registerCopySecret } from './copySecret.ts';
import { registerIgnoreToken } from './ignoreToken.ts';
import { registerSetRuleSeverity } from './rules.ts';
import { fixAllKind } from './subject.ts';
import type { Problem, ActionSubject } from './subject.ts';

export interface CodeActionDependencies {
  readonly config: Config;
  readonly tokenIndex: TokenIndex;
  readonly tokenHandles: TokenHandles;
  readonly tokenChooser: TokenChooser;
}

/** What can be done about problems and tokens, in the light bulb's menu. */
export function registerCodeActions(deps: CodeActionDependencies): vscode.Disposable {
  const { config, tokenIndex } = deps;
  const provider: vscode.CodeActionProvider = {
    async provideCodeActions(document, range, { diagnostics, only }) {
      if (!config.get(document.uri).enabled || isReadOnlyScheme(document.uri)) return [];
      if (only && vscode.CodeActionKind.Source.contains(only)) {
        const { fixAll } = await import('./menu.ts');
        return only.contains(fixAllKind) ? [...fixAll(document, tokenIndex)] : [];
      }
      const subject = subjectAt(deps, document, range.start, diagnostics);
      if (subject.token === undefined && subject.problems.length === 0 && !isNearKey(document, range.start)) return [];
      // Loaded when first needed: most cursors rest on no token.
      const { codeActionsFor } = await import('./menu.ts');
      return (await codeActionsFor(subject)).filter(({ kind }) => !only || (kind && only.contains(kind)));
    },
    async resolveCodeAction(action) {
      const { completeCodeAction } = await import('./menu.ts');
      return completeCodeAction(action);
    },
  };
  const { QuickFix, RefactorRewrite, RefactorExtract } = vscode.CodeActionKind;
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider('*', provider, {
      providedCodeActionKinds: [QuickFix, RefactorRewrite, RefactorExtract, fixAllKind],
    }),
    registerIgnoreToken(deps),
    registerSetRuleSeverity(),
    registerCopySecret(),
  );
}

function subjectAt(
  { tokenIndex, tokenHandles }: CodeActionDependencies,
  document: vscode.TextDocument,
  position: vscode.Position,
  diagnostics: readonly vscode.Diagnostic[],
): ActionSubject {
  const found = tokenIndex.tokenAt(document, position);
  const token = found && {
    ...found,
    parsed: tokenOf(found.text),
    handle: tokenHandles.create({ text: found.text, uri: document.uri.toString(), start: found.start }),
  };
  return { document, position, token, problems: diagnostics.flatMap(problemOf) };
}

/** How far from a position a JWK around it may begin and end. */
const LONGEST_KEY = 16 * 1024;

/** A cheap check whether there is a JWK near a position, which can be changed without a problem: all have a `kty`. */
function isNearKey(document: vscode.TextDocument, position: vscode.Position): boolean {
  const offset = document.offsetAt(position);
  const from = document.positionAt(Math.max(0, offset - LONGEST_KEY));
  return document.getText(new vscode.Range(from, document.positionAt(offset + LONGEST_KEY))).includes('"kty"');
}

function problemOf(diagnostic: vscode.Diagnostic): readonly Problem[] {
  const { source, code } = diagnostic;
  return source === 'JWT' && typeof code === 'object' ? [{ ruleId: String(code.value), diagnostic }] : [];
}
