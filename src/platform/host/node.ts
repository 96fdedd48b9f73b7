import path from 'node:path';
import type { Guess } from '../../core/verify/guessSecret.ts';
import { guessInSlices } from '../guessInSlices.ts';
import type { GuessFromFile } from '../guessInSlices.ts';
import type { FromGuesser } from './nodeGuesser.ts';

/** The value of an environment variable of the machine the extension runs on. */
export function environmentVariable(name: string): string | undefined {
  return process.env[name];
}

/** Files of this machine in a thread of their own, which reads them piece by piece; those of elsewhere on this one. */
export const guessFromFile: GuessFromFile = async (target, file, report, cancellation) => {
  if (file.scheme !== 'file') return guessInSlices(target, file, report, cancellation);
  const { Worker } = await import('node:worker_threads');
  const worker = new Worker(path.join(__dirname, 'guesser.js'), { workerData: { target, path: file.fsPath } });
  const stopping = cancellation.onCancellationRequested(() => void worker.terminate());
  return new Promise<Guess | undefined>((resolve, reject) => {
    worker.on('message', (message: FromGuesser) => {
      if ('fraction' in message) report(message.fraction);
      else resolve(message.guess);
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve(undefined));
  }).finally(() => {
    stopping.dispose();
  });
};
