import type { JWK } from 'jose';

import { isPrivate, publicHalf } from './jwk.ts';
import { writePem, writePkcs8, writeSpki } from './writeDer.ts';
import { jsonFile } from '../text/printJson.ts';

/** What a key can be copied as. */
export type KeyFormat = 'jwk' | 'pem' | 'publicPem' | 'publicJwks';

export type KeyExport = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/**
 * A key as text: its private half as JWK or PKCS#8, its public half as SPKI or in a JWKS; or why it has no such form.
 */
export function exportKey(jwk: JWK, format: KeyFormat): KeyExport {
  if (format === 'jwk') return { ok: true, text: jsonFile(jwk) };
  if (!isPrivate(jwk))
    return { ok: false, problem: 'A shared secret has no public half and no PEM form. Copy it as a JWK.' };
  if (format === 'publicJwks') return { ok: true, text: jsonFile({ keys: [publicHalf(jwk)] }) };
  const der = format === 'pem' ? writePkcs8(jwk) : writeSpki(publicHalf(jwk));
  return der
    ? { ok: true, text: writePem(format === 'pem' ? 'PRIVATE KEY' : 'PUBLIC KEY', der) }
    : { ok: false, problem: 'PEM is not supported here for keys of this algorithm. Copy the key as a JWK.' };
}
