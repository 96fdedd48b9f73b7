import { agreementCurves, algorithms, namesOfAlgorithms, signatureAlgorithms } from '../facts/algorithms.ts';
import type { AlgorithmFact } from '../facts/algorithms.ts';
import { base64urlBytes } from '../text/base64url.ts';
import { misfitOf } from './chooseKey.ts';
import { isPrivate } from './jwk.ts';
import { maySeal } from './keyOperations.ts';
import type { KeyInput } from './keyInput.ts';
import type { ParsedKey } from './parsedKey.ts';
import { parseKey } from './parseKey.ts';

/** What a key can make, by the names of algorithms in the table's order. */
export interface FittingAlgorithms {
  readonly sign: readonly string[];
  readonly encrypt: readonly string[];
  /**
   * The content encryptions that go with the key: all, but for a secret that is the content encryption key itself
   * (`dir`).
   */
  readonly direct: readonly string[];
}

const contentEncryptions = algorithms.filter(({ use }) => use === 'enc');

const names = (facts: readonly AlgorithmFact[]): readonly string[] => facts.map(({ name }) => name);

/** All that a key can be made for. RFC 8725 §3.2: RSA1_5 is still decrypted, but no longer created. */
export const makeable: FittingAlgorithms = {
  sign: signatureAlgorithms,
  encrypt: names(algorithms.filter(({ use, family }) => use === 'key' && family !== 'RSA1_5')),
  direct: names(contentEncryptions),
};

/** The algorithms for which new tokens can be made with a key. */
export function fittingAlgorithms(key: ParsedKey): FittingAlgorithms {
  const encrypts = (alg: AlgorithmFact, enc: AlgorithmFact): boolean => encryptionMisfit(alg, enc, key) === undefined;
  const direct = algorithms.filter(({ family }) => family === 'direct');
  return {
    sign: names(algorithms.filter((fact) => canSign(key) && isSignature(fact) && !misfitOf(fact, key, 'sign'))),
    encrypt: names(
      algorithms.filter((fact) => fact.use === 'key' && contentEncryptions.some((enc) => encrypts(fact, enc))),
    ),
    direct: names(contentEncryptions.filter((enc) => direct.some((fact) => encrypts(fact, enc)))),
  };
}

/** What can be made with a key, and the `kid` that it has. */
export type Abilities =
  | { readonly ok: true; readonly fitting: FittingAlgorithms; readonly kid?: string }
  | { readonly ok: false; readonly problem: string };

/**
 * What `sign` and `encrypt` can make with key material: of a set they take the first key that is private, and the
 * first.
 */
export async function abilitiesOf(input: KeyInput): Promise<Abilities> {
  const parsed = await parseKey(input);
  if (!parsed.ok) return parsed;
  const [first] = parsed.keys;
  const signer = parsed.keys.find(canSign);
  const { kid } = (signer ?? first)?.jwk ?? {};
  const fitting = {
    sign: signer ? fittingAlgorithms(signer).sign : [],
    encrypt: first ? fittingAlgorithms(first).encrypt : [],
    direct: first ? fittingAlgorithms(first).direct : [],
  };
  return { ok: true, fitting, ...(kid !== undefined && { kid }) };
}

/** Why no token can be encrypted so for this key, in a sentence. */
export function encryptionMisfit(
  alg: AlgorithmFact,
  enc: AlgorithmFact,
  { jwk, description, algorithms: pinned, faults }: ParsedKey,
): string | undefined {
  // RFC 8725 §3.2: still decrypted, but no longer created.
  if (alg.family === 'RSA1_5')
    return 'RSA1_5 is deprecated and not supported for encryption here. RSA-OAEP-256 works with the same keys.';
  if (!isOfType(alg, enc, jwk)) return `A ${description} cannot be used with ${alg.name}.`;
  // The `alg` of a key that is used directly is the content encryption's.
  const name = alg.family === 'direct' ? enc.name : alg.name;
  if (pinned && !pinned.includes(name)) return `The key is reserved for ${namesOfAlgorithms(pinned)}.`;
  if (jwk.use !== undefined && jwk.use !== 'enc') return 'The key is not meant for encryption: its `use` is not `enc`.';
  if (!maySeal(alg.family, jwk))
    return `The key is not meant for ${alg.name}: its \`key_ops\` does not include a matching operation.`;
  return faults.find(({ severity }) => severity === 'error')?.message;
}

function isOfType(alg: AlgorithmFact, enc: AlgorithmFact, { kty, crv, k }: ParsedKey['jwk']): boolean {
  const secretLength = kty === 'oct' ? base64urlBytes(k).length : undefined;
  switch (alg.family) {
    case 'ECDH-ES':
    case 'ECDH-ES-KW':
      return agreementCurves.has(crv ?? '');
    case 'AES-KW':
    case 'AES-GCM-KW':
      return secretLength === alg.keyLength;
    case 'direct':
      return secretLength === enc.keyLength;
    default:
      return kty === alg.keyType;
  }
}

/** Whether it is a secret or a private key. */
export function canSign({ jwk }: ParsedKey): boolean {
  return jwk.kty === 'oct' || isPrivate(jwk);
}

function isSignature({ use, family }: AlgorithmFact): boolean {
  return use === 'sig' && family !== 'none' && family !== 'obsolete';
}
