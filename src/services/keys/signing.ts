/** What became of a token that was to be made. */
export type Signing =
  | { readonly kind: 'signed'; readonly token: string }
  | { readonly kind: 'refused'; readonly problem: string }
  /** The user did not want the key to be used. */
  | { readonly kind: 'cancelled' };

/** That no token was made, and why. */
export function notMade(problem: string): Signing {
  return { kind: 'refused', problem };
}
