import { CompactEncrypt } from 'jose';

import { algorithm } from '../facts/algorithms.ts';
import { publicHalf } from '../keys/jwk.ts';
import { encryptionMisfit } from '../keys/fittingAlgorithms.ts';
import type { KeyInput } from '../keys/keyInput.ts';
import { parseKey } from '../keys/parseKey.ts';
import { encodeBase64url } from '../text/base64url.ts';
import { sealContent } from './contentCipher.ts';
import { wrapContentKey } from './contentKey.ts';
import type { KeyManagement } from './contentKey.ts';
import { hostLacks, isNotSupported } from './hostEncryption.ts';
import { MakingError } from './makingError.ts';
import { pack } from '../keys/packing.ts';
import { readMaking } from '../issuers/options.ts';

export interface EncryptOptions {
  /** The recipient's public key, or a shared secret or password. */
  readonly key: KeyInput;
  /** With `alg` and `enc`. */
  readonly header: object;
}

/** What OWASP advises for PBKDF2 with SHA-256. */
const iterations = 600_000;

/**
 * Makes a compact JWE (RFC 7516 §7.1). Text is encrypted as it is; an object as its JSON. Throws a {@link MakingError}
 * where key, algorithm and content encryption do not go together.
 */
export async function encrypt(plaintext: object | string, options: EncryptOptions): Promise<string> {
  const reading = readMaking(plaintext, options);
  if (!reading.ok) throw new MakingError(reading.fault.code, reading.fault.message);
  const { content: text, key: input, header: given } = reading.making;
  const { alg: algName, enc: encName } = given;
  const alg = typeof algName === 'string' ? algorithm(algName) : undefined;
  const enc = typeof encName === 'string' ? algorithm(encName) : undefined;
  if (alg?.use !== 'key') throw new MakingError('algorithm', 'The algorithm (`alg`) does not encrypt a key.');
  if (enc?.use !== 'enc') throw new MakingError('content-encryption', 'The content encryption (`enc`) is unknown.');

  const parsed = await parseKey(input);
  const [key] = parsed.ok ? parsed.keys : [];
  if (!key) throw new MakingError('key-unreadable', parsed.ok ? 'No key was specified.' : parsed.problem);
  const misfit = encryptionMisfit(alg, enc, key);
  if (misfit !== undefined) throw new MakingError('key-unfit', misfit);

  const { kid } = key.jwk;
  const whole = { alg: alg.name, enc: enc.name, ...(kid !== undefined && { kid }), ...given };
  const content = new TextEncoder().encode(text);
  try {
    return await seal({ alg, enc, header: whole, jwk: key.jwk }, content);
  } catch (error) {
    if (error instanceof MakingError) throw error;
    throw new MakingError('key-unfit', `${alg.name} with ${enc.name} is not possible with this key.`, { cause: error });
  }
}

/** With the crypto of the host, if possible. */
async function seal(management: KeyManagement, content: Uint8Array): Promise<string> {
  const { alg, enc, header, jwk } = management;
  if (await hostLacks(alg, enc, jwk)) return sealHere(management, content);
  const encryption = new CompactEncrypt(content).setProtectedHeader({ ...header, alg: alg.name, enc: enc.name });
  if (alg.family === 'PBES2') encryption.setKeyManagementParameters({ p2c: iterations });
  try {
    // What `key_ops` says has been judged: jose knows fewer words for it.
    const { key_ops: _judged, ...recipient } = publicHalf(jwk);
    return await encryption.encrypt(recipient);
  } catch (error) {
    if (isNotSupported(error)) return sealHere(management, content);
    throw error;
  }
}

/** What the host, and therefore jose, does not support. */
async function sealHere(management: KeyManagement, content: Uint8Array): Promise<string> {
  const { enc, header } = management;
  const { zip, crit } = header;
  if (crit !== undefined || (zip !== undefined && zip !== 'DEF'))
    throw new MakingError('header', 'Critical extensions, and compression other than DEF, are not supported here.');
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
