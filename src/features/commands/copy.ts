import * as vscode from 'vscode';
import { parseToken } from '../../core/token/parse.ts';
import { redact } from '../../core/token/redact.ts';
import { registerCommand } from '../../platform/commands.ts';
import type { CommandId } from '../../platform/commands.ts';
import type { TokenChooser } from '../../services/tokenChooser.ts';

interface Copy {
  readonly command: Extract<CommandId, `jwtInspector.copy${string}`>;
  /** What is copied, for the message afterwards. */
  readonly what: string;
  /** `undefined` where the token has no such thing to give. */
  readonly of: (token: string) => string | undefined;
  readonly refusal: string;
}

const copies: readonly Copy[] = [
  {
    command: 'jwtInspector.copyPayload',
    what: 'Payload',
    of: (token) => parseToken(token).payload?.text,
    refusal: 'This token has no payload that can be read: it is encrypted, detached or damaged.',
  },
  {
    command: 'jwtInspector.copyHeader',
    what: 'Header',
    of: (token) => parseToken(token).header?.text,
    refusal: 'The header of this token cannot be decoded.',
  },
  { command: 'jwtInspector.copyRedacted', what: 'Redacted token', of: redact, refusal: 'There is nothing to copy.' },
];

/** `JWT: Copy Payload`, `Copy Header`, `Copy Redacted`: the exact text, to the clipboard. */
export function registerCopy({ tokenChooser }: { readonly tokenChooser: TokenChooser }): vscode.Disposable {
  const registered = copies.map(({ command, what, of, refusal }) =>
    registerCommand(command, async (argument) => {
      const source = await tokenChooser.choose(argument);
      const text = source && of(source.text);
      if (text !== undefined) {
        await vscode.env.clipboard.writeText(text);
        vscode.window.setStatusBarMessage(`$(check) ${what} copied`, 3000);
      } else if (source !== undefined) {
        void vscode.window.showInformationMessage(refusal);
      }
      return text;
    }),
  );
  return vscode.Disposable.from(...registered);
}
