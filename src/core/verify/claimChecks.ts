import { looksLikeDuration } from '../claims/numericDate.ts';
import { outcomes } from '../claims/judgement.ts';
import type { ClaimState, ClaimId, Judgement } from '../claims/judgement.ts';
import { relativeTime } from '../text/time.ts';
import type { Check } from './verification.ts';

/** The judgements on claims as lines of the checklist; `now` is the moment of which their sentences speak. */
export function claimChecks(judgements: readonly Judgement[], now: Date): readonly Check[] {
  return judgements.map((judgement) => {
    const { id, state, seconds } = judgement;
    const words = { ...judgement, distance: seconds === undefined ? '' : relativeTime(seconds, now) };
    return { id, outcome: outcomes[state], detail: (details[id][state] ?? general[state])?.(words) ?? '' };
  });
}

/** The same lines where there are no claims to judge. */
export function unreadableClaims(reason: string): readonly Check[] {
  return (Object.keys(details) as ClaimId[]).map((id) => ({ id, outcome: 'not-checked', detail: reason }));
}

type Words = Judgement & { readonly distance: string };
type Details = Readonly<Partial<Record<ClaimState, (words: Words) => string>>>;

const general: Details = {
  missing: ({ id }) => `\`${id}\` is required but missing.`,
  hidden: ({ id }) => `\`${id}\` is not shown. It may be among the claims that are not disclosed.`,
  'wrong-type': ({ id }) => `\`${id}\` is not a number of seconds.`,
  milliseconds: ({ id }) => `\`${id}\` looks like milliseconds, but it must be seconds.`,
  'out-of-range': ({ id }) => `\`${id}\` is out of range.`,
};

const details: Readonly<Record<ClaimId, Details>> = {
  exp: {
    absent: () => 'There is no `exp`, so the token never expires.',
    holds: ({ distance }) => `Expires ${distance}.`,
    tolerated: ({ distance }) => `Expired ${distance}, within the tolerance.`,
    expired: ({ distance, seconds = 0 }) =>
      looksLikeDuration(seconds)
        ? `Expired ${distance}. ${seconds} looks like a length of time in seconds, not like a time.`
        : `Expired ${distance}.`,
  },
  nbf: {
    absent: () => 'There is no `nbf`, so the token is valid from the start.',
    holds: ({ distance }) => `Valid since ${distance}.`,
    tolerated: ({ distance }) => `Not valid yet, but ${distance}, within the tolerance.`,
    'not-yet': ({ distance }) => `Not valid yet, but ${distance}.`,
  },
  iat: {
    absent: () => 'There is no `iat`, and no maximum age requires it.',
    holds: ({ distance }) => `Issued ${distance}.`,
    future: ({ distance }) => `Issued ${distance}. One of the clocks is wrong.`,
    'too-old': ({ distance, expected }) => `Issued ${distance}, which is older than the maximum age of ${expected}.`,
    missing: ({ expected }) =>
      expected === undefined
        ? '`iat` is required but missing.'
        : 'There is no `iat`, so the age of the token is unknown.',
  },
  iss: {
    'wrong-type': () => '`iss` is not a string.',
    unexpected: () => 'No expected issuer was specified.',
    unused: () => 'The issuer is marked as not used.',
    missing: ({ expected }) => missing('iss', expected),
    matches: ({ expected }) => `The issuer is the expected one: ${expected}`,
    differs: ({ expected, nearMiss }) => `The issuer is not the expected one${nearMiss}. Expected: ${expected}`,
  },
  aud: {
    'wrong-type': () => '`aud` is neither a string nor a list of strings.',
    unexpected: () => 'No expected audience was specified.',
    unused: () => 'The audience is marked as not used.',
    missing: ({ expected }) => missing('aud', expected),
    matches: ({ expected }) => `The token is for the expected audience: ${expected}`,
    differs: ({ expected, nearMiss }) => `The audience is not the expected one${nearMiss}. Expected: ${expected}`,
  },
  typ: {
    'wrong-type': () => '`typ` is not a string.',
    unexpected: () => 'No expected token type was specified.',
    missing: ({ expected }) => missing('typ', expected),
    lacking: ({ expected }) => `Required but missing: ${expected}.`,
    matches: ({ expected }) => `The token type is the expected one: ${expected}`,
    differs: ({ expected }) => `The token type is not the expected one. Expected: ${expected}`,
    hidden: () => 'A required claim is not shown. It may be among the claims that are not disclosed.',
  },
};

function missing(id: ClaimId, expected: string | undefined): string {
  return expected === undefined ? `\`${id}\` is required but missing.` : `\`${id}\` is missing. Expected: ${expected}`;
}
