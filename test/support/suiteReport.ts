/** How a suite inside VS Code tells the process outside what happened: lines of its console. */

/** What one run of suites came to. */
export interface SuiteSummary {
  readonly passed: number;
  readonly failed: number;
}

const summaryMark = '##suites ';
export const failureMark = '  ✗ ';

/** The summary that a line of console output holds, if it is that line. */
export function parseSummary(line: string): SuiteSummary | undefined {
  return line.startsWith(summaryMark) ? (JSON.parse(line.slice(summaryMark.length)) as SuiteSummary) : undefined;
}

/** A mocha reporter that needs nothing but a console, so that it runs in every extension host. */
export function reportToConsole(runner: Mocha.Runner, print: (line: string) => void): void {
  let passed = 0;
  let failed = 0;
  runner.on('pass', (test) => {
    passed += 1;
    print(`  ✓ ${test.fullTitle()}`);
  });
  runner.on('fail', (test, error: Error) => {
    failed += 1;
    print(`${failureMark}${test.fullTitle()}\n${error.stack ?? error.message}`);
  });
  runner.on('pending', (test) => {
    failed += 1;
    print(`${failureMark}${test.fullTitle()}\nis pending; a suite holds no test that does not run`);
  });
  runner.on('end', () => print(`${summaryMark}${JSON.stringify({ passed, failed } satisfies SuiteSummary)}`));
}
