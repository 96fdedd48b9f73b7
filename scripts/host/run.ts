import { spawn } from 'node:child_process';
import path from 'node:path';

/** The project's folder. */
export const root = path.resolve(__dirname, '../..');

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program quietly; when it fails, the error carries the end of what it printed. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const child = spawn(program, args, { cwd: options.cwd ?? root, env: options.env ?? process.env });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) {
    const tail = output.trimEnd().split('\n').slice(-20).join('\n');
    throw new Error(`${program} ${args.join(' ')} ended with code ${code ?? 'none'}:\n${tail}`);
  }
  return output;
}

/** Does `work` under a line that says what it is, that it is still going on, and how long it took. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const seconds = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
  console.log(`${what} …`);
  const heartbeat = setInterval(() => console.log(`  still running (${seconds()})`), 15_000);
  try {
    const result = await work();
    console.log(`  done (${seconds()})`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
