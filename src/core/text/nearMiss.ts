/**
 * How two texts differ that a person would mistake for each other, as the end of a sentence. Empty if they differ more
 * than that.
 */
export function nearMiss(given: string, expected: string): string {
  if (given === expected) return '';
  if (withoutSlash(given) === withoutSlash(expected)) return ': they differ only by a slash at the end';
  if (given.toLowerCase() === expected.toLowerCase()) return ': they differ only by letter case';
  if (given.replace(/^https?:\/\//i, '') === expected.replace(/^https?:\/\//i, ''))
    return ': they differ only by `http:` and `https:`';
  if (given.trim() === expected.trim()) return ': they differ only by white space';
  return '';
}

/** The text may be anybody's: the lookbehind prevents a retry from every slash of a run inside it. */
function withoutSlash(text: string): string {
  return text.replace(/(?<!\/)\/+$/, '');
}
