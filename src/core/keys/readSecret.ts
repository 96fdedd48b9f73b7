import { encodeBase64url, readBase64url } from '../token/base64url.ts';
import { decodeUtf8 } from '../token/utf8.ts';
import type { KeyReading } from './derKey.ts';
import type { SecretEncoding } from './keyInput.ts';
import { readOpenSshLine } from './openSsh.ts';
import { decodeBase64, looksLikePem } from './pem.ts';

/** A secret from text in an encoding. As text it is taken as it stands, white space included; digits are not. */
export function readSecret(text: string, encoding: SecretEncoding): KeyReading {
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

export function secretOfBytes(bytes: Uint8Array): KeyReading {
  if (bytes.length === 0) return refusal('The secret is empty.');
  return isKeyText(bytes)
    ? refusal(
        'This secret is the text of a key: give the key itself. Whoever has the public key would know such a secret.',
      )
    : { ok: true, jwk: { kty: 'oct', k: encodeBase64url(bytes) } };
}

/** Whether the bytes are PEM, an OpenSSH line or a JWK, of which no HMAC is ever computed (RFC 8725 §2.1). */
function isKeyText(bytes: Uint8Array): boolean {
  const text = decodeUtf8(bytes);
  return looksLikePem(text) || readOpenSshLine(text) !== undefined || /^\s*\{[^]*"kty"\s*:/.test(text);
}

function refusal(sentence: string): KeyReading {
  return { ok: false, problem: sentence };
}
