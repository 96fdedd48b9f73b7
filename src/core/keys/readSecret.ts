import { encodeBase64url, readBase64url } from '../token/base64url.ts';
import type { KeyReading } from './derKey.ts';
import type { SecretEncoding } from './keyInput.ts';
import { whatElse } from './meansKey.ts';
import { decodeBase64 } from './pem.ts';

/** A secret from text in an encoding. As text it is taken as it stands, white space included; digits are not. */
export function readSecret(text: string, encoding: SecretEncoding): KeyReading {
  // Text that is a key is none of a secret either, whatever other encoding it is said to be in.
  const other = encoding === 'utf8' ? undefined : whatElse(text);
  if (other !== undefined) return refusal(other);
  switch (encoding) {
    case 'utf8':
      return secretOfBytes(new TextEncoder().encode(text));
    case 'hex': {
      const digits = text.trim();
      if (!/^(?:[0-9A-Fa-f]{2})*$/.test(digits))
        return refusal('The secret is not hex: it needs pairs of the digits 0-9 and a-f.');
      return secretOfBytes(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
    }
    case 'base64': {
      const digits = text.trim();
      if (digits === '') return secretOfBytes(new Uint8Array());
      const bytes = decodeBase64(digits);
      return bytes ? secretOfBytes(bytes) : refusal('The secret is not base64.');
    }
    case 'base64url': {
      const { bytes, fault } = readBase64url(text.trim());
      return fault === undefined || fault.reason === 'padding'
        ? secretOfBytes(bytes)
        : refusal('The secret is not base64url.');
    }
  }
}

/** A secret, unless the bytes mean to be a key, of which no HMAC is ever computed (RFC 8725 §2.1). */
export function secretOfBytes(bytes: Uint8Array): KeyReading {
  if (bytes.length === 0) return refusal('The secret is empty.');
  const other = whatElse(bytes);
  return other === undefined ? { ok: true, jwk: { kty: 'oct', k: encodeBase64url(bytes) } } : refusal(other);
}

function refusal(sentence: string): KeyReading {
  return { ok: false, problem: sentence };
}
