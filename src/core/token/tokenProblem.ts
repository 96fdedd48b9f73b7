import type { Span } from '../text/span.ts';
import type { DecodeProblem } from './token.ts';

/** What is wrong with a token as a whole, at a place in it. */
export function tokenProblem({ start, end }: Span, message: string): DecodeProblem {
  return { part: 'token', start, end, message };
}
