import { cbc } from '@noble/ciphers/aes.js';

import { derTag, objectIdentifier, readDer, unsignedInteger } from '../text/der.ts';
import type { DerNode } from '../text/der.ts';
import { bytesToBigint } from './bigint.ts';
import type { Effort } from './effort.ts';

/** The PKCS#8 structure inside an encrypted one, or a sentence that names what is missing. */
export type Pkcs8Decryption =
  | { readonly ok: true; readonly pkcs8: Uint8Array }
  | { readonly ok: false; readonly problem: string };

/** RFC 8018 appendix A. */
const pbesOid = { pbes2: '1.2.840.113549.1.5.13', pbkdf2: '1.2.840.113549.1.5.12' } as const;

const hashes: ReadonlyMap<string | undefined, string> = new Map([
  // If no pseudorandom function is given, PBKDF2 uses HMAC-SHA-1 (RFC 8018 A.2).
  [undefined, 'SHA-1'],
  ['1.2.840.113549.2.7', 'SHA-1'],
  ['1.2.840.113549.2.9', 'SHA-256'],
  ['1.2.840.113549.2.10', 'SHA-384'],
  ['1.2.840.113549.2.11', 'SHA-512'],
]);

/** AES in CBC mode (RFC 8018 B.2.5): bits of the key. */
const ciphers: ReadonlyMap<string, number> = new Map([
  ['2.16.840.1.101.3.4.1.2', 128],
  ['2.16.840.1.101.3.4.1.22', 192],
  ['2.16.840.1.101.3.4.1.42', 256],
]);

/** Of PBKDF2: so many take as long as a unit of {@link Effort}. */
const ROUNDS_A_UNIT = 150;

const tooManyRounds = 'There are too many encrypted keys to try the password on all of them.';

/** More iterations than any real key uses. A higher count only keeps the computer busy. */
const maxIterations = 10_000_000n;

const unsupported =
  'This private key is encrypted in a way that is not supported here. Convert it first: openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out key.pem';

/**
 * Decrypts an EncryptedPrivateKeyInfo (RFC 5958 §3) of the kind that OpenSSL writes: PBES2 with PBKDF2 and AES-CBC.
 * `undefined` while there is no password for one that could be decrypted.
 */
export async function decryptPkcs8(
  der: Uint8Array,
  { password, effort }: { readonly password: string | undefined; readonly effort: Effort },
): Promise<Pkcs8Decryption | undefined> {
  const [algorithm, encrypted] = readDer(der)?.children ?? [];
  const scheme = readScheme(algorithm);
  if (!scheme || encrypted?.tag !== derTag.octetString) return { ok: false, problem: unsupported };
  if (password === undefined) return undefined;
  const { salt, iterations, hash, iv, bits } = scheme;
  if (!effort.affords(iterations / ROUNDS_A_UNIT)) return { ok: false, problem: tooManyRounds };
  const { subtle } = crypto;
  const base = await subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, ['deriveBits']);
  const key = await subtle.deriveBits({ name: 'PBKDF2', salt, iterations, hash }, base, bits);
  try {
    // Not with the host's AES, which in browsers has no keys of 192 bits.
    const pkcs8 = cbc(new Uint8Array(key), iv).decrypt(encrypted.contents);
    return readDer(pkcs8) ? { ok: true, pkcs8 } : wrongPassword;
  } catch {
    // With the wrong key the padding at the end is almost never right.
    return wrongPassword;
  }
}

const wrongPassword: Pkcs8Decryption = { ok: false, problem: 'The password of this private key is wrong.' };

interface Scheme {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly iterations: number;
  readonly hash: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bits: number;
}

function readScheme(algorithm: DerNode | undefined): Scheme | undefined {
  const [id, parameters] = algorithm?.children ?? [];
  const [derivation, cipher] = parameters?.children ?? [];
  const [derivationId, derivationParameters] = derivation?.children ?? [];
  if (objectIdentifier(id) !== pbesOid.pbes2 || objectIdentifier(derivationId) !== pbesOid.pbkdf2) return undefined;
  const [salt, rounds, ...rest] = derivationParameters?.children ?? [];
  const hash = hashes.get(objectIdentifier(rest.find(({ tag }) => tag === derTag.sequence)?.children[0]));
  const bits = ciphers.get(objectIdentifier(cipher?.children[0]) ?? '');
  const iv = cipher?.children[1];
  const iterations = bytesToBigint(unsignedInteger(rounds) ?? new Uint8Array());
  if (salt?.tag !== derTag.octetString || iv?.tag !== derTag.octetString || iv.contents.length !== 16) return undefined;
  if (hash === undefined || bits === undefined || iterations < 1n || iterations > maxIterations) return undefined;
  return { salt: copyOf(salt.contents), iterations: Number(iterations), hash, iv: copyOf(iv.contents), bits };
}

/** WebCrypto takes bytes in a buffer of their own. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
