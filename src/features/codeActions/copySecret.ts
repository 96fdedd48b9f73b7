import * as vscode from 'vscode';
import { bytesOfSecret } from '../../core/fixes/keyFixes.ts';
import { encodeBase64url } from '../../core/text/base64url.ts';
import { inform } from '../../platform/messages.ts';
import { registerCommand } from '../../services/commands.ts';
import { runAction } from './command.ts';
import { tokenProblems } from './subject.ts';
import type { ActionSubject } from './subject.ts';

/** What is reported about a token whose issuer needs another secret. */
const rules: ReadonlySet<string> = new Set(['hmac-secret-known', 'hmac-empty-key']);

/** A new secret for the issuer of the token, to paste there. */
export function copySecretAction(subject: ActionSubject): readonly vscode.CodeAction[] {
  const fixed = tokenProblems(subject).filter(({ ruleId }) => rules.has(ruleId));
  const bits = 8 * bytesOfSecret(subject.token?.parsed.alg);
  return fixed.length > 0 ? [runAction(`Copy a new ${bits}-bit secret`, 'jwtInspector.copySecret', bits, fixed)] : [];
}

/** The command behind it. The secret is on the clipboard and nowhere else. */
export function registerCopySecret(): vscode.Disposable {
  return registerCommand('jwtInspector.copySecret', async (bits) => {
    const length = typeof bits === 'number' && bits >= 256 && bits <= 4096 ? Math.ceil(bits / 8) : bytesOfSecret();
    await vscode.env.clipboard.writeText(encodeBase64url(crypto.getRandomValues(new Uint8Array(length))));
    void inform(`Copied a new random ${length * 8}-bit secret to the clipboard.`);
    return undefined;
  });
}
