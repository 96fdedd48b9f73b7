import 'mocha/mocha.js';
import { reportToConsole } from '../support/suiteReport.ts';

/** Runs the suites that `load` requires, inside the web worker extension host of a browser. */
export async function runSuites(load: () => void): Promise<void> {
  mocha.setup({ ui: 'bdd', timeout: 20_000, reporter: Report });
  load();
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) {
    throw new Error(`${failures} failed`);
  }
}

class Report extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner) {
    super(runner);
    reportToConsole(runner);
  }
}
