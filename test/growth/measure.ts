import { WorkCounter } from './countWork.ts';

/** How the work of a function grows with its text. */
export interface Growth {
  readonly name: string;
  /** The smallest size, in characters. */
  readonly from: number;
  /** At that size, twice and four times as much. */
  readonly steps: readonly [number, number, number];
}

/**
 * Counts, one JSON line a case: those whose name holds the first argument; with `all` as the second, those that are one of many as well.
 * It runs in a process of its own, since only code that is loaded afterwards is counted.
 */
async function main(pattern = '', extent = ''): Promise<void> {
  const counter = new WorkCounter();
  const { growthCases } = await import('./growthCases.ts');
  for (const { name, prepare, from = 1000, isOneOfMany } of growthCases) {
    if (!name.includes(pattern) || (isOneOfMany && extent !== 'all')) continue;
    const actions = [1, 2, 4].map((times) => prepare(from * times));
    // What is made once and kept is none of its growth.
    await prepare(from)();
    counter.forget();
    const steps: number[] = [];
    for (const action of actions) steps.push(await counter.count(action));
    console.log(JSON.stringify({ name, from, steps }));
  }
}

void main(...process.argv.slice(2));
