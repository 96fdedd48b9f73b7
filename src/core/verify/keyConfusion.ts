import type { KeyInput } from '../keys/keyInput.ts';
import { certificateOf, publicHalf } from '../keys/jwk.ts';
import type { ParsedKey } from '../keys/parsedKey.ts';
import { toBase64, writePem, writePkcs1, writeSpki } from '../keys/writeDer.ts';
import { decodeUtf8 } from '../token/utf8.ts';

/**
 * Every text and byte string in which a public key lies around, so that an attacker could take it for an HMAC secret (RFC 8725 §2.1).
 * Key text becomes a secret here, to find out whether somebody else did that, and in `fixtures.ts`, to test that nobody falls for it.
 */
export function confusableSecrets({ jwk }: ParsedKey, material: KeyInput['material']): readonly Uint8Array[] {
  if (jwk.kty === 'oct') return [];
  const spki = writeSpki(publicHalf(jwk));
  const pkcs1 = jwk.kty === 'RSA' ? writePkcs1(jwk) : undefined;
  const { kty, crv, n, e, x, y } = jwk;
  const certificate = certificateOf(jwk);
  const texts = [
    ...(typeof material === 'string' ? [material] : material instanceof Uint8Array ? [decodeUtf8(material)] : []),
    ...(certificate ? [writePem('CERTIFICATE', certificate), toBase64(certificate)] : []),
    ...(spki ? [writePem('PUBLIC KEY', spki), toBase64(spki)] : []),
    ...(pkcs1 ? [writePem('RSA PUBLIC KEY', pkcs1)] : []),
    JSON.stringify(publicHalf(jwk)),
    JSON.stringify(publicHalf(jwk), null, 2),
    JSON.stringify({ kty, crv, n, e, x, y }),
    JSON.stringify({ kty, crv, x, y, n, e }),
    JSON.stringify({ kty, e, n, crv, x, y }),
    JSON.stringify({ e, kty, n }),
  ];
  const variants = texts.flatMap((text) => {
    const trimmed = text.trim();
    return [
      text,
      trimmed,
      `${trimmed}\n`,
      trimmed.replaceAll(/\r?\n/g, '\r\n'),
      `${trimmed.replaceAll(/\r?\n/g, '\r\n')}\r\n`,
    ];
  });
  const encoder = new TextEncoder();
  return [
    ...[...new Set(variants)].map((text) => encoder.encode(text)),
    ...[spki, pkcs1].filter((der) => der !== undefined),
  ];
}
