import * as vscode from 'vscode';
import { decode } from '../core/token/decode.ts';
import { nestedIn } from '../core/token/nested.ts';
import { tokenOf } from '../core/token/tokenOf.ts';
import { printJson } from '../core/text/printJson.ts';
import type { Token, TextPart } from '../core/token/token.ts';
import { registerCommand } from '../services/commands.ts';
import type { TokenChooser } from '../services/tokens/tokenChooser.ts';

const scheme = 'jwt-inspector-decoded';

/**
 * The text of a document whose token is no longer known. VS Code restores the tab, but nothing of a token is ever
 * written to disk.
 */
const gone = {
  message: 'This decoded token was only in memory and is gone after the reload. Run “JWT: Decode” on the token again.',
};

/** `JWT: Decode`: header and payload as a read-only JSON document beside the editor. */
export function registerTokenDocument({ tokenChooser }: { readonly tokenChooser: TokenChooser }): vscode.Disposable {
  /** By the path of the document, which holds an id that says nothing about the token. */
  const texts = new Map<string, string>();
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: ({ path }) => texts.get(path) ?? `${JSON.stringify(gone, undefined, 2)}\n`,
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === scheme) texts.delete(uri.path);
    }),
    registerCommand('jwtInspector.decode', async (argument) => {
      const source = await tokenChooser.choose(argument);
      if (source === undefined) return undefined;
      const uri = vscode.Uri.from({ scheme, path: `/${crypto.randomUUID()}/Decoded Token.json` });
      texts.set(uri.path, documentText(source.text));
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
      return decode(source.text);
    }),
  );
}

function documentText(text: string): string {
  return `${tokenText(tokenOf(text), 0)}\n`;
}

/**
 * One JSON object: the parts as read, with exact numbers and duplicate members, and what could not be read in words.
 */
function tokenText(token: Token, depth: number): string {
  const { header, payload, disclosures, problem } = token;
  const nested = nestedIn(token);
  const indent = '  '.repeat(depth + 1);
  const headers = (token.views ?? []).flatMap((view) => (view.header ? [textOfPart(view.header, depth + 2)] : []));
  const members = [
    headers.length > 1
      ? `"headers": [\n${indent}  ${headers.join(`,\n${indent}  `)}\n${indent}]`
      : header && `"header": ${textOfPart(header, depth + 1)}`,
    payload && `"payload": ${nested ? tokenText(nested.token, depth + 1) : textOfPart(payload, depth + 1)}`,
    disclosures.length > 0
      ? `"disclosures": [\n${indent}  ${disclosures.map((part) => textOfPart(part, depth + 2)).join(`,\n${indent}  `)}\n${indent}]`
      : undefined,
    problem && `"problem": ${JSON.stringify(problem.message)}`,
  ];
  return `{\n${indent}${members.filter((member) => member !== undefined).join(`,\n${indent}`)}\n${'  '.repeat(depth)}}`;
}

function textOfPart({ json, text }: TextPart, depth: number): string {
  return json === undefined ? JSON.stringify(text) : printJson(json, 2, depth);
}
