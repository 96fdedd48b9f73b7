import { encodeBase64url, readBase64url } from '../text/base64url.ts';
import type { KeyReading } from './keyReading.ts';
import type { SecretEncoding } from './keyInput.ts';
import { LONGEST_MATERIAL } from './hiddenLayers.ts';
import { whatElse } from './meansKey.ts';
import { decodeBase64 } from './pem.ts';
import { noKey } from './keyReading.ts';

/** A secret from text in an encoding. As text it is taken as it stands, white space included; digits are not. */
export function readSecret(text: string, encoding: SecretEncoding): KeyReading {
  if (encoding === 'utf8') return secretOfBytes(new TextEncoder().encode(text));
  if (text.length > LONGEST_MATERIAL) return noKey(tooLong);
  // What the text encodes is looked at with it.
  const other = whatElse(text);
  if (other !== undefined) return noKey(other);
  const bytes = decodeSecret(text, encoding);
  return bytes ? asSecret(bytes) : noKey(notEncoded[encoding]);
}

/** The bytes that text is in an encoding, whatever they are; `undefined` if it is not one. */
export function decodeSecret(text: string, encoding: Exclude<SecretEncoding, 'utf8'>): Uint8Array | undefined {
  return decoders[encoding](text.trim());
}

const decoders = {
  hex: (digits: string) =>
    /^(?:[0-9A-Fa-f]{2})*$/.test(digits)
      ? Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
      : undefined,
  base64: (digits: string) => (digits === '' ? new Uint8Array() : decodeBase64(digits)),
  base64url: (digits: string) => {
    const { bytes, fault } = readBase64url(digits);
    return fault === undefined || fault.reason === 'padding' ? bytes : undefined;
  },
} as const;

const notEncoded = {
  hex: 'The secret is not hexadecimal. Use pairs of the digits 0-9 and a-f.',
  base64: 'The secret is not base64.',
  base64url: 'The secret is not base64url.',
} as const;

/** No secret that somebody uses is so long, and to judge one would cost seconds. */
export const tooLong = `This is too long for a secret or a key: more than ${LONGEST_MATERIAL / 1024} KB.`;

/** A secret, unless the bytes mean to be a key, of which no HMAC is ever computed (RFC 8725 §2.1). */
export function secretOfBytes(bytes: Uint8Array): KeyReading {
  if (bytes.length > LONGEST_MATERIAL) return noKey(tooLong);
  const other = whatElse(bytes);
  return other === undefined ? asSecret(bytes) : noKey(other);
}

function asSecret(bytes: Uint8Array): KeyReading {
  return bytes.length === 0
    ? noKey('The secret is empty.')
    : { ok: true, jwk: { kty: 'oct', k: encodeBase64url(bytes) } };
}
