import { reportToConsole } from './suiteReport.ts';

/** How suites run inside an extension host; `Base` is that of the mocha at hand. */
export function mochaOptions(Base: typeof Mocha.reporters.Base): Mocha.MochaOptions {
  class Report extends Base {
    constructor(runner: Mocha.Runner) {
      super(runner);
      reportToConsole(runner);
    }
  }
  return { ui: 'bdd', timeout: 20_000, reporter: Report };
}

/** Runs the suites that `load` requires, and throws where one fails. */
export async function runMocha(
  mocha: { run(done: (failures: number) => void): unknown },
  load: () => void,
): Promise<void> {
  load();
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} failed`);
}
