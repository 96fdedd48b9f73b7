import type { FoundToken } from './foundToken.ts';
import { matchEnd } from './glue.ts';
import { LONGEST_BROKEN } from './reading.ts';
import { scan } from './scan.ts';

/** Two digits for each character: its code less 45. */
const DIGITS = new RegExp(`[0-9]{40,${LONGEST_BROKEN}}`, 'y');
const FIRST_CHARACTER = 45;

/** The token of a SMART Health Card whose digits begin at `start`, behind `shc:/`. */
export function healthCardAt(text: string, start: number): FoundToken | undefined {
  const reached = matchEnd(DIGITS, text, start);
  if (reached === undefined) return undefined;
  const end = reached - ((reached - start) % 2);
  const token = text
    .slice(start, end)
    .replace(/../g, (digits) => String.fromCharCode(Number(digits) + FIRST_CHARACTER));
  const [span] = scan(token);
  const isToken = span?.start === 0 && span.end === token.length;
  return isToken ? { start, end, token, pieces: [{ start, end, holds: token.length }] } : undefined;
}

/** A token in the digits of such a QR code. */
export function healthCardDigits(token: string): string {
  return token.replace(/[^]/g, (character) => String(character.charCodeAt(0) - FIRST_CHARACTER).padStart(2, '0'));
}
