import { parseToken } from './parse.ts';
import type { Token } from './token.ts';

/** Of all remembered tokens together, in UTF-16 code units: hundreds of ordinary ones, or a few of the longest. */
const MOST_CHARACTERS = 1_000_000;

/** By text, the one asked for last at the end. */
const known = new Map<string, Token>();
let characters = 0;

/**
 * The token that a text is: the same object for the same text as long as it is remembered, with all that was derived
 * from it. So whoever is given a text, and not the token that somebody has read already, does not read it again.
 */
export function tokenOf(text: string): Token {
  const remembered = known.get(text);
  const token = remembered ?? parseToken(text);
  known.delete(text);
  known.set(text, token);
  if (!remembered) makeRoom(text);
  return token;
}

function makeRoom(latest: string): void {
  characters += latest.length;
  for (const [oldest] of known) {
    if (characters <= MOST_CHARACTERS || oldest === latest) return;
    known.delete(oldest);
    characters -= oldest.length;
  }
}
