import Mocha from 'mocha';
import { setSourceMapsEnabled } from 'node:process';
import { mochaOptions, runMocha } from '../support/runMocha.ts';

/** Runs the suites that `load` requires, inside the extension host of a desktop or server VS Code. */
export async function runSuites(load: () => void): Promise<void> {
  setSourceMapsEnabled(true);
  const mocha = new Mocha(mochaOptions(Mocha.reporters.Base));
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await runMocha(mocha, load);
}
