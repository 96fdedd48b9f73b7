import type { Finding } from '../text/finding.ts';
import type { FixOffer } from './fixOffer.ts';

export type SignatureOutcome = 'valid' | 'invalid' | 'not-checked' | 'unsupported';
export type CheckOutcome = 'pass' | 'fail' | 'not-checked';
export type CheckId =
  | 'algorithm'
  | 'key'
  | 'signature'
  | 'encoding'
  | 'crit'
  | 'exp'
  | 'nbf'
  | 'iat'
  | 'iss'
  | 'aud'
  | 'typ'
  | 'key-binding';

/** One line of the checklist: what was looked at, how it went, and why, in a sentence for a person. */
export interface Check {
  readonly id: CheckId;
  readonly outcome: CheckOutcome;
  readonly detail: string;
}

/** Why a verification failed, as far as can be told, and what can be done about it. */
export interface Explanation {
  readonly id: string;
  readonly detail: string;
  readonly fix: FixOffer;
}

/** The key that was used. */
export interface UsedKey {
  readonly name?: string;
  readonly kid?: string;
  /**
   * RFC 7638, SHA-256, base64url, of the public half. A secret has none: anyone who knows it could try secrets until
   * one matches.
   */
  readonly thumbprint?: string;
}

/**
 * The answer to "does this token hold?". `rejected`: a check failed. `not-verified`: nothing failed, but something
 * needed was missing.
 */
export interface Verification {
  readonly signature: SignatureOutcome;
  readonly claims: CheckOutcome;
  readonly verdict: 'verified' | 'rejected' | 'not-verified';
  readonly key?: UsedKey;
  readonly checks: readonly Check[];
  /**
   * Of an SD-JWT (RFC 9901 §7.1): the claims with its disclosures in place, and how many digests have no disclosure.
   */
  readonly disclosed?: { readonly claims: unknown; readonly undisclosed: number };
  /**
   * General JSON serialization: the answer for each signature, in order. Everything else is that of the one that proves
   * most.
   */
  readonly signatures?: readonly Verification[];
  readonly explanations: readonly Explanation[];
  /**
   * With the severity of a live context. The hints of opt-in rules are among them, since settings are not known here.
   */
  readonly findings: readonly Finding[];
}
