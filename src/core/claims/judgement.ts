import type { Span } from '../text/span.ts';

export type ClaimId = 'exp' | 'nbf' | 'iat' | 'iss' | 'aud' | 'typ';

/** What a claim was found to be. Which outcome that has, and in what words it is said, follows from it. */
export type ClaimState =
  /** It is not there, and nothing asks for it. */
  | 'absent'
  /** It is not there, and something asks for it. */
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
  /** Only the clock tolerance lets it pass. */
  | 'tolerated'
  | 'expired'
  | 'not-yet'
  | 'future'
  /** The token is older than it may be. */
  | 'too-old'
  /** Nothing was expected of it. */
  | 'unexpected'
  /** It is stated as not used. */
  | 'unused'
  | 'matches'
  | 'differs';

/** One claim, judged: every surface says this in words of its own, and judges nothing again. */
export interface Judgement {
  readonly id: ClaimId;
  readonly state: ClaimState;
  /** The characters of the token that encode the claim with its name. Absent where it is not there. */
  readonly span?: Span;
  /** Of a time that can be read, since the epoch. */
  readonly seconds?: number;
  /** What was expected, and is or is not met, as a sentence can hold it. */
  readonly expected?: string;
  /** How the claim comes close to what was expected: the end of a sentence, empty where it does not. */
  readonly nearMiss?: string;
}

/** What each finding means for whoever has to accept or refuse the token. */
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
