import path from 'node:path';
import { WorkCounter } from './countWork.ts';
import type { GrowthCase } from './growthCase.ts';
import type { Measured } from './measureGrowth.ts';

/** How the work of a function grows with its text. */
export interface Growth {
  readonly name: string;
  /** The smallest size, in characters. */
  readonly from: number;
  /** At that size, twice and four times as much. */
  readonly steps: readonly [number, number, number];
}

/**
 * Counts the cases whose name holds the first argument; with `all` as the second, those that are one of many as well.
 * It runs in a process of its own, since only code that is loaded afterwards is counted.
 */
async function main(pattern = '', extent = ''): Promise<void> {
  const counter = new WorkCounter();
  const { growthCases, yardsticks } = await import('./growthCases.ts');
  const fired = new Set<string>();
  const chosen = growthCases.filter(
    ({ name, isOneOfMany }) => name.includes(pattern) && (!isOneOfMany || extent === 'all'),
  );
  const growths: Growth[] = [];
  for (const one of chosen) growths.push(await growthOf(one, counter, fired));
  const measures: Growth[] = [];
  for (const one of yardsticks) measures.push(await growthOf(one, counter, fired));
  const entered = [...counter.entered].map((url) => path.relative('.', url)).filter((file) => file.startsWith('src'));
  const measured: Measured = {
    growths,
    yardsticks: measures,
    entered,
    fired: [...fired],
  };
  process.stdout.write(JSON.stringify(measured));
}

async function growthOf(
  { name, prepare, from = 600 }: GrowthCase,
  counter: WorkCounter,
  fired: Set<string>,
): Promise<Growth> {
  const actions = [1, 2, 4].map((times) => prepare(from * times));
  // What is made once and kept is none of its growth.
  noteFired(await prepare(from)(), fired);
  counter.forget();
  const steps: [number, number, number] = [0, 0, 0];
  for (const [index, action] of actions.entries()) steps[index] = await counter.count(action);
  return { name, from, steps };
}

function noteFired(result: unknown, fired: Set<string>): void {
  const list: readonly unknown[] = Array.isArray(result) ? result : [];
  for (const each of list)
    if (typeof each === 'object' && each !== null && 'ruleId' in each) fired.add(String(each.ruleId));
}

void main(...process.argv.slice(2));
