import * as vscode from 'vscode';
import type { Guess } from '../../core/verify/guessSecret.ts';
import type { HmacTarget } from '../../core/verify/hmacTarget.ts';

const pieceLength = 1 << 16;

/**
 * Tries every line of a file as the secret, on this thread, which has its turns in between; the file as a whole, since
 * VS Code reads no pieces of one. `report` hears how much of it is done, 0 to 1. Returns nothing if it is canceled.
 */
export async function guessInSlices(
  target: HmacTarget,
  file: vscode.Uri,
  report: (fraction: number) => void,
  cancellation: vscode.CancellationToken,
): Promise<Guess | undefined> {
  const { guessSecret, inSlices } = await import('../../core/verify/guessSecret.ts');
  const { isSignedWithWord } = await import('../../core/verify/hmacTarget.ts');
  const { linesOf } = await import('../../core/verify/wordList.ts');
  const bytes = await vscode.workspace.fs.readFile(file);
  function* pieces(): Generator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += pieceLength) {
      report(start / bytes.length);
      yield bytes.subarray(start, start + pieceLength);
    }
  }
  const search = guessSecret(linesOf(pieces()), (word) => isSignedWithWord(target, word));
  return inSlices(search, () => cancellation.isCancellationRequested);
}
