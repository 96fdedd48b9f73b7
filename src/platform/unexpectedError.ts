/**
 * An error that nobody expected, for the log: its name, and where it happened. Its message may quote what was worked
 * on, such as a token, so it is left out.
 */
export function unexpectedError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  return [error.name, ...frames].join('\n');
}
