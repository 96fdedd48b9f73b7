import type { JWK } from 'jose';

import { algorithm } from '../../facts/algorithms.ts';
import type { AlgorithmFact } from '../../facts/algorithms.ts';
import { readDerKey } from '../../keys/derKey.ts';
import { isPrivate, modulusBits } from '../../keys/jwk.ts';
import { adviseOnKey, lintKey, lintKeyWholly, shareFactor } from '../../keys/lintKey.ts';
import type { KeyFault } from '../../keys/lintKey.ts';
import { lintSecret } from '../../keys/lintSecret.ts';
import { decodeBase64 } from '../../keys/pem.ts';
import { base64urlBytes } from '../../text/base64url.ts';
import { member } from '../../text/json.ts';
import type { Span } from '../../text/span.ts';
import { certificateAt, LONGEST_CHAIN } from '../../rules/certificates.ts';
import { spanOf } from '../../rules/rule.ts';
import type { Rule } from '../../rules/rule.ts';
import { keyRules } from '../../rules/keys.ts';
import { locateKeys, locateKeySets, locatePublicKeysAsSecrets } from './locateKeys.ts';
import type { LocatedKey, LocatedKeySet } from './locateKeys.ts';
import type { DocumentHit, TextSubject } from '../textSubject.ts';

/**
 * Rules about keys and key sets that stand in a document. The faults of a key by itself are among the rules about keys
 * you verify with.
 */
export const keyDocumentRules: readonly Rule[] = [
  {
    id: 'jwks-private-material',
    title: 'Private key in a public key set',
    why: 'The file name suggests that the file is published, but it contains a private key or a shared secret. Anyone who gets the file can sign tokens.',
    source: 'RFC 7517 §4, §9.2',
    fix: 'Publish only the public members. If the file was ever published, replace the key.',
    kind: 'content',
    severity: 'error',
    needs: 'document',
  },
  {
    id: 'jwks-mixed-symmetry',
    title: 'Shared secrets and public keys in one set',
    why: 'If a verifier chooses a key only by its ID, an attacker can make it use a public key as a secret, or the reverse.',
    source: 'RFC 8725 §2.1, §3.1',
    fix: 'Keep shared secrets out of sets that contain public keys.',
    kind: 'structure',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'jwks-duplicate-kid',
    title: 'Two keys with the same ID',
    why: 'Verifiers choose keys by ID, so which of the two they use is left to chance.',
    source: 'RFC 7517 §4.5',
    fix: 'Give each key its own ID, such as its thumbprint.',
    kind: 'structure',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'jwk-unreadable',
    title: 'Unreadable key in a key set',
    why: 'Verifiers ignore a key that they cannot read, or refuse the whole set. The tokens of this key then fail.',
    source: 'RFC 7517 §5, RFC 7518 §6',
    fix: 'Write every member that this type of key needs, in base64url without padding.',
    kind: 'structure',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'jwk-no-alg',
    title: 'Key without an algorithm',
    why: 'A key works with exactly one algorithm. Without "alg", each verifier decides which one.',
    source: 'RFC 7517 §4.4, RFC 8725bis §3.1',
    fix: 'Add "alg" to the key.',
    kind: 'structure',
    severity: 'hint',
    needs: 'document',
    optIn: true,
  },
  {
    id: 'cert-key-mismatch',
    title: 'Certificate of another key',
    why: 'The certificate in "x5c" is for another key than the one beside it. Verifiers refuse such a key, or trust the wrong half.',
    source: 'RFC 7517 §4.7',
    fix: 'Put the certificate of this key in "x5c", or leave it out.',
    kind: 'structure',
    severity: 'error',
    needs: 'document',
  },
];

/** What is wrong with the keys of a document. */
export function* findInKeys(subject: TextSubject): Iterable<DocumentHit> {
  const wantsFaults = subject.wants(...keyRules.map(({ id }) => id));
  const wantsJwks = subject.wants('jwks-private-material', 'jwk-no-alg', 'cert-key-mismatch', 'x5c-malformed');
  const isPublished = wantsJwks && isNamedPublic(subject.fileName);
  let moduli = 0;
  for (const key of wantsFaults || wantsJwks ? locateKeys(subject) : []) {
    if (key.jwk.kty === 'RSA') moduli += 1;
    for (const { ruleId, severity, message, member: blamed } of wantsFaults ? faultsOf(key, moduli <= MOST_TESTED) : [])
      yield { ...key.placeOf(blamed), ruleId, severity, message };
    if (wantsJwks && key.form === 'jwk') yield* judgeJwk(key, isPublished);
  }
  for (const place of subject.wants('hmac-secret-is-public-key') ? locatePublicKeysAsSecrets(subject) : []) {
    yield {
      ...spanOf(place),
      ruleId: 'hmac-secret-is-public-key',
      message: 'This is a public key, but a shared secret is expected.',
    };
  }
  if (!subject.wants('jwks-mixed-symmetry', 'jwks-duplicate-kid', 'jwk-unreadable', 'rsa-modulus-broken')) return;
  const wantsModuli = subject.wants('rsa-modulus-broken');
  let left = MOST_BITS;
  for (const set of locateKeySets(subject)) {
    yield* judgeSet(set);
    if (!wantsModuli) continue;
    const rsa = set.keys.filter(({ jwk }) => jwk.kty === 'RSA' && (left -= modulusBits(jwk)) >= 0);
    yield* judgeModuli(rsa);
  }
}

/** Testing whether a modulus is prime takes about ten milliseconds: too long for each key of a large set. */
const MOST_TESTED = 5;

