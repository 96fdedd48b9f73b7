import { isBoolean, isString, listOf, object, oneOf } from './guard.ts';
import type { Guarded } from './guard.ts';

const keyChoiceShape = {
  /**
   * A `KeyChoice.id`, `secret` or `key` for material entered directly, and for a new token `new` for a key made here.
   */
  choice: isString,
  encoding: oneOf('utf8', 'base64', 'base64url', 'hex'),
};

/** Key material entered directly: it lives in memory only. */
const keyMaterialShape = {
  keyText: isString,
  /** Of an encrypted private key. */
  password: isString,
};

/** A key as a form asks for it. */
export type KeyValues = Guarded<typeof isKeyValues>;
const isKeyValues = object({ ...keyChoiceShape, ...keyMaterialShape });

/** What is expected of the token, and which key is chosen: what the panel remembers of the form. */
export const expectationsShape = {
  ...keyChoiceShape,
  issuer: isString,
  /** "Not used" is a statement, and differs from an empty field, which leaves the claim unchecked. */
  issuerUnused: isBoolean,
  /** Several are separated by commas: any one of them has to be among the token's. */
  audience: isString,
  audienceUnused: isBoolean,
  algorithms: listOf(isString),
  /** Seconds, as typed. */
  tolerance: isString,
};

/** Everything filled in to verify or decrypt with. What is not among the expectations lives in memory only. */
export type VerifyForm = Guarded<typeof isVerifyForm>;
export const isVerifyForm = object({
  ...expectationsShape,
  ...keyMaterialShape,
  /** What the holder of an SD-JWT was asked to bind the presentation to. */
  nonce: isString,
  bindingAudience: isString,
});

/** A token that is being written: lives in memory only. */
export type Draft = Guarded<typeof isDraft>;
export const isDraft = object({ ...keyChoiceShape, ...keyMaterialShape, header: isString, claims: isString });
