import * as vscode from 'vscode';
import type { Finding } from '../core/text/finding.ts';
import { tokenOf } from '../core/token/tokenOf.ts';
import type { Guess } from '../core/verify/guessSecret.ts';
import { asSignedWithSecret, hmacTarget, isSignedWith, isSignedWithWord } from '../core/verify/hmacTarget.ts';
import type { HmacTarget } from '../core/verify/hmacTarget.ts';
import { knownSecrets } from '../core/facts/knownSecrets.ts';
import { emptySecretFinding, knownSecretFinding } from '../core/verify/tryKnownSecrets.ts';
import { visibleStart } from '../core/text/visible.ts';
import { complain, inform, warn, withNotice } from '../platform/messages.ts';
import { runCommand } from '../services/commands.ts';
import { guessInFile } from '../services/verification/guessInFile.ts';
import type { Host } from '../platform/host/host.ts';
import type { Services } from './services.ts';

/**
 * `JWT: Try Known Secrets…`: whether the token was signed with a publicly known secret, else with a word of a list that
 * the user chooses. Only a click shows the secret. Loaded when first run.
 */
export async function tryKnownSecretsOn(
  { tokenChooser, host }: Pick<Services, 'tokenChooser' | 'host'>,
  argument: unknown,
): Promise<Finding | undefined> {
  const source = await tokenChooser.choose(argument);
  if (source === undefined) return undefined;
  const token = asSignedWithSecret(tokenOf(source.text));
  const target = hmacTarget(token);
  if (target === undefined) {
    void inform('This token has no shared secret. Only tokens with HS256, HS384, or HS512 are signed with one.');
    return undefined;
  }
  if (isSignedWith(target, '')) {
    void warn('This token was signed with an empty secret. Anyone can make such tokens.');
    return emptySecretFinding(token);
  }
  const known = knownSecrets.find((secret) => isSignedWithWord(target, secret, 0));
  if (known !== undefined) {
    void tell(
      'This token was signed with a secret from the list that comes with JWT Inspector. Anyone can make such tokens.',
      known,
    );
    return knownSecretFinding(token);
  }
  const none = `This token was not signed with any of ${knownSecrets.length} publicly known secrets`;
  const [file] =
    (await vscode.window.showOpenDialog({
      title: `${none}. Choose a list with one word per line.`,
      openLabel: 'Try These',
    })) ?? [];
  if (file === undefined) {
    void inform(`${none}.`);
    return undefined;
  }
  return (await guessFrom(file, target, host)) && knownSecretFinding(token);
}

/** Tries the words of a file, with progress, and says how that went. */
async function guessFrom(
  file: vscode.Uri,
  target: HmacTarget,
  host: Pick<Host, 'runInThread'>,
): Promise<Guess | undefined> {
  const list = visibleStart(file.path.slice(file.path.lastIndexOf('/') + 1));
  let percent = 0;
  try {
    const run = async (
      tellProgress: (done: { readonly increment: number }) => void,
      cancellation: vscode.CancellationToken,
    ): Promise<Guess | undefined> => {
      const report = (fraction: number): void => {
        tellProgress({ increment: fraction * 100 - percent });
        percent = fraction * 100;
      };
      const guess = await guessInFile(host, target, file, report, cancellation);
      if (guess !== undefined) {
        const message = `This token was signed with the word in line ${guess.place} of ${list}. Anyone who has that list can make such tokens.`;
        void tell(message, guess.word);
      } else {
        const how = cancellation.isCancellationRequested ? `Stopped after ${Math.floor(percent)}%: none` : 'None';
        void inform(`${how} of the words in ${list} signed this token.`);
      }
      return guess;
    };
    return await withNotice(`Trying the words in ${list}`, run, { cancellable: true });
  } catch (error) {
    const reason = visibleStart(error instanceof Error ? error.message : String(error), longestReason);
    void complain(`${list} cannot be read. ${reason}`);
    return undefined;
  }
}

/** Longest message of the file system that is shown. */
const longestReason = 200;

/** The secret is copied only on a click, because notifications are kept. */
async function tell(message: string, secret: string): Promise<void> {
  const copy = 'Copy the Secret';
  const explain = 'Why It Matters';
  const answer = await warn(message, copy, explain);
  if (answer === copy) await vscode.env.clipboard.writeText(secret);
  else if (answer === explain) await runCommand('jwtInspector.explainRule', 'hmac-secret-known');
}