function faultsOf({ jwk }: LocatedKey, isTested: boolean): readonly KeyFault[] {
  if (jwk.kty === 'oct') {
    const fact = hmacOf(jwk);
    return fact ? lintSecret(base64urlBytes(jwk.k), fact) : [];
  }
  // A private key without its public half has nothing to judge yet.
  return jwk.kty === 'EC' && jwk.x === undefined
    ? []
    : [...(isTested ? lintKeyWholly : lintKey)(jwk), ...adviseOnKey(jwk)];
}

/** The algorithm a secret serves: the least demanding one where the key does not say; none where it encrypts. */
function hmacOf({ alg, use, key_ops: operations }: JWK): AlgorithmFact | undefined {
  if (use === 'enc' || operations?.some((operation) => /encrypt|wrap/i.test(operation)) === true) return undefined;
  const fact = algorithm(alg ?? 'HS256');
  return fact?.family === 'HMAC' ? fact : undefined;
}

function* judgeJwk(key: LocatedKey, isPublished: boolean): Iterable<DocumentHit> {
  const { jwk, node, placeOf } = key;
  if (isPublished && (isPrivate(jwk) || jwk.kty === 'oct')) {
    const [name, message] =
      jwk.kty === 'oct'
        ? ['k', 'The file name suggests a public key set, but this is a shared secret.']
        : [
            jwk.kty === 'AKP' ? 'priv' : 'd',
            'The file name suggests a public key set, but this is the private half of a key.',
          ];
    yield { ...placeOf(name), ruleId: 'jwks-private-material', message };
  }
  const signs = jwk.use === undefined ? jwk.crv !== 'X25519' && jwk.crv !== 'X448' : jwk.use === 'sig';
  if (signs && jwk.alg === undefined) {
    yield {
      ...placeOf('kty'),
      ruleId: 'jwk-no-alg',
      message: 'This key does not name its algorithm ("alg").',
    };
  }
  const chain = member(node, 'x5c')?.value;
  const certificates = chain?.type === 'array' ? chain.items.slice(0, LONGEST_CHAIN) : [];
  for (const item of certificates) {
    if (!certificateAt(item))
      yield { ...spanOf(item), ruleId: 'x5c-malformed', message: 'This is not a certificate in standard base64.' };
  }
  if (chain && certificates.length === 0)
    yield { ...placeOf('x5c'), ruleId: 'x5c-malformed', message: '"x5c" must be a list of certificates.' };
  const [certificate] = certificates;
  if (certificate?.type === 'string' && isOfAnotherKey(certificate.value, jwk)) {
    yield {
      ...spanOf(certificate),
      ruleId: 'cert-key-mismatch',
      message: 'This certificate belongs to another key than the one that contains it.',
    };
  }
}

function isOfAnotherKey(certificate: string, jwk: JWK): boolean {
  const bytes = decodeBase64(certificate);
  const reading = bytes && readDerKey(bytes);
  if (!reading?.ok || !reading.certificate) return false;
  const certified = reading.jwk;
  return (['kty', 'crv', 'n', 'e', 'x', 'y', 'pub'] as const).some((name) => certified[name] !== jwk[name]);
}

function* judgeSet({ keys, unreadable }: LocatedKeySet): Iterable<DocumentHit> {
  for (const { start, end, problem } of unreadable)
    yield { start, end, ruleId: 'jwk-unreadable', message: `This key cannot be read. ${problem.replaceAll('`', '"')}` };
  const secret = keys.find(({ jwk }) => jwk.kty === 'oct');
  if (secret && keys.some(({ jwk }) => jwk.kty !== 'oct')) {
    yield {
      ...secret.placeOf('kty'),
      ruleId: 'jwks-mixed-symmetry',
      message: 'This set contains shared secrets and public keys.',
    };
  }
  const earlier = new Map<string, Span>();
  for (const { jwk, placeOf } of keys) {
    if (jwk.kid === undefined) continue;
    const identity = JSON.stringify([jwk.kid, jwk.kty, jwk.alg]);
    const first = earlier.get(identity);
    const place = placeOf('kid');
    if (first) {
      const related = [{ ...first, message: 'The earlier key' }];
      yield {
        ...place,
        ruleId: 'jwks-duplicate-kid',
        message: 'An earlier key in this set has the same ID, type, and algorithm.',
        related,
      };
    }
    earlier.set(identity, first ?? place);
  }
}

/**
 * How many moduli of a document are compared with each other: twenty of 2048 bits take a few hundredths of a second.
 */
const MOST_BITS = 20 * 2048;

function* judgeModuli(keys: readonly LocatedKey[]): Iterable<DocumentHit> {
  for (const [index, { jwk, placeOf }] of keys.entries()) {
    const other = keys.slice(0, index).find((earlier) => shareFactor(earlier.jwk, jwk));
    if (!other) continue;
    yield {
      ...placeOf('n'),
      ruleId: 'rsa-modulus-broken',
      message:
        'This RSA modulus shares a factor with the modulus of another key. Anyone can compute both private keys.',
      related: [{ ...other.placeOf('n'), message: 'The other key' }],
    };
  }
}

/**
 * Whether a file is named as one that is served to everybody: `jwks.json`, anything in `.well-known`; not
 * `private-jwks.json`.
 */
function isNamedPublic(fileName: string): boolean {
  const name = fileName.slice(fileName.lastIndexOf('/') + 1);
  if (/priv|secret/.test(name)) return false;
  return /\b(?:jwks|public)\b/.test(name.replaceAll('_', '-')) || fileName.includes('/.well-known/');
}
