/** Where the line that holds `at` ends, in front of its line feed; `end` for the last one. */
export function lineEnd(text: string, at: number, end: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 || found > end ? end : found;
}
