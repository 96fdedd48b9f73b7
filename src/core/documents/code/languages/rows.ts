import { namedSecrets } from '../secretNames.ts';
import { decisionsOn } from '../decodedDecisions.ts';
import type { CodeRow, Finder } from '../codeRow.ts';

/** A signing secret that stands in the code. */
export const secretRow = (find: Finder): CodeRow => ({
  ruleId: 'hardcoded-hmac-secret',
  message: 'A signing secret is in the source. Anyone who reads the code can make tokens.',
  find,
});

/** Verification that is turned off, in the words of its kind. */
export const disabled = (message: string, find: Finder): CodeRow => ({
  ruleId: 'verification-disabled',
  message,
  find,
});

export const unverified = (find: Finder): CodeRow =>
  disabled('The signature is not verified here, so anyone can make such a token.', find);
export const timeless = (find: Finder): CodeRow => disabled('Expired tokens are accepted here.', find);
export const unsignedRow = (find: Finder): CodeRow =>
  disabled('Tokens without a signature are made or accepted here.', find);
export const keyless = (find: Finder): CodeRow => disabled('Tokens are signed here without a key.', find);
export const partly = (find: Finder): CodeRow => disabled('Part of the verification is turned off here.', find);

/** A call that leaves the choice of the algorithm to the token. */
export const unpinned = (find: Finder): CodeRow => ({
  ruleId: 'verify-without-algorithms',
  message: 'This call does not specify which algorithms it accepts.',
  find,
});

/** Decisions that depend on what these functions decode. */
export const decides = (names: string, path: RegExp): CodeRow => ({
  ruleId: 'decode-used-as-verify',
  message: 'A decision here depends on claims that are decoded but not verified.',
  find: decisionsOn(names, path),
});

/** Secrets by the names that they are given to. */
export const namedRow = secretRow(namedSecrets);
