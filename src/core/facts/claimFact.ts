/** What a claim means, and who says so. */
export interface ClaimFact {
  readonly name: string;
  /** For a person, in few words. */
  readonly description: string;
  /** `RFC 7519 §4.1.4`, or the vendor's name for claims that only one vendor defines. */
  readonly source: string;
  /** `time`: a NumericDate, seconds since 1970-01-01T00:00:00Z (RFC 7519 §2). */
  readonly kind?: 'time';
}
