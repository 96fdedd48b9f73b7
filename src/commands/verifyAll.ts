import { tokenOf } from '../core/token/tokenOf.ts';
import * as vscode from 'vscode';
import type { Verification } from '../core/verify/verification.ts';
import { inform, withNotice } from '../platform/messages.ts';
import type { TokenVerification } from '../services/commands.ts';
import type { Verifier } from '../services/verification/verifier.ts';
import { WORKSPACE_KEY } from '../core/report/verdict.ts';
import type { Services } from './services.ts';

/** `JWT: Verify All in File`: each token of the active editor against the configured issuer that fits it. */
export async function verifyAll({
  tokenIndex,
  verifier,
}: Pick<Services, 'tokenIndex' | 'verifier'>): Promise<readonly TokenVerification[] | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) {
    void inform('Open a file with tokens first.');
    return undefined;
  }
  const tokens = tokenIndex.tokensIn(document);
  if (tokens.length === 0) {
    void inform('This file does not contain a JSON Web Token.');
    return [];
  }
  const texts = [...new Set(tokens.map(({ text }) => text))];
  const verifications = await withNotice(
    'Verifying JSON Web Tokens',
    (report, cancellation) => verifyEach(texts, verifier, report, cancellation),
    { cancellable: true },
  );
  const verified = tokens.flatMap(({ text, start, end }): readonly TokenVerification[] => {
    const verification = verifications.get(text);
    return verification === undefined ? [] : [{ start, end, verification }];
  });
  void inform(summary(verified, tokens.length));
  return verified;
}

/** By token text; only those that were verified before the user cancelled. */
async function verifyEach(
  texts: readonly string[],
  verifier: Verifier,
  report: (done: { readonly message: string; readonly increment: number }) => void,
  cancellation: vscode.CancellationToken,
): Promise<ReadonlyMap<string, Verification>> {
  const verifications = new Map<string, Verification>();
  const asked = new Set<string | undefined>();
  const calledOff = new Promise<undefined>((resolve) => {
    cancellation.onCancellationRequested(() => {
      resolve(undefined);
    });
  });
  for (const text of texts) {
    const issuer = verifier.matching(tokenOf(text))?.id;
    // An issuer whose origin the user does not approve is not asked about again for its next token.
    const interactive = !asked.has(issuer);
    asked.add(issuer);
    const outcome = await Promise.race([verifier.verify(tokenOf(text), { interactive }), calledOff]);
    if (outcome === undefined || cancellation.isCancellationRequested) break;
    const { verification } = outcome;
    verifications.set(text, verification);
    report({ message: `${verifications.size} of ${texts.length}`, increment: 100 / texts.length });
  }
  return verifications;
}

/** `5 tokens: 3 verified, 1 rejected, 1 not verified.` */
function summary(done: readonly TokenVerification[], total: number): string {
  const count = (verdict: Verification['verdict']): number =>
    done.filter(({ verification }) => verification.verdict === verdict).length;
  const ofWorkspace = done.filter(
    ({ verification: { verdict, key } }) => verdict === 'verified' && key?.name?.endsWith(WORKSPACE_KEY) === true,
  ).length;
  const counts = [
    `${count('verified')} verified${ofWorkspace > 0 ? ` (${ofWorkspace} with a key from this workspace)` : ''}`,
    `${count('rejected')} rejected`,
    `${count('not-verified')} not verified`,
  ];
  const scope = `${total} ${total === 1 ? 'token' : 'tokens'}`;
  return `${done.length === total ? scope : `Stopped after ${done.length} of ${scope}`}: ${counts.join(', ')}.`;
}
