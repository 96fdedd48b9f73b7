import type { JWK } from 'jose';

import { isAlwaysPortable } from './portableSignatures.ts';

/** Signatures that are checked for one token, with whichever keys: some hundred milliseconds in all. */
const MOST_TRIES = 2000;

/** In plain JavaScript one check takes as long as so many by the host. */
const PORTABLE_TRIES = 20;

/**
 * What may be spent on the signatures of one token: a token of many signatures and a set of many keys must not cost
 * their product.
 */
export class Effort {
  #left = MOST_TRIES;

  /** Whether one more check with this key may be made; it is then paid for. */
  affords(key: JWK): boolean {
    const cost = isAlwaysPortable(key) ? PORTABLE_TRIES : 1;
    if (cost > this.#left) return false;
    this.#left -= cost;
    return true;
  }
}
