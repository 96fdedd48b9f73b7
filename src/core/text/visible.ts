/**
 * Characters that change or hide what a person reads: controls, bidi and zero-width characters, separators, fillers,
 * lone surrogates.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164\uffa0]/gu;

/**
 * The text with every character that nobody can see replaced by its code point: `admin⟨U+202E⟩nimda`. The result is one
 * line.
 */
export function visible(text: string): string {
  return text.replace(unseen, byCodePoint);
}

/** Longest name of an issuer, audience or key in a sentence. */
const longestName = 80;

/**
 * What a surface could take for a link, code or markup (`[text](command:…)`, `<img …>`), or for an icon (`$(name)`).
 */
const active = /[[\]<`]|\$(?=\()/g;

/**
 * Text of somebody else (a token, a key, a server, a setting, a file name) as a sentence can hold it: cut, in one line,
 * with nothing in it that cannot be seen or that a surface could take for more than text. Every sentence takes such
 * text through here, or through {@link quoted}, {@link listed} or `quoteName`.
 */
export function visibleStart(text: string, longest = longestName): string {
  const start = text.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
  return visible(start).replace(active, byCodePoint) + (text.length > longest ? '…' : '');
}

/** As {@link visibleStart}, in quotes that it cannot close. */
export function quoted(text: string, longest = longestName): string {
  return `“${visibleStart(text, longest).replaceAll(/[“”]/g, '"')}”`;
}

/** Names that a sentence can hold: as {@link visibleStart}, the first few of them. */
export function listed(names: readonly string[], separator = ', '): string {
  const more = names.length > mostNames ? [`${names.length - mostNames} more`] : [];
  return [...names.slice(0, mostNames).map((name) => visibleStart(name)), ...more].join(separator);
}

const mostNames = 8;

/** Longest sentence, or row of sentences, that a surface is given. */
const longestSaying = 2000;

/**
 * The last guard for text in a notification, a pick, a tree, or a log: nothing in it can act, whatever a sentence let
 * through. Link texts and targets are separated, which is how `[text](command:…)` stops being one.
 */
export function inert(text: string): string {
  const cut = text.length > longestSaying ? `${text.slice(0, longestSaying)}…` : text;
  return cut.split('\n').map(visible).join('\n').replaceAll('](', '] (');
}

function byCodePoint(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** A member name as messages show it: one line, cut, with nothing invisible in it. */
export function quoteName(name: string): string {
  const cut = name.length > 40 ? `${name.slice(0, 39)}…` : name;
  return `"${cut.replace(/[^\x20-\x7e…]|["\\[\]<`]|\$(?=\()/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}
