import * as vscode from 'vscode';
import { catalogue } from '../core/documents/catalogue.ts';
import type { Rule } from '../core/rules/rule.ts';
import { pickOne } from '../platform/messages.ts';
import { registerCommand } from '../services/commands.ts';

const scheme = 'jwt-inspector-rule';

/** `JWT: Explain Rule`: what a rule looks for, why it matters and what to do, as a page beside the editor. */
export function registerRuleDocument(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent({ path }) {
        const rule = catalogue.find(({ id }) => path === pathOf(id));
        return rule === undefined ? 'This rule does not exist.\n' : ruleText(rule);
      },
    }),
    registerCommand('jwtInspector.explainRule', async (argument) => {
      const ruleId = typeof argument === 'string' ? argument : await pickRule();
      if (ruleId !== undefined) {
        await vscode.commands.executeCommand(
          'markdown.showPreviewToSide',
          vscode.Uri.from({ scheme, path: pathOf(ruleId) }),
        );
      }
    }),
  );
}

function pathOf(ruleId: string): string {
  return `/${ruleId}.md`;
}

function ruleText({ id, title, why, source, fix }: Rule): string {
  return [`# ${title}`, why, `**What to do:** ${fix}`, `**Source:** ${source}`, `Rule \`${id}\`.`, ''].join('\n\n');
}

async function pickRule(): Promise<string | undefined> {
  const rows = catalogue.map(({ id, title }) => ({ value: id, label: title, description: id }));
  return pickOne(rows, 'Select a rule', { matchOnDescription: true });
}
