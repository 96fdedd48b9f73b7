import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { report } from './measure.ts';

const samples = 51;

/** Budget: the desktop bundle as it ships is loaded and activated within 10 ms, as the median of fresh processes. */
export function benchActivation(): void {
  execFileSync(process.execPath, ['esbuild.js', '--production'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const program = path.resolve('test/bench/activate.js');
  const times = Array.from({ length: samples }, () => Number(execFileSync(process.execPath, [program])));
  const median = times.toSorted((a, b) => a - b)[samples >> 1] ?? NaN;
  report('activation, module load included, in ms', `${median.toFixed(1)} ms`, median, 10);
}
