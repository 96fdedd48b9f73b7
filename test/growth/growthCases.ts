import { documentGrowth } from './documentGrowth.ts';
import type { GrowthCase } from './growthCase.ts';
import { keyGrowth } from './keyGrowth.ts';
import { tokenGrowth } from './tokenGrowth.ts';

/** Everything whose work must not grow faster than its text. */
export const growthCases: readonly GrowthCase[] = [...tokenGrowth, ...documentGrowth, ...keyGrowth];

/**
 * What the counter itself is held to: a loop, and a loop in a loop. Expressions and methods stand for them, since tests
 * are not counted.
 */
export const yardsticks: readonly GrowthCase[] = [
  { name: 'a loop', prepare: (size) => () => 'a'.repeat(size).indexOf('b') + 'a'.repeat(size).search(/b/) },
  { name: 'a loop in a loop', prepare: (size) => () => 'a'.repeat(size).search(/a+b/) },
];
