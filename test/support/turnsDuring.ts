/** How often other work ran while something was awaited. */
export async function turnsDuring(action: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await action();
  isDone = true;
  return turns;
}
