import { calculateJwkThumbprint } from 'jose';
import { algorithm, signatureAlgorithms } from '../facts/algorithms.ts';
import { misfitOf } from './chooseKey.ts';
import { publicHalf } from './jwk.ts';
import type { KeyInput } from './keyInput.ts';
import { readKeys } from './readKeys.ts';

/** What a list may say of a key. Nothing of a secret depends on its bytes. */
export interface KeySummary {
  /** As the key set names it: what a server wrote, to be shown with care. */
  readonly kid?: string;
  /** `2048-bit RSA public key` */
  readonly description: string;
  /** The only algorithms it may be used with, where something pins them. */
  readonly algorithms?: readonly string[];
  /** RFC 7638, SHA-256, base64url. A secret has none: who knows it could try secrets until one fits. */
  readonly thumbprint?: string;
  /** What is wrong with the key by itself, in sentences. */
  readonly faults: readonly string[];
}

export interface KeyList {
  readonly keys: readonly KeySummary[];
  /** A sentence for each key that cannot be read. */
  readonly problems: readonly string[];
}

/** Every key in some key material, in order. */
export async function summarizeKeys(inputs: readonly KeyInput[]): Promise<KeyList> {
  const { sources, problems } = await readKeys(inputs);
  const keys = sources.map(async ({ key: { jwk, description, algorithms, faults } }): Promise<KeySummary> => {
    const isSecret = jwk.kty === 'oct';
    return {
      description: isSecret ? 'secret' : description,
      faults: isSecret ? [] : faults.map(({ message }) => message),
      ...(jwk.kid !== undefined && { kid: jwk.kid }),
      ...(algorithms && { algorithms }),
      ...(!isSecret && { thumbprint: await calculateJwkThumbprint(publicHalf(jwk)) }),
    };
  });
  return { keys: await Promise.all(keys), problems };
}

/**
 * What tells the keys in some key material apart from others (RFC 7638, SHA-256). Those of secrets must not be shown:
 * see {@link KeySummary}.
 */
export async function thumbprintsOf(inputs: readonly KeyInput[]): Promise<readonly string[]> {
  const { sources } = await readKeys(inputs);
  return Promise.all(sources.map(async ({ key }) => calculateJwkThumbprint(publicHalf(key.jwk))));
}

/**
 * The signature algorithms that an issuer's published keys can check, out of those it says it uses: in its metadata,
 * which speaks of ID tokens only (OpenID Connect Discovery §3), or as the `alg` of a key. Where its metadata says
 * nothing, out of all. None of them is symmetric: a secret that everyone can download proves nothing.
 */
export async function algorithmsOf(
  inputs: readonly KeyInput[],
  advertised: readonly string[],
): Promise<readonly string[]> {
  const { sources } = await readKeys(inputs);
  return signatureAlgorithms.filter((name) => {
    const fact = algorithm(name);
    if (fact === undefined || fact.keyType === 'oct') return false;
    const isStated = advertised.length === 0 || advertised.includes(name);
    return sources.some(({ key }) => (isStated || key.jwk.alg === name) && misfitOf(fact, key) === undefined);
  });
}
