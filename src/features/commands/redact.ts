import type { Disposable } from 'vscode';
import { redact } from '../../core/token/redact.ts';
import { registerCommand } from '../../platform/commands.ts';
import type { TokenChooser } from '../../services/tokenChooser.ts';
import { replaceToken } from '../../services/tokenReplacement.ts';

/** `JWT: Redact`: the redacted form in the token's place. */
export function registerRedact({ tokenChooser }: { readonly tokenChooser: TokenChooser }): Disposable {
  return registerCommand('jwtInspector.redact', async (argument) => {
    const source = await tokenChooser.choose(argument);
    if (source === undefined) {
      return undefined;
    }
    const redacted = redact(source.text);
    await replaceToken(source, redacted, 'The redacted token');
    return redacted;
  });
}
