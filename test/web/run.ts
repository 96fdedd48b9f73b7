import 'mocha/mocha.js';
import { mochaOptions, runMocha } from '../support/runMocha.ts';

/** Runs the suites that `load` requires, inside the web worker extension host of a browser. */
export async function runSuites(load: () => void): Promise<void> {
  mocha.setup(mochaOptions(Mocha.reporters.Base));
  await runMocha(mocha, load);
}
