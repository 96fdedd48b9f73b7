/**
 * `npm test`, and each `npm run test:…`: runs checks and ends with one line, `N passed, N failed`, summed over all of
 * them. Arguments: names of checks (none: all that need no desktop VS Code), then a part of a test file's path to
 * narrow the suites.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { SuiteSummary } from '../test/support/suiteReport.ts';
import { checks } from './checks.ts';
import type { Check } from './checks.ts';
import { root } from './host/run.ts';

async function main(words: readonly string[]): Promise<void> {
  const isName = (word: string): boolean => checks.some(({ name }) => name === word);
  const named = words.filter(isName);
  const pattern = words.find((word) => !isName(word)) ?? '';
  const wanted =
    named.length === 0
      ? checks.filter(({ host }) => host !== 'desktop')
      : checks.filter(({ name }) => named.includes(name));
  const chosen = checks.filter(
    (check) => wanted.includes(check) || (check.name === 'build' && wanted.some(needsBundles)),
  );
  await mkdir(path.join(root, 'test-results'), { recursive: true });

  const results: (SuiteSummary & { readonly name: string })[] = [];
  for (const check of chosen) {
    const unbuilt = needsBundles(check) && results.some(({ name, failed }) => name === 'build' && failed > 0);
    results.push({ name: check.name, ...(unbuilt ? { passed: 0, failed: 1 } : await perform(check, pattern)) });
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log('');
  for (const result of results)
    console.log(`${result.failed === 0 ? '✓' : '✗'} ${result.name.padEnd(8)} ${inWords(result)}`);
  console.log(inWords({ passed, failed }));
  process.exit(failed === 0 ? 0 : 1);
}

function needsBundles({ host }: Check): boolean {
  return host !== undefined;
}

async function perform(check: Check, pattern: string): Promise<SuiteSummary> {
  const started = Date.now();
  console.log(`\n── ${check.name}`);
  const result = await check.run(pattern).catch((error: unknown): SuiteSummary => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  console.log(`   ${inWords(result)}, ${Math.round((Date.now() - started) / 1000)} s`);
  if (result.passed + result.failed > 0) return result;
  console.error(`${check.name} ran no test${pattern === '' ? '' : ` with "${pattern}" in the path of its file`}.`);
  return { passed: 0, failed: 1 };
}

function inWords({ passed, failed }: SuiteSummary): string {
  return `${passed} passed, ${failed} failed`;
}

void main(process.argv.slice(2));
