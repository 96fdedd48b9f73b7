import * as vscode from 'vscode';
import { registerCommand, runCommand } from '../../platform/commands.ts';
import type { TokenChooser } from '../../services/tokenChooser.ts';
import type { TokenHandles } from '../../services/tokenHandles.ts';
import type { Verifier, VerifyOutcome, VerifyRequest } from '../../services/verifier.ts';

export interface VerifyDependencies {
  readonly tokenChooser: TokenChooser;
  readonly tokenHandles: TokenHandles;
  readonly verifier: Verifier;
}

/** `JWT: Verify`: the token against the configured issuer that fits it, else against the key the user picks. */
export function registerVerify({ tokenChooser, tokenHandles, verifier }: VerifyDependencies): vscode.Disposable {
  return registerCommand('jwtInspector.verify', async (argument) => {
    const source = await tokenChooser.choose(argument);
    const request = source && (await requestFor(verifier, source.text));
    if (source === undefined || request === undefined) {
      return undefined;
    }
    const outcome = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: 'Verifying JSON Web Token' },
      () => verifier.verify(source.text, request),
    );
    void sayVerdict(outcome, tokenHandles.create(source));
    return outcome.verification;
  });
}

/** What to verify with: the matching issuer, else what the user picks. Without anything configured, the claims alone. */
async function requestFor(verifier: Verifier, token: string): Promise<VerifyRequest | undefined> {
  const choices = verifier.choices();
  const matching = verifier.matching(token);
  if (matching !== undefined || choices.length === 0) {
    return { ...(matching && { choice: matching.id }), interactive: true };
  }
  const items = choices.map(({ id, label, detail, kind }) => ({
    label: `$(${kind === 'issuer' ? 'organization' : 'key'}) ${label}`,
    description: detail,
    id,
  }));
  const placeHolder = 'No configured issuer fits this token by itself. What shall it be verified with?';
  const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  return picked && { choice: picked.id, interactive: true };
}

/** The verdict in a sentence, with the way to the whole checklist. */
async function sayVerdict({ verification, problem }: VerifyOutcome, handle: string): Promise<void> {
  const { verdict, signature, key, checks } = verification;
  const failed = checks.find(({ outcome }) => outcome === 'fail');
  const missing = checks.find(({ outcome }) => outcome === 'not-checked');
  const openPanel = 'Open in Panel';
  const say = {
    verified: () =>
      vscode.window.showInformationMessage(
        `Verified${key?.name === undefined ? '' : ` with “${key.name}”`}.`,
        openPanel,
      ),
    rejected: () => vscode.window.showErrorMessage(`Rejected: ${failed?.detail ?? 'a check failed.'}`, openPanel),
    'not-verified': () =>
      vscode.window.showWarningMessage(
        [
          signature === 'valid' ? 'The signature is valid, but this is not verified.' : 'Not verified.',
          problem ?? missing?.detail,
        ]
          .filter((part) => part !== undefined)
          .join(' '),
        openPanel,
      ),
  }[verdict];
  if ((await say()) === openPanel) {
    await runCommand('jwtInspector.openPanel', { handle, verify: true });
  }
}
