/** A half-open range of UTF-16 code units, `start` included and `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
