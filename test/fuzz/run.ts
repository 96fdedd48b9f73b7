/**
 * `npm run fuzz -- --minutes 60 --seed 7`: rounds from one seed after the other until the time is up. A failure is
 * printed with its seed, which `npm run fuzz -- --seed N --rounds 1` replays. What takes longer than 20 seconds counts
 * as a failure and ends the run.
 */
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { fuzzOnce } from './fuzz.ts';
import type { Failure } from './fuzz.ts';

const longestRound = 20_000;
/** The variable through which the process that works gets its plan. */
const planName = 'FUZZ_PLAN';

interface Plan {
  readonly seed: number;
  readonly rounds: number;
  readonly until: number;
}

type Message =
  | { readonly seed: number; readonly round: string }
  | { readonly failure: Failure }
  | { readonly done: number };

function main(): void {
  const { values } = parseArgs({
    options: { minutes: { type: 'string' }, seed: { type: 'string' }, rounds: { type: 'string' } },
  });
  const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  const minutes = Number(values.minutes ?? 1);
  const plan: Plan = { seed, rounds: Number(values.rounds ?? Infinity), until: Date.now() + minutes * 60_000 };
  console.log(`Fuzzing from seed ${seed} for ${minutes} minutes.`);
  const child = fork('test/fuzz/run.ts', {
    execArgv: ['--import=tsx'],
    env: { ...process.env, [planName]: JSON.stringify(plan) },
  });
  let at: { readonly seed: number; readonly round: string } | undefined;
  let failed = 0;
  let [slowest, began] = [0, Date.now()];
  const note = (): void => {
    slowest = Math.max(slowest, Date.now() - began);
    began = Date.now();
  };
  const guard = setInterval(() => {
    if (!at || Date.now() - began < longestRound) return;
    console.log(`Seed ${at.seed} hangs: ${at.round}.`);
    child.kill();
    process.exit(1);
  }, 1000);
  child.on('message', (message: Message) => {
    if ('round' in message) {
      note();
      at = message;
    } else if ('failure' in message) {
      failed++;
      console.log(`Seed ${message.failure.seed}: ${message.failure.round}\n${message.failure.error}\n`);
    } else {
      clearInterval(guard);
      console.log(`${message.done} rounds, ${failed} failures; the slowest step took ${slowest} ms.`);
      process.exitCode = failed === 0 ? 0 : 1;
    }
  });
}

async function work({ seed, rounds, until }: Plan): Promise<void> {
  const post = (message: Message): void => void process.send?.(message);
  let done = 0;
  while (done < rounds && Date.now() < until) {
    const own = seed + done;
    for (const failure of await fuzzOnce(own, (round) => post({ seed: own, round }))) post({ failure });
    done++;
  }
  post({ done });
}

const given = process.env[planName];
if (given === undefined) main();
else void work(JSON.parse(given, (_name, value: unknown) => value ?? Infinity) as Plan);
