import { inOrder } from '../../core/token/partOrder.ts';
import { withRawSignature } from '../../core/fixes/tokenFixes.ts';
import type { Token } from '../../core/token/token.ts';
import type { FixOffer } from '../../core/verify/fixOffer.ts';
import { secretMeanings } from '../../core/verify/secretMeanings.ts';
import type { SecretReading } from '../../core/verify/secretMeanings.ts';
import type { VerifyForm } from '../protocol/forms.ts';

const readingLabels: Readonly<Record<SecretReading, string>> = {
  utf8: 'Read as text',
  base64: 'Read as Base64',
  base64url: 'Read as Base64url',
  hex: 'Read as hexadecimal',
  trimmed: 'Remove the white space',
  'line-break': 'Add the line break',
  unquoted: 'Remove the quotes',
  'unquoted-base64': 'Remove the quotes and read as Base64',
  'hex-prefix': 'Read as hexadecimal',
  'base64-prefix': 'Read as Base64',
  'lenient-base64': 'Read as Base64',
};

const tokenFixOffers = {
  'raw-signature': { label: 'Convert the signature', apply: withRawSignature },
  'part-order': { label: 'Put the parts in order', apply: inOrder },
} as const;

/** What the button beside an explanation says. */
export function fixLabel(fix: FixOffer, { choice }: VerifyForm): string {
  switch (fix.kind) {
    case 'read-secret':
      return choice === 'secret' ? readingLabels[fix.as] : 'Store the key again…';
    case 'use-key':
      return 'Use this key';
    case 'refresh-keys':
      return 'Refresh keys';
    case 'add-key':
      return 'Store a key…';
    case 'fix-token':
      return tokenFixOffers[fix.change].label;
    case 'paste-token':
      return 'Paste the whole token';
    case 'set-tolerance':
      return `Allow ${fix.seconds / 60} minutes`;
    case 'change-issuer':
      return 'Change the expected issuer';
    case 'explain-rule':
      return 'What this means';
  }
}

/** The form with what a fix changes in it; `undefined` where the fix lies elsewhere. */
export function fixedForm(form: VerifyForm, fix: FixOffer): VerifyForm | undefined {
  switch (fix.kind) {
    case 'read-secret':
      return form.choice === 'secret' ? { ...form, ...reread(form.keyText, fix.as) } : undefined;
    case 'use-key':
      return { ...form, choice: fix.choice, keyText: '' };
    case 'set-tolerance':
      return { ...form, tolerance: String(fix.seconds) };
    default:
      return undefined;
  }
}

/** The text of a token that can be fixed without a key. */
export function fixedToken(token: Token, change: keyof typeof tokenFixOffers): string | undefined {
  return tokenFixOffers[change].apply(token);
}

function reread(keyText: string, as: SecretReading): Pick<VerifyForm, 'keyText' | 'encoding'> {
  const { encoding, change } = secretMeanings[as];
  return { keyText: change(keyText) ?? keyText, encoding };
}
