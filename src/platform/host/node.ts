import path from 'node:path';
import type { Guess } from '../../core/verify/guessSecret.ts';
import type { Host } from './host.ts';
import type { FromGuesser } from '../../services/verification/guesserThread.ts';

/** The host on desktop and on servers. */
export const host: Host = {
  environmentVariable: (name) => process.env[name],

  guessInThread: async (target, file, report, cancellation) => {
    // Loaded when it is needed: Node takes longer for it than all of activation does.
    const { Worker } = await import('node:worker_threads');
    const worker = new Worker(path.join(__dirname, 'guesser.js'), { workerData: { target, path: file } });
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
  },
};
