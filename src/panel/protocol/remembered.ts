import { anyOf, exactly, isBoolean, isNumber, isString, listOf, object, oneOf } from './guard.ts';
import type { Guarded } from './guard.ts';
import { expectationsShape } from './forms.ts';

/** A part of a token that has members. */
export const isPart = oneOf('header', 'payload', 'disclosures', 'presented');

/** How the person looks at it: remembered too. */
export type Display = Guarded<typeof isDisplay>;
export const isDisplay = object({ asJson: listOf(isPart), utc: isBoolean });

/** Where the token on the page came from; a fingerprint recognises a token and does not hold it. */
export type Origin = Guarded<typeof isOrigin>;
const isOrigin = anyOf(
  object({ kind: exactly('nowhere') }),
  object({ kind: exactly('pasted') }),
  object({ kind: exactly('document'), uri: isString, start: isNumber, fingerprint: isString }),
);

/** What is kept over a reload of the window, on disk: settings and whereabouts, never a token or a key. */
export type Remembered = Guarded<typeof isRemembered>;
export const isRemembered = object({
  version: exactly('1'),
  expectations: object(expectationsShape),
  display: isDisplay,
  origin: isOrigin,
});
