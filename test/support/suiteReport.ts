/** How a suite inside VS Code tells the process outside what happened: lines of its console. */

/** What one run of suites came to. */
export interface SuiteSummary {
  readonly passed: number;
  readonly failed: number;
}

/** A line of the report. Everything else on the console is VS Code's own chatter. */
export type ReportLine =
  | { readonly kind: 'passed' | 'failed'; readonly text: string }
  | { readonly kind: 'summary'; readonly summary: SuiteSummary };

const mark = '##suites ';

/** The line of the report that a line of console output holds, if it holds one. */
export function parseReportLine(line: string): ReportLine | undefined {
  return line.startsWith(mark) ? (JSON.parse(line.slice(mark.length)) as ReportLine) : undefined;
}

/** A mocha reporter that needs nothing but a console, so that it runs in every extension host. */
export function reportToConsole(runner: Mocha.Runner): void {
  let passed = 0;
  let failed = 0;
  // oxlint-disable-next-line no-console -- the console is how a host is heard outside
  const print = (line: ReportLine): void => console.log(`${mark}${JSON.stringify(line)}`);
  runner.on('pass', (test) => {
    passed += 1;
    print({ kind: 'passed', text: test.fullTitle() });
  });
  runner.on('fail', (test, error: Error) => {
    failed += 1;
    print({ kind: 'failed', text: `${test.fullTitle()}\n${error.stack ?? error.message}` });
  });
  runner.on('pending', (test) => {
    failed += 1;
    print({ kind: 'failed', text: `${test.fullTitle()}\nis pending: a test that does not run shows nothing` });
  });
  runner.on('end', () => print({ kind: 'summary', summary: { passed, failed } }));
}
