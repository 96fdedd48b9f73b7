import type { KeyInput } from '../../core/keys/keyInput.ts';
import { quoted } from '../../core/text/visible.ts';

export type AuthorizationReading =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly problem: string };

/**
 * The `Authorization` header that a stored secret stands for: `Basic …` and the like as they are, a bare word as a
 * bearer token (RFC 9110 §11.6.2, RFC 6750 §2.1). Key material is refused: it must not travel.
 */
export function readAuthorization({ material }: KeyInput, name: string): AuthorizationReading {
  const text = typeof material === 'string' ? material.trim() : '';
  if (!/^(?:[A-Za-z][A-Za-z0-9-]* )?[\x21-\x7e]+$/.test(text) || /^[{[]/.test(text)) {
    return {
      ok: false,
      problem: `The stored secret ${quoted(name)} cannot be used as an authorization header. It must be one word, or a scheme and a word as in “Basic …”.`,
    };
  }
  return { ok: true, value: text.includes(' ') ? text : `Bearer ${text}` };
}
