import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { report } from './measure.ts';

const processes = 51;

/**
 * Budget: the desktop bundle as it ships is loaded and activated within 10 ms, as the median of fresh processes. What
 * is loaded once there is something to do is measured beside it: activation is to be light because there is less to do,
 * not because it is done a moment later.
 */
export function benchActivation(): void {
  execFileSync(process.execPath, ['esbuild.js', '--production'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const program = path.resolve('test/bench/activate.js');
  const samples = Array.from({ length: processes }, () =>
    execFileSync(process.execPath, [program], { encoding: 'utf8' }),
  );
  const times = samples.map((sample) => JSON.parse(sample) as [activation: number, opening: number]);
  const activation = median(times.map(([first]) => first));
  const opening = median(times.map(([, second]) => second));
  report('activation, module load included, in ms', `${activation.toFixed(1)} ms`, activation, 10);
  report('opening what loads late, module load included, in ms', `${opening.toFixed(1)} ms`, opening, 50);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
