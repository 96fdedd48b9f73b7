import { keyPair } from '../fixtures/keys/keyPairs.ts';
import { encode, issue } from './jose.ts';

/** A disclosure of a claim, or with one value of an array element. */
export const disclosureOf = (...values: readonly unknown[]): string => encode(['c2FsdHNhbHRzYWx0c2FsdA', ...values]);

/**
 * An SD-JWT signed with ES256 by the P-256 key of the tests: these claims, these disclosures, and what stands behind
 * the last tilde.
 */
export const present = (claims: unknown, disclosures: readonly string[] = [], last = ''): string =>
  [issue('ES256', keyPair('P-256').privateKey, claims), ...disclosures, last].join('~');
