/** Characters that change or hide what a person reads: controls, bidi and zero-width characters, separators, fillers, lone surrogates. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164\uffa0]/gu;

/** The text with every character that nobody can see replaced by its code point: `admin⟨U+202E⟩nimda`. The result is one line. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    return `⟨U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** Longest name of an issuer, audience or key in a sentence. */
const longestName = 80;

/** A name that a token may have made up, as a sentence can hold it. */
export function visibleStart(text: string): string {
  const shown = visible(text.slice(0, longestName));
  return text.length > longestName ? `${shown}…` : shown;
}
