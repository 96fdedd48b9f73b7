import { createRequire } from 'node:module';
import type * as here from './late.ts';

/** As `late` of `late.ts`, taken from the browser's bundle, which has it all; the first call loads that. */
export const late: typeof here.late = () => {
  const bundle = createRequire(__filename)('./web/extension.js') as typeof here;
  return bundle.late();
};
