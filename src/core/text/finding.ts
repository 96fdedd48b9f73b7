import type { Span } from './span.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Where a token was seen. It decides the severity of a finding (see each rule in the catalogue). */
export type Context = 'live' | 'source' | 'test' | 'docs' | 'example' | 'log';

/** One thing wrong, or worth knowing, about a token. `start` and `end` lie inside the token text. */
export interface Finding extends Span {
  readonly ruleId: string;
  readonly severity: Severity;
  /** Names members and numbers, never a claim value, a token or a secret: Problems text is copied and logged. */
  readonly message: string;
  /** Other places that the finding is about. */
  readonly related?: readonly RelatedPlace[];
}

/** A second place of a finding, and what is there. */
export interface RelatedPlace extends Span {
  /** What the other text is called that this place is in; absent in the same text. */
  readonly file?: string;
  readonly message: string;
}

/** The worst first. */
export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
