import type { FoundToken } from './foundToken.ts';
import { matchEnd } from './glue.ts';
import { LONGEST_BROKEN } from './reading.ts';
import { scan } from './scan.ts';

/** How the QR code of a SMART Health Card begins. */
export const HEALTH_CARD = 'shc:/';
/** Two digits for each character: its code less 45. One code of several says which it is. */
const DIGITS = new RegExp(`[0-9]{40,${LONGEST_BROKEN}}`, 'y');
const FIRST_CHARACTER = 45;

/** Tokens of SMART Health Cards as their QR codes hold them, `shc:/5676…`, in order. */
export function healthCards(text: string): readonly FoundToken[] {
  const cards: FoundToken[] = [];
  for (let at = text.indexOf(HEALTH_CARD); at >= 0; at = text.indexOf(HEALTH_CARD, at + HEALTH_CARD.length)) {
    const start = at + HEALTH_CARD.length;
    const reached = matchEnd(DIGITS, text, start);
    if (reached === undefined) continue;
    const end = reached - ((reached - start) % 2);
    const token = text
      .slice(start, end)
      .replace(/../g, (digits) => String.fromCharCode(Number(digits) + FIRST_CHARACTER));
    const [span] = scan(token);
    if (span?.start === 0 && span.end === token.length)
      cards.push({ start, end, token, pieces: [{ start, end, holds: token.length }] });
  }
  return cards;
}

/** A token in the digits of such a QR code. */
export function healthCardDigits(token: string): string {
  return token.replace(/[^]/g, (character) => String(character.charCodeAt(0) - FIRST_CHARACTER).padStart(2, '0'));
}
