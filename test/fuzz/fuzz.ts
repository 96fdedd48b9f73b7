import { Random } from './random.ts';
import { rounds } from './rounds.ts';

/** A promise that did not hold, and how to see it again. */
export interface Failure {
  readonly seed: number;
  readonly round: string;
  readonly error: string;
}

/** One round of everything from a seed. */
export async function fuzzOnce(
  seed: number,
  before: (round: string) => void = () => undefined,
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const [round, run] of Object.entries(rounds)) {
    before(round);
    try {
      await run(new Random(seed));
    } catch (error) {
      failures.push({ seed, round, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  return failures;
}
