/** Latin letters, and the code points in hex of letters of other scripts that look like them. */
const lookAlikes: readonly (readonly [string, string])[] = [
  // Cyrillic.
  [
    'ABESIJKMHOPCTYXYGQWVIabesijkmhopctyxhdqwlv',
    '410 412 415 405 406 408 41a 41c 41d 41e 420 421 422 423 425 4ae 50c 51a 51c 474 4c0 430 432 435 455 456 458 43a 43c 43d 43e 440 441 442 443 445 4bb 501 51b 51d 4cf 475',
  ],
  // Greek.
  [
    'ABEZHIKMNOPTYXovaipukcj',
    '391 392 395 396 397 399 39a 39c 39d 39f 3a1 3a4 3a5 3a7 3bf 3bd 3b1 3b9 3c1 3c5 3ba 3f2 3f3',
  ],
  // Armenian, and small capitals of phonetics.
  [
    'ouhiabcdeghijklmnoprtuvwyz',
    '585 57d 570 131 1d00 299 1d04 1d05 1d07 262 29c 26a 1d0a 1d0b 29f 1d0d 274 1d0f 1d18 280 1d1b 1d1c 1d20 1d21 28f 1d22',
  ],
];

const latin: ReadonlyMap<string, string> = new Map(
  lookAlikes.flatMap(([letters, others]) =>
    others
      .split(' ')
      .map((code, at): [string, string] => [String.fromCodePoint(Number.parseInt(code, 16)), letters.charAt(at)]),
  ),
);

const lookAlike = /[\u0131\u0262-\u029f\u0370-\u03ff\u0400-\u058f\u1d00-\u1d22]/g;

/**
 * Full-width and accented letters, and those of other scripts, as the Latin ones that they look like, dashes as
 * hyphens, without invisible characters.
 */
export function plainCharacters(text: string): string {
  if (/^[\t\n\r -~]*$/.test(text)) return text;
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{Pd}\u2212\u00af\u02d7\ufe63]/gu, '-')
    .replaceAll(/(?![\t\n\r])[\p{Cc}\p{Cf}\p{Mn}\u115f\u1160\u3164]/gu, '')
    .replaceAll(lookAlike, (letter) => latin.get(letter) ?? letter);
}
