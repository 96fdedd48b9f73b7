import { Session } from 'node:inspector/promises';

/** How often each function of core with one of these names runs while something is done. */
export async function callsOf(
  names: readonly string[],
  work: () => Promise<void> | void,
): Promise<ReadonlyMap<string, number>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await work();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  const ranges = result
    .filter(({ url }) => url.includes('/src/core/'))
    .flatMap(({ functions }) => functions)
    .flatMap(({ functionName, ranges: [whole] }) => (whole ? [{ ...whole, functionName }] : []))
    // Behind each export stands a getter of the same name, which is shorter.
    .toSorted((a, b) => b.endOffset - b.startOffset - (a.endOffset - a.startOffset));
  return new Map(names.map((name) => [name, ranges.find(({ functionName }) => functionName === name)?.count ?? 0]));
}
