import type { Span } from '../text/span.ts';

export type ClaimId = 'exp' | 'nbf' | 'iat' | 'iss' | 'aud' | 'typ';

/** What a claim was found to be. Which outcome that has, and in what words it is said, follows from it. */
export type ClaimState =
  /** It is missing and not required. */
  | 'absent'
  /** It is missing but required. */
  | 'missing'
  /** Other claims that the profile requires are missing. */
  | 'lacking'
  /** It is not shown, and may be among the claims that are not disclosed (RFC 9901 §9.7). */
  | 'hidden'
  | 'wrong-type'
  /** A time in milliseconds. */
  | 'milliseconds'
  /** A time that no date can name. */
  | 'out-of-range'
  /** The time has come, or has not, as it should be. */
  | 'holds'
  /** It passes only because of the clock tolerance. */
  | 'tolerated'
  | 'expired'
  | 'not-yet'
  | 'future'
  /** The token is older than it may be. */
  | 'too-old'
  /** Nothing was expected of it. */
  | 'unexpected'
  /** It is marked as not used. */
  | 'unused'
  | 'matches'
  | 'differs';

/** The judgement on one claim. Every surface words it in its own way and judges nothing itself. */
export interface Judgement {
  readonly id: ClaimId;
  readonly state: ClaimState;
  /** The characters of the token that encode the claim with its name. Absent if the claim is missing. */
  readonly span?: Span;
  /** Of a time that can be read, since the epoch. */
  readonly seconds?: number;
  /** What was expected, and is or is not met, as a sentence can hold it. */
  readonly expected?: string;
  /** How the claim comes close to what was expected: the end of a sentence, empty where it does not. */
  readonly nearMiss?: string;
}

/** What each finding means for a verifier that must accept or refuse the token. */
export const outcomes: Readonly<Record<ClaimState, 'pass' | 'fail' | 'not-checked'>> = {
  absent: 'pass',
  missing: 'fail',
  lacking: 'fail',
  hidden: 'not-checked',
  'wrong-type': 'fail',
  milliseconds: 'fail',
  'out-of-range': 'fail',
  holds: 'pass',
  tolerated: 'pass',
  expired: 'fail',
  'not-yet': 'fail',
  future: 'fail',
  'too-old': 'fail',
  unexpected: 'not-checked',
  unused: 'pass',
  matches: 'pass',
  differs: 'fail',
};
