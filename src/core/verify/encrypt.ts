import { CompactEncrypt } from 'jose';

import { algorithm } from '../facts/algorithms.ts';
import { publicHalf } from '../keys/jwk.ts';
import { encryptionMisfit } from '../keys/fittingAlgorithms.ts';
import type { KeyInput } from '../keys/keyInput.ts';
import { parseKey } from '../keys/parseKey.ts';
import { encodeBase64url } from '../token/base64url.ts';
import { sealContent } from './contentCipher.ts';
import { type KeyManagement, wrapContentKey } from './contentKey.ts';
import { hostLacks, isNotSupported } from './hostEncryption.ts';
import { pack } from './packing.ts';

export interface EncryptOptions {
  /** The recipient's public key, or a shared secret or password. */
  readonly key: KeyInput;
  /** With `alg` and `enc`. */
  readonly header: object;
}

/** What OWASP advises for PBKDF2 with SHA-256. */
const iterations = 600_000;

/**
 * Makes a compact JWE (RFC 7516 §7.1). Text is encrypted as it is; an object as its JSON. Throws an `Error` with a sentence for a person where
 * key, algorithm and content encryption do not go together.
 */
export async function encrypt(plaintext: object | string, { key: input, header }: EncryptOptions): Promise<string> {
  const given: Record<string, unknown> = { ...header };
  const { alg: algName, enc: encName } = given;
  const alg = typeof algName === 'string' ? algorithm(algName) : undefined;
  const enc = typeof encName === 'string' ? algorithm(encName) : undefined;
  if (alg?.use !== 'key') throw new Error('The algorithm (`alg`) is none that encrypts a key.');
  if (enc?.use !== 'enc') throw new Error('The content encryption (`enc`) is none that is known.');

  const parsed = await parseKey(input);
  const [key] = parsed.ok ? parsed.keys : [];
  if (!key) throw new Error(parsed.ok ? 'No key was given.' : parsed.problem);
  const misfit = encryptionMisfit(alg, enc, key);
  if (misfit !== undefined) throw new Error(misfit);

  const { kid } = key.jwk;
  const whole = { alg: alg.name, enc: enc.name, ...(kid !== undefined && { kid }), ...given };
  const content = new TextEncoder().encode(typeof plaintext === 'string' ? plaintext : JSON.stringify(plaintext));
  if (await hostLacks(alg, enc, key.jwk)) return sealHere({ alg, enc, header: whole, jwk: key.jwk }, content);
  const encryption = new CompactEncrypt(content).setProtectedHeader(whole);
  if (alg.family === 'PBES2') encryption.setKeyManagementParameters({ p2c: iterations });
  try {
    // What `key_ops` says has been judged: jose knows fewer words for it.
    const { key_ops: _judged, ...recipient } = publicHalf(key.jwk);
    return await encryption.encrypt(recipient);
  } catch (error) {
    if (isNotSupported(error)) return sealHere({ alg, enc, header: whole, jwk: key.jwk }, content);
    throw new Error(`${alg.name} with ${enc.name} is not possible with this key.`, { cause: error });
  }
}

/** What the host lacks, and jose with it. */
async function sealHere(management: KeyManagement, content: Uint8Array): Promise<string> {
  const { enc, header } = management;
  const { zip, crit } = header;
  if (crit !== undefined || (zip !== undefined && zip !== 'DEF'))
    throw new Error('Critical extensions, and compression other than DEF, cannot be made here.');
  const { contentKey, encryptedKey, parameters } = await wrapContentKey(management, iterations);
  const encoder = new TextEncoder();
  const first = encodeBase64url(encoder.encode(JSON.stringify({ ...header, ...parameters })));
  const { iv, ciphertext, tag } = sealContent(
    enc,
    contentKey,
    zip === 'DEF' ? await pack(content) : content,
    encoder.encode(first),
  );
  return [first, ...[encryptedKey, iv, ciphertext, tag].map(encodeBase64url)].join('.');
}
