import type { JWK } from 'jose';

import type { KeyFault } from './lintKey.ts';

/** One key, recognised and normalised to a JWK, whatever its form. */
export interface ParsedKey {
  /** As jose takes it. Secrets are `oct`; a certificate's key carries its `x5t#S256`. */
  readonly jwk: JWK;
  /** For a person: `2048-bit RSA public key`. Holds nothing of the key itself. */
  readonly description: string;
  readonly name?: string;
  /**
   * The only algorithms this key may be used with, from its own `alg` and from the user; absent where nothing pins one.
   */
  readonly algorithms?: readonly string[];
  /** What is wrong with the key by itself. A key with an `error` is not used to verify anything. */
  readonly faults: readonly KeyFault[];
}
