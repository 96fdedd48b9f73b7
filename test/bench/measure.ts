/**
 * Milliseconds of processor time of the cheapest of `rounds` runs of each action. They run in turn, so that a busy
 * moment of the machine hits all; time in which another process had the processor does not count.
 */
export async function fastest(rounds: number, actions: readonly (() => unknown)[]): Promise<number[]> {
  const best = actions.map(() => Infinity);
  for (let round = 0; round < rounds; round++) {
    for (const [index, action] of actions.entries()) {
      const start = process.cpuUsage();
      await action();
      const { user, system } = process.cpuUsage(start);
      best[index] = Math.min(best[index] ?? Infinity, (user + system) / 1000);
    }
  }
  return best;
}

/** One line of a table; a budget that does not hold makes the process fail. */
export function report(name: string, detail: string, ratio: number, budget: number): void {
  const holds = ratio <= budget;
  if (!holds) process.exitCode = 1;
  const verdict = holds ? 'holds' : 'BROKEN';
  console.log(
    `${name.padEnd(58)} ${detail.padEnd(34)} ratio ${ratio.toFixed(2)}  budget ${budget.toFixed(1)}  ${verdict}`,
  );
}
