import { screenshotOpenWorkbenches } from './workbench.ts';

/** Root hooks of the suites that drive a window. */
export const mochaHooks = {
  async afterEach(this: Mocha.Context): Promise<void> {
    const test = this.currentTest;
    if (test?.state === 'failed')
      await screenshotOpenWorkbenches(test.fullTitle().replaceAll(/\W+/g, '-').slice(0, 100));
  },
};
