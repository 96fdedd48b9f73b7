import type { Token } from '../core/token/token.ts';
import { tokenOf } from '../core/token/tokenOf.ts';
import * as vscode from 'vscode';
import type { CheckOutcome, Verification } from '../core/verify/verification.ts';
import { quoted, visibleStart } from '../core/text/visible.ts';
import { complain, inform, pickOne, warn } from '../platform/messages.ts';
import { runCommand } from '../services/commands.ts';
import type { Verifier, VerifyOutcome } from '../services/verification/verifier.ts';
import type { VerifyRequest } from '../services/verification/verifyRequest.ts';
import type { Services } from './services.ts';

/**
 * `JWT: Verify`: the token against the configured issuer that fits it, else against the key the user picks. The panel
 * shows every check.
 */
export async function verifyByCommand(
  { tokenChooser, tokenHandles, verifier }: Pick<Services, 'tokenChooser' | 'tokenHandles' | 'verifier'>,
  argument: unknown,
): Promise<Verification | undefined> {
  const source = await tokenChooser.choose(argument);
  const request = source && (await requestFor(verifier, tokenOf(source.text)));
  if (source === undefined || request === undefined) return undefined;
  const { choice } = request;
  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'Verifying JSON Web Token' },
    () => verifier.verify(tokenOf(source.text), request),
  );
  const handle = tokenHandles.create(source);
  await runCommand('jwtInspector.openPanel', choice === undefined ? { handle, verify: true } : { handle, choice });
  sayVerdict(outcome);
  return outcome.verification;
}

/** What to verify with: the matching issuer, else what the user picks. With nothing configured, the claims alone. */
async function requestFor(verifier: Verifier, token: Token): Promise<VerifyRequest | undefined> {
  const choices = verifier.choices();
  const matching = await verifier.find(token);
  if (matching !== undefined || choices.length === 0)
    return { ...(matching && { choice: matching.id }), interactive: true };
  const fitting = new Set(verifier.fitting(token).map(({ id }) => id));
  // If several fit, the user has to say which one is meant, so they come first.
  const ordered = choices.toSorted((a, b) => Number(fitting.has(b.id)) - Number(fitting.has(a.id)));
  const rows = ordered.map(({ id, label, detail, kind }) => ({
    value: id,
    icon: kind === 'issuer' ? 'organization' : 'key',
    label: visibleStart(label),
    description: visibleStart(detail, longestDetail),
  }));
  const question =
    fitting.size > 1
      ? 'Several configured issuers match this token. Select one.'
      : 'No configured issuer matches this token. Select what to verify it with.';
  const choice = await pickOne(rows, question, { matchOnDescription: true });
  return choice === undefined ? undefined : { choice, interactive: true };
}

/** Longest detail shown beside the name of an issuer or a key. */
const longestDetail = 200;

/** The verdict in a sentence or two. */
function sayVerdict({ verification, problem }: VerifyOutcome): void {
  const { verdict, signature, key, checks } = verification;
  const detailOf = (outcome: CheckOutcome): string | undefined =>
    checks.find((check) => check.outcome === outcome)?.detail;
  switch (verdict) {
    case 'verified': {
      const result = `Verified${key?.name === undefined ? '' : ` with ${quoted(key.name)}`}.`;
      // For example, that keys are stale.
      void inform(problem === undefined ? result : `${result} ${problem}`);
      break;
    }
    case 'rejected':
      void complain(`Rejected: ${detailOf('fail') ?? 'a check failed.'}`);
      break;
    case 'not-verified': {
      const result = signature === 'valid' ? 'The signature is valid, but the token is not verified.' : 'Not verified.';
      const reason = problem ?? detailOf('not-checked');
      void warn(reason === undefined ? result : `${result} ${reason}`);
      break;
    }
  }
}
