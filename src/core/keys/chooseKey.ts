import { sha256 } from '@noble/hashes/sha2.js';
import type { JWK } from 'jose';

import { namesOfAlgorithms } from '../facts/algorithms.ts';
import type { AlgorithmFact } from '../facts/algorithms.ts';
import { encodeBase64url } from '../text/base64url.ts';
import type { Effort } from './effort.ts';
import { certificateOf, isPrivate } from './jwk.ts';
import { costOfLint } from './lintKey.ts';
import type { KeyFault } from './lintKey.ts';
import type { ParsedKey } from './parsedKey.ts';

/** What a token's header says about the key to use. */
export interface KeyHint {
  readonly kid?: string;
  /** The SHA-256 thumbprint of a certificate, `x5t#S256`. */
  readonly certificateThumbprint?: string;
}

/** Why a key, or every key, cannot be used. */
export interface Misfit {
  readonly ruleId: 'key-not-found' | 'key-type-mismatch' | 'key-alg-mismatch' | 'key-use-mismatch' | 'key-unusable';
  /** Of a `key-unusable`: what is wrong with the key itself. */
  readonly fault?: KeyFault;
  /** A sentence for a person. */
  readonly detail: string;
}

export type ChosenKeys =
  | {
      readonly fitting: readonly ParsedKey[];
      readonly misfit?: never;
      /** Keys that may fit as well, and of which there was no time to see whether they are sound. */
      readonly unjudged: number;
    }
  | {
      readonly fitting: readonly [];
      readonly unjudged: 0;
      readonly misfit: Misfit;
      /** The token names exactly this key, so the token contradicts itself and no key is missing. */
      readonly isNamed: boolean;
    };

/**
 * The keys that may verify a token with this algorithm. A key that its `kid` or `x5t#S256` names goes before all others
 * (RFC 7515 §6).
 */
export async function chooseKeys(
  algorithm: AlgorithmFact,
  hint: KeyHint,
  keys: readonly ParsedKey[],
  effort: Effort,
): Promise<ChosenKeys> {
  const { candidates, isNamed } = candidatesFor(hint, keys);
  if (candidates.length === 0) {
    const detail =
      keys.length === 1
        ? 'The `kid` of the key is not the one that the token names.'
        : `None of the ${keys.length} keys has the \`kid\` that the token names.`;
    return { fitting: [], unjudged: 0, misfit: { ruleId: 'key-not-found', detail }, isNamed: false };
  }
  const fitting: ParsedKey[] = [];
  const misfits: Misfit[] = [];
  let unjudged = effort.ranOut ? candidates.length : 0;
  for (const key of unjudged > 0 ? [] : candidates) {
    if (effort.isTired()) await effort.rest();
    const improper = improperUse(algorithm, key, 'verify');
    if (!(improper ? effort.affords(COST_OF_MISFIT) : effort.affordsOnce(key, costOfLint(key.jwk)))) {
      unjudged += 1;
      continue;
    }
    const misfit = improper ?? unsoundness(key);
    if (misfit) misfits.push(misfit);
    else fitting.push(key);
  }
  const [first, ...others] = misfits;
  if (fitting.length > 0 || unjudged > 0 || !first) return { fitting, unjudged };
  if (others.length === 0) return { fitting: [], unjudged: 0, misfit: first, isNamed };
  const isAlike = others.every(({ ruleId }) => ruleId === first.ruleId);
  const detail = `None of the ${misfits.length} keys can be used with ${algorithm.name}. ${first.detail}`;
  const misfit: Misfit = { ...first, ruleId: isAlike ? first.ruleId : 'key-type-mismatch', detail };
  return { fitting: [], unjudged: 0, misfit, isNamed };
}

/** In units of {@link Effort}: to find that a key does not fit, and to say why. */
const COST_OF_MISFIT = 0.005;

