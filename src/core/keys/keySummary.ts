import { calculateJwkThumbprint } from 'jose';
import { algorithm, signatureAlgorithms } from '../facts/algorithms.ts';
import { chooseKeys } from './chooseKey.ts';
import { Effort } from './effort.ts';
import { publicHalf } from './jwk.ts';
import type { KeyInput } from './keyInput.ts';
import { costOfLint } from './lintKey.ts';
import { readKeys } from './readKeys.ts';

/** What a list may say of a key. Nothing of a secret depends on its bytes. */
export interface KeySummary {
  /** As the key set names it: what a server wrote, to be shown with care. */
  readonly kid?: string;
  /** `2048-bit RSA public key` */
  readonly description: string;
  /** The only algorithms it may be used with, where something pins them. */
  readonly algorithms?: readonly string[];
  /** RFC 7638, SHA-256, base64url. A secret has none: anyone who knows it could try secrets until one matches. */
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
  const effort = new Effort();
  const keys: KeySummary[] = [];
  let unjudged = 0;
  for (const { key } of sources) {
    if (effort.isTired()) await effort.rest();
    const { jwk, description, algorithms } = key;
    const isSecret = jwk.kty === 'oct';
    const isJudged = effort.affords(costOfLint(jwk));
    if (!isJudged) unjudged += 1;
    keys.push({
      description: isSecret ? 'secret' : description,
      faults: isSecret || !isJudged ? [] : key.faults.map(({ message }) => message),
      ...(jwk.kid !== undefined && { kid: jwk.kid }),
      ...(algorithms && { algorithms }),
      ...(!isSecret && { thumbprint: await calculateJwkThumbprint(publicHalf(jwk)) }),
    });
  }
  const judged = `There are too many keys to see whether all are sound: ${unjudged} were not looked at.`;
  return { keys, problems: unjudged > 0 ? [...problems, judged] : problems };
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
  const effort = new Effort();
  const found: string[] = [];
  for (const name of signatureAlgorithms) {
    const fact = algorithm(name);
    if (fact === undefined || fact.keyType === 'oct') continue;
    const isStated = advertised.length === 0 || advertised.includes(name);
    const stated = sources.map(({ key }) => key).filter(({ jwk }) => isStated || jwk.alg === name);
    const { fitting } = await chooseKeys(fact, {}, stated, effort);
    if (fitting.length > 0) found.push(name);
  }
  return found;
}
