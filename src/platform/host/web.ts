/** A browser has no environment variables. */
export function environmentVariable(_name: string): string | undefined {
  return undefined;
}

/** A browser has no files to read piece by piece. */
export { guessInSlices as guessFromFile } from '../guessInSlices.ts';
