import { scan } from '../../core/token/scan.ts';
import { isRemembered } from '../protocol/remembered.ts';
import type { VerifyForm } from '../protocol/forms.ts';
import type { Display, Origin, Remembered } from '../protocol/remembered.ts';

/** A form nobody has filled in. */
export const emptyForm: VerifyForm = {
  choice: 'secret',
  encoding: 'utf8',
  keyText: '',
  password: '',
  nonce: '',
  bindingAudience: '',
  issuer: '',
  issuerUnused: false,
  audience: '',
  audienceUnused: false,
  algorithms: [],
  tolerance: '',
};

export const plainDisplay: Display = { asJson: [], utc: false };

/**
 * What the panel may leave on disk. The key's text and what is asked of a single presentation are left out, and so is a
 * field into which a token or the key was put by mistake.
 */
export function remember(form: VerifyForm, display: Display, origin: Origin): Remembered {
  const { keyText, password, nonce: _nonce, bindingAudience: _bindingAudience, ...rest } = form;
  const harmless = (text: string): string =>
    scan(text).length > 0 || [keyText, password].some((secret) => secret !== '' && text.includes(secret)) ? '' : text;
  return {
    version: '1',
    expectations: {
      ...rest,
      issuer: harmless(rest.issuer),
      audience: harmless(rest.audience),
      tolerance: harmless(rest.tolerance),
    },
    display,
    origin,
  };
}

/** What an earlier window left, if it is what this version writes. */
export function recall(state: unknown): Remembered | undefined {
  return isRemembered(state) ? state : undefined;
}
