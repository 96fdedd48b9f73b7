import { documentGrowth } from './documentGrowth.ts';
import type { GrowthCase } from './growthCase.ts';
import { keyGrowth } from './keyGrowth.ts';
import { tokenGrowth } from './tokenGrowth.ts';

/** Everything whose work must not grow faster than its text. */
export const growthCases: readonly GrowthCase[] = [...tokenGrowth, ...documentGrowth, ...keyGrowth];
