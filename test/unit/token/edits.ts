import * as fc from 'fast-check';
import type { Edit } from '../../../src/core/token/spanIndex.ts';

/** A replacement in a text not yet known: place and length are fractions of what there is. */
export interface Replacement {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** The replacements of one change, with these texts to put in. */
export function replacements(text: fc.Arbitrary<string>): fc.Arbitrary<readonly Replacement[]> {
  const replacement = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.constantFrom(0, 1, 3, 40),
    text,
  });
  return fc.array(replacement, { minLength: 1, maxLength: 4 });
}

/**
 * Applies replacements so that they do not overlap, and returns the new text with the edits that describe the way
 * there.
 */
export function apply(before: string, wanted: readonly Replacement[]): { after: string; edits: readonly Edit[] } {
  const edits: Edit[] = [];
  let after = '';
  let done = 0;
  for (const { at, length, text: inserted } of wanted.toSorted((a, b) => a.at - b.at)) {
    const start = Math.max(done, Math.floor(at * before.length));
    const end = Math.min(before.length, start + length);
    edits.push({ start, removed: end - start, inserted: inserted.length });
    after += before.slice(done, start) + inserted;
    done = end;
  }
  return { after: after + before.slice(done), edits };
}
