import { measureGrowth } from '../growth/measureGrowth.ts';
import { report } from './measure.ts';

/**
 * Budget: four times the worst text of a function takes at most 4.8 times the steps. All of them, one a line, the
 * steepest first.
 */
export async function benchGrowth(): Promise<void> {
  const { growths } = await measureGrowth('', 'all');
  const rows = growths.map(({ name, from, steps: [once, , fourfold] }) => ({
    name,
    detail: `${Math.round(fourfold / (4 * from))} steps a character, ${4 * from} characters`,
    ratio: fourfold / once,
  }));
  for (const { name, detail, ratio } of rows.toSorted((a, b) => b.ratio - a.ratio)) report(name, detail, ratio, 4.8);
}
