/**
 * What a user expects of the tokens of one issuer. `null` states that the claim is not used, which counts as checked.
 */
export interface IssuerProfile {
  readonly name?: string;
  readonly issuer?: string | null;
  /** Any one of these has to be among the token's `aud`. */
  readonly audience?: string | readonly string[] | null;
  readonly algorithms?: readonly string[];
  /** Expected `typ`, compared without case and without an `application/` prefix. */
  readonly tokenType?: string;
  readonly requiredClaims?: readonly string[];
  /** Oldest accepted `iat`, in seconds. */
  readonly maxAgeSeconds?: number;
  /** Clock tolerance in seconds, 0 to 300. Default 60. */
  readonly leewaySeconds?: number;
}
