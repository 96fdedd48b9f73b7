/** A browser has no environment variables. */
export function environmentVariable(_name: string): string | undefined {
  return undefined;
}
