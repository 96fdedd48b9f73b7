import Mocha from 'mocha';
import { setSourceMapsEnabled } from 'node:process';
import { reportToConsole } from '../support/suiteReport.ts';

/** Runs the suites that `load` requires, inside the extension host of a desktop or server VS Code. */
export async function runSuites(load: () => void): Promise<void> {
  setSourceMapsEnabled(true);
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, reporter: Report });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
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
