import { inOrder } from '../core/token/partOrder.ts';
import { withRawSignature } from '../core/fixes/tokenFixes.ts';
import { toBase64 } from '../core/keys/writeDer.ts';
import type { ParsedToken } from '../core/token/token.ts';
import type { Remedy, SecretReading } from '../core/verify/fixOffer.ts';
import type { VerifyForm } from './protocol.ts';

const readingLabels: Readonly<Record<SecretReading, string>> = {
  utf8: 'Read it as text',
  base64: 'Read it as Base64',
  base64url: 'Read it as Base64url',
  hex: 'Read it as hexadecimal',
  trimmed: 'Take the white space away',
  'line-break': 'Add the line break',
};

const cures = {
  'raw-signature': { label: 'Convert the signature', apply: withRawSignature },
  'part-order': { label: 'Put the parts in order', apply: inOrder },
} as const;

/** What the button beside an explanation says. */
export function remedyLabel(remedy: Remedy, { choice }: VerifyForm): string {
  switch (remedy.kind) {
    case 'read-secret':
      return choice === 'secret' ? readingLabels[remedy.as] : 'Store the key again…';
    case 'use-key':
      return 'Use that key';
    case 'refresh-keys':
      return 'Fetch the keys again';
    case 'add-key':
      return 'Store a key…';
    case 'mend-token':
      return cures[remedy.cure].label;
    case 'paste-token':
      return 'Paste the whole token';
    case 'set-tolerance':
      return `Allow ${remedy.seconds / 60} minutes`;
    case 'change-issuer':
      return 'Change the expected issuer';
    case 'explain-rule':
      return 'What this means';
  }
}

/** The form with what a remedy changes in it; `undefined` where the remedy lies elsewhere. */
export function mendForm(form: VerifyForm, remedy: Remedy): VerifyForm | undefined {
  switch (remedy.kind) {
    case 'read-secret':
      return form.choice === 'secret' ? { ...form, ...reread(form.keyText, remedy.as) } : undefined;
    case 'use-key':
      return { ...form, choice: remedy.choice, keyText: '' };
    case 'set-tolerance':
      return { ...form, tolerance: String(remedy.seconds) };
    default:
      return undefined;
  }
}

/** The text of a token that can be mended without a key. */
export function mendToken(token: ParsedToken, cure: keyof typeof cures): string | undefined {
  return cures[cure].apply(token);
}

/** The field has one line, so a secret that ends with a line break is written in base64. */
function reread(keyText: string, as: SecretReading): Pick<VerifyForm, 'keyText' | 'encoding'> {
  switch (as) {
    case 'trimmed':
      return { keyText: keyText.trim(), encoding: 'utf8' };
    case 'line-break':
      return { keyText: toBase64(new TextEncoder().encode(`${keyText}\n`)), encoding: 'base64' };
    default:
      return { keyText, encoding: as };
  }
}
