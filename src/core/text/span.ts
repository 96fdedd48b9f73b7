/** A half-open range of UTF-16 code units, `start` included and `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A missing part cannot be underlined. Instead the separator before it is underlined, or the one after it if it would
 * be the first part.
 */
export function visibleSpan({ start, end }: Span): Span {
  if (start < end) return { start, end };
  return start > 0 ? { start: start - 1, end: start } : { start: 0, end: 1 };
}