/** Keys without a `kid` stay candidates where no key bears the token's: PEM and secrets have none. */
export function candidatesFor(
  { kid, certificateThumbprint }: KeyHint,
  keys: readonly ParsedKey[],
): { candidates: readonly ParsedKey[]; isNamed: boolean } {
  const byCertificate = keys.filter(
    ({ jwk }) => certificateThumbprint !== undefined && certificateThumbprintOf(jwk) === certificateThumbprint,
  );
  if (byCertificate.length > 0) return { candidates: byCertificate, isNamed: true };
  const byKid = keys.filter(({ jwk }) => kid !== undefined && jwk.kid === kid);
  if (byKid.length > 0) return { candidates: byKid, isNamed: true };
  return { candidates: kid === undefined ? keys : keys.filter(({ jwk }) => jwk.kid === undefined), isNamed: false };
}

/** RFC 7517 §4.9; a key set often has the certificate only. */
function certificateThumbprintOf(jwk: JWK): string | undefined {
  if (jwk['x5t#S256'] !== undefined) return jwk['x5t#S256'];
  if (thumbprints.has(jwk)) return thumbprints.get(jwk);
  const certificate = certificateOf(jwk);
  const thumbprint = certificate && encodeBase64url(sha256(certificate));
  thumbprints.set(jwk, thumbprint);
  return thumbprint;
}

/** Of certificates that keys bring along: each is hashed once, however many signatures ask for it. */
const thumbprints = new WeakMap<JWK, string | undefined>();

/** Why this key cannot make or check a signature with this algorithm. */
export function misfitOf(
  algorithm: AlgorithmFact,
  key: ParsedKey,
  operation: 'verify' | 'sign' = 'verify',
): Misfit | undefined {
  return improperUse(algorithm, key, operation) ?? unsoundness(key);
}

/** By what the key says of itself, which costs nothing. */
function improperUse(
  algorithm: AlgorithmFact,
  { jwk, description, algorithms }: ParsedKey,
  operation: 'verify' | 'sign',
): Misfit | undefined {
  if (algorithms && !algorithms.includes(algorithm.name)) {
    const allowed = algorithms.length > 0 ? namesOfAlgorithms(algorithms) : 'no algorithm at all';
    return {
      ruleId: 'key-alg-mismatch',
      detail: `The key is reserved for ${allowed}, but the token uses ${algorithm.name}.`,
    };
  }
  if (jwk.kty !== algorithm.keyType || !isCurveOf(algorithm, jwk.crv)) {
    return {
      ruleId: 'key-type-mismatch',
      detail: `${algorithm.name} needs ${neededKey(algorithm)}, but this is a ${description}.`,
    };
  }
  if (jwk.kty === 'AKP' && jwk.alg !== algorithm.name) {
    return {
      ruleId: 'key-type-mismatch',
      detail: `${algorithm.name} needs an ${algorithm.name} key, but this is an ${description}.`,
    };
  }
  // RFC 7517 §4.2, §4.3. A private key that may sign has a public half that may verify.
  if (jwk.use !== undefined && jwk.use !== 'sig')
    return { ruleId: 'key-use-mismatch', detail: 'The key is not meant for signatures: its `use` is not `sig`.' };
  const operations = jwk.key_ops;
  const isAllowed = operations?.includes(operation) ?? true;
  if (!isAllowed && !(isPrivate(jwk) && operations?.includes('sign'))) {
    const detail = `The key is not meant for this: its \`key_ops\` does not include \`${operation}\`.`;
    return { ruleId: 'key-use-mismatch', detail };
  }
  return undefined;
}

function unsoundness({ faults }: ParsedKey): Misfit | undefined {
  const fatal = faults.find(({ severity }) => severity === 'error');
  return fatal && { ruleId: 'key-unusable', detail: fatal.message, fault: fatal };
}

function isCurveOf({ curve, family }: AlgorithmFact, crv: string | undefined): boolean {
  // `EdDSA` leaves the curve to the key (RFC 8037 §3.1); X25519 and X448 do not sign.
  if (family === 'EdDSA' && curve === undefined) return crv === 'Ed25519' || crv === 'Ed448';
  return curve === undefined || crv === curve;
}

function neededKey({ keyType, curve }: AlgorithmFact): string {
  switch (keyType) {
    case 'oct':
      return 'a shared secret';
    case 'OKP':
      return `an ${curve ?? 'Ed25519 or Ed448'} key`;
    case 'EC':
      return `a key on the curve ${curve}`;
    default:
      return `an ${keyType} key`;
  }
}
