import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue } from '../../src/core/documents/catalogue.ts';
import { measureGrowth } from '../growth/measureGrowth.ts';
import type { Measured } from '../growth/measureGrowth.ts';

/**
 * Four times the text may take four times the work, and a little for what does not fill its window yet. Squares take
 * sixteen.
 */
const MOST_FOR_FOURFOLD = 4.8;
/**
 * Steps a character, of which V8 takes some millions in 10 ms: so a megabyte of anything stays below 200 ms or is cut
 * off before.
 */
const MOST_STEPS = 1250;

describe('No function takes more than in proportion to its text', function () {
  this.timeout(0); // What is counted are steps, not time.
  let measured: Measured;

  before(async () => {
    measured = await measureGrowth();
  });

  it('counts what it says: four times a plain loop are four times the steps, four times a loop in a loop sixteen times', () => {
    const [linear, quadratic] = measured.yardsticks;
    assert.ok(linear && quadratic);
    assert.ok(Math.abs(linear.steps[2] / linear.steps[0] - 4) < 0.2, linear.steps.join());
    assert.ok(quadratic.steps[2] / quadratic.steps[0] > 14, quadratic.steps.join());
  });

  it('whichever rule, reader of keys, fix or view reads it: four times the worst text takes about four times the steps', () => {
    const growing = measured.growths.filter(({ steps: [once, , fourfold] }) => fourfold > MOST_FOR_FOURFOLD * once);
    assert.deepEqual(growing, []);
    assert.ok(measured.growths.length > 500);
  });

  it('and no character costs more than some thousand steps', () => {
    const dear = measured.growths.filter(({ from, steps: [, , fourfold] }) => fourfold > MOST_STEPS * 4 * from);
    assert.deepEqual(dear, []);
  });

  it('has a worst text for each rule, and none of its rules is left out', () => {
    const judged = catalogue.filter(({ needs }) => needs !== 'key').map(({ id }) => id);
    const asked = new Set(measured.fired);
    assert.deepEqual(
      judged.filter((id) => !asked.has(id)),
      [],
    );
  });

  it('puts every file of core and every view of the panel through it', () => {
    const entered = new Set(measured.entered);
    const files = ['src/core', 'src/panel/protocol', 'src/panel/view'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => path.posix.join(folder, file.replaceAll('\\', '/'))),
    );
    const pure = files.filter((file) => {
      const source = readFileSync(file, 'utf8');
      return /^(?:export )?(?:async )?function|^export class/m.test(source) && !source.includes("from 'vscode'");
    });
    assert.deepEqual(
      pure.filter((file) => !entered.has(file) && !elsewhere.some((prefix) => file.startsWith(prefix))),
      [],
    );
  });
});

/** Their work is cryptography or one key at a time, by request; or a few lines that only put things together. */
const elsewhere = [
  'src/core/api.ts',
  'src/core/keys/exportKey.ts',
  'src/core/keys/generateKey.ts',
  'src/core/keys/keySummary.ts',
  'src/core/verify/',
  'src/panel/view/panelHtml.ts',
  'src/core/token/tokenOf.ts',
];
