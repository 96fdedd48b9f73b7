import type * as vscode from 'vscode';
import type { Guess } from '../../core/verify/guessSecret.ts';
import type { HmacTarget } from '../../core/verify/hmacTarget.ts';
import type { Host } from '../../platform/host/host.ts';
import { guessInSlices } from './guessInSlices.ts';
import type { FromGuesser, GuesserData } from './guesserThread.ts';

/**
 * Tries every line of a file as the secret: in a thread of its own where there are threads and it can read the file,
 * else on this one. `report` hears how much of it is done, 0 to 1. Returns nothing if it is canceled.
 */
export async function guessInFile(
  { runInThread }: Pick<Host, 'runInThread'>,
  target: HmacTarget,
  file: vscode.Uri,
  report: (fraction: number) => void,
  cancellation: vscode.CancellationToken,
): Promise<Guess | undefined> {
  if (runInThread === undefined || file.scheme !== 'file') return guessInSlices(target, file, report, cancellation);
  let guess: Guess | undefined;
  const data: GuesserData = { target, path: file.fsPath };
  const hear = (message: unknown): void => {
    const told = message as FromGuesser;
    if ('fraction' in told) report(told.fraction);
    else ({ guess } = told);
  };
  await runInThread('guesser.js', data, hear, cancellation);
  return guess;
}
