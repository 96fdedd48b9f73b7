import { spawn } from 'node:child_process';
import type { Growth } from './measure.ts';

/** What a measurement brings to light. */
export interface Measured {
  readonly growths: readonly Growth[];
  /** Of a loop, and of a loop in a loop: what the counter makes of them. */
  readonly yardsticks: readonly Growth[];
  /** The files whose functions were run, from the project's folder. */
  readonly entered: readonly string[];
  /** The rules that fired at any of the texts. */
  readonly fired: readonly string[];
}

/** Counts in a process of its own; see measure.ts for the arguments. */
export async function measureGrowth(pattern = '', extent = ''): Promise<Measured> {
  const args = ['--import=tsx', '--stack-size=7000', 'test/growth/measure.ts', pattern, extent];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`The measurement ended with ${String(code)}.`);
  return JSON.parse(output) as Measured;
}
