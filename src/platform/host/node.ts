import path from 'node:path';
import type { Host } from './host.ts';

/** The host on desktop and on servers. */
export const host: Host = {
  environmentVariable: (name) => process.env[name],

  runInThread: async (script, data, hear, cancellation) => {
    // Loaded when it is needed: Node takes longer for it than all of activation does.
    const { Worker } = await import('node:worker_threads');
    const worker = new Worker(path.join(__dirname, script), { workerData: data });
    const stopping = cancellation.onCancellationRequested(() => void worker.terminate());
    await new Promise<void>((resolve, reject) => {
      worker.on('message', hear);
      worker.on('error', reject);
      worker.on('exit', () => resolve());
    }).finally(() => {
      stopping.dispose();
    });
  },
};
