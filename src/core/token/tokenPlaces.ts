import type { Span } from '../text/span.ts';
import { findSerialized } from './find.ts';
import { scan } from './scan.ts';
import { LONGEST_SERIALIZED } from './markedIndex.ts';

/** Where the tokens of a text are, each kind in order. It is found out when somebody asks. */
export interface TokenPlaces {
  /** As {@link scan} finds them. */
  compact(): readonly Span[];
  /** In JSON serialization, of at most {@link LONGEST_SERIALIZED} characters. */
  serialized(): readonly Span[];
}

/** The tokens of a text that nobody has searched yet. */
export function tokenPlaces(text: string): TokenPlaces {
  return { compact: () => scan(text), serialized: () => findSerialized(text, LONGEST_SERIALIZED) };
}
