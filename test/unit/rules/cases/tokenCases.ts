import { algorithmCases } from './algorithm.ts';
import { carriedKeyCases } from './carriedKeys.ts';
import { claimCases } from './claims.ts';
import { committedCases } from './committed.ts';
import { contentCases } from './content.ts';
import { headerCases } from './header.ts';
import { jsonFormCases } from './jsonForm.ts';
import { jweCases } from './jwe.ts';
import { sampleCases } from './sample.ts';
import { sdJwtCases } from './sdJwt.ts';
import { signatureCases } from './signature.ts';
import { structureCases } from './structure.ts';
import { timeCases } from './times.ts';
import type { CasesByRule } from '../ruleCases.ts';

/** Tokens for every rule that judges tokens. */
export const tokenCases: CasesByRule = {
  ...structureCases,
  ...algorithmCases,
  ...signatureCases,
  ...headerCases,
  ...carriedKeyCases,
  ...jweCases,
  ...jsonFormCases,
  ...timeCases,
  ...claimCases,
  ...sdJwtCases,
  ...contentCases,
  ...committedCases,
  ...sampleCases,
};
