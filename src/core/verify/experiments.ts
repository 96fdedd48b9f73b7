import { sha256 } from '@noble/hashes/sha2.js';

import type { AlgorithmFact } from '../facts/algorithms.ts';
import { chooseKeys } from '../keys/chooseKey.ts';
import type { Effort } from '../keys/effort.ts';
import { LONGEST_MATERIAL } from '../keys/hiddenLayers.ts';
import { publicHalf } from '../keys/jwk.ts';
import type { KeyInput } from '../keys/keyInput.ts';
import { readDecryptOptions } from '../issuers/options.ts';
import { whatElse } from '../keys/meansKey.ts';
import { snapshot } from '../text/snapshot.ts';
import { parseKey } from '../keys/parseKey.ts';
import type { ParsedKey } from '../keys/parsedKey.ts';
import { readKeys } from '../keys/readKeys.ts';
import { base64urlBytes, encodeBase64url, encodeTextAsBase64url, readBase64url } from '../text/base64url.ts';
import type { Token } from '../token/token.ts';
import { member, parseJson } from '../text/json.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { visibleStart } from '../text/visible.ts';
import { fromDerSignature } from '../token/derSignature.ts';
import { earlierObjects, jsonSpellings } from './jsonSpellings.ts';
import type { EarlierObject } from './jsonSpellings.ts';
import { isSignedWith } from './hmacTarget.ts';
import { confusableLayers, confusableSecrets } from './keyConfusion.ts';
import { isDigestOf, rsaBlockOf } from './rsaBlock.ts';
import { isAlwaysPortable } from './portableSignatures.ts';
import { keyHint } from './checkSignature.ts';
import type { SignatureCheck } from './checkSignature.ts';
import { secretMeanings } from './secretMeanings.ts';
import type { SecretReading } from './secretMeanings.ts';
import { tryWords } from './tryKnownSecrets.ts';
import { knownSecrets } from '../facts/knownSecrets.ts';
import type { Explanation } from './verification.ts';
import { costOfVerifying, signingInput, verifySignature } from './verifySignature.ts';
import type { SignedParts } from './verifySignature.ts';

/** A key of the user's that was not chosen. */
export interface OtherKey {
  /** The id by which the caller knows it. */
  readonly choice: string;
  /** What people call it. */
  readonly label: string;
  readonly keys: readonly KeyInput[];
}

/** A failed check whose signature can be tried again, differently. */
export interface Attempt {
  readonly token: Token;
  readonly fact: AlgorithmFact;
  readonly parts: SignedParts;
  readonly signatureCheck: SignatureCheck;
  readonly otherKeys: (() => Promise<readonly OtherKey[]>) | undefined;
  /** What is left to be spent: experiments end where it does. */
  readonly effort: Effort;
}

type Experiment = (attempt: Attempt) => Promise<Explanation | undefined>;

/** Keys and secrets beyond this number are not experimented with: an explanation is a help, not a search. */
const maxSubjects = 16;

/** What anyone without a key can sign with. Worth knowing even if the algorithm is refused. */
const forgeries: readonly Experiment[] = [publicKeyAsSecret, emptySecret, knownSecret];

/** In JavaScript one check of a signature takes some milliseconds, during which the editor waits. */
function maxVariants({ jwk }: ParsedKey): number {
  return isAlwaysPortable(jwk) ? 16 : 256;
}

/**
 * In the order of what matters most: an attack, then mistakes by how common they are. The first that explains the
 * signature is enough.
 */
const experiments: readonly Experiment[] = [
  publicKeyAsSecret,
  emptySecret,
  otherReading,
  otherKeyOfSet,
  otherKeyOfUser,
  knownSecret,
  derForm,
  otherNonce,
  rewrittenAfterwards,
  alteredAfterwards,
  undoneSignature,
];

/** What would have made the signature match. Each experiment really checks it: nothing here is guessed from looks. */
export async function experiment(attempt: Attempt): Promise<Explanation | undefined> {
  if (attempt.parts.signature.length === 0) return undefined;
  for (const tryOut of attempt.signatureCheck.isRefused ? forgeries : experiments) {
    const explanation = await tryOut(attempt);
    if (explanation) return explanation;
  }
  return undefined;
}

/** RFC 8725 §2.1: the attack that turns a verifier's public key into a secret everybody knows. */
async function publicKeyAsSecret({ fact, parts, signatureCheck, effort }: Attempt): Promise<Explanation | undefined> {
  if (fact.family !== 'HMAC') return undefined;
  const { hash } = fact;
  if (hash !== 'SHA-256' && hash !== 'SHA-384' && hash !== 'SHA-512') return undefined;
  const target = { hash, input: signingInput(parts), signature: parts.signature };
  for (const secret of candidates(signatureCheck)) {
    if (effort.isTired()) await effort.rest();
    if (!effort.affords(0.05 + secret.length / 20_000 + target.input.length / 45_000)) return undefined;
    if (!isSignedWith(target, secret)) continue;
    const detail =
      'Someone signed this token with your public key as an HMAC secret. It is forged (algorithm confusion).';
    return explained('key-confusion-hmac', detail);
  }
  return undefined;
}

/** What somebody may have taken for a secret. */
function* candidates({ sources, refused }: SignatureCheck): Iterable<Uint8Array> {
  const keys = sources.filter(({ key }) => key.jwk.kty !== 'oct').slice(0, maxSubjects);
  for (const { key, input } of keys) yield* confusableSecrets(key, input.material);
  // Text of a key that is not read is none of a secret either, but somebody may have taken it for one.
  const texts = refused
    .map(({ material }) => material)
    .slice(0, maxSubjects)
    .filter(isKeyText);
  for (const material of new Set([...keys.map(({ input }) => input.material), ...texts]))
    yield* confusableLayers(material);
}

function isKeyText(material: KeyInput['material']): boolean {
  const isWhole = typeof material === 'string' || material instanceof Uint8Array;
  return whatElse(isWhole ? material : JSON.stringify(material)) !== undefined;
}

/**
 * HMAC pads its key with zeros, so one zero byte stands for the empty secret and for any number of zeros (RFC 2104 §2).
 */
async function emptySecret({ fact, parts }: Attempt): Promise<Explanation | undefined> {
  if (fact.family !== 'HMAC' || !(await matchesSecret(parts, fact, Uint8Array.of(0)))) return undefined;
  return explained('hmac-empty-key', 'The token was signed with an empty secret. Anyone can make such a token.');
}

async function knownSecret({ token, effort }: Attempt): Promise<Explanation | undefined> {
  const finding = await tryWords(token, knownSecrets, effort);
  return finding && explained(finding.ruleId, finding.message);
}

const readings = Object.entries(secretMeanings) as (readonly [SecretReading, (typeof secretMeanings)[SecretReading]])[];

async function otherReading({ fact, parts, signatureCheck, effort }: Attempt): Promise<Explanation | undefined> {
  if (fact.family !== 'HMAC') return undefined;
  const secrets = signatureCheck.sources.filter(({ key }) => key.jwk.kty === 'oct').slice(0, maxSubjects);
  for (const { input, key } of secrets) {
    const { material } = input;
    if (typeof material !== 'string') continue;
    for (const [as, { label, encoding, change }] of readings) {
      const meant = change(material);
      if (meant === undefined) continue;
      if (!effort.affords(1 + Math.min(material.length, LONGEST_MATERIAL) / 400)) return undefined;
      if (effort.isTired()) await effort.rest();
      const secret = await secretOf({ ...input, material: meant, encoding });
      // As it was read it may be the right one, and refused for something else.
      if (!secret || encodeBase64url(secret) === key.jwk.k || !(await matchesSecret(parts, fact, secret))) continue;
      const detail = `The signature matches if the secret is ${label}.`;
      return { id: 'secret-encoding', detail, fix: { kind: 'read-secret', as } };
    }
  }
  return undefined;
}

async function otherKeyOfSet(attempt: Attempt): Promise<Explanation | undefined> {
  const { fact, parts, signatureCheck, effort } = attempt;
  const keys = signatureCheck.sources.map(({ key }) => key);
  const { fitting } = await chooseKeys(fact, {}, keys, effort);
  for (const key of fitting.slice(0, maxSubjects)) {
    if (!(await holds(attempt, parts, key))) continue;
    const name = key.name === undefined ? '' : ` (${key.name})`;
    const which = keys.length === 1 ? 'The key' : 'Another of the keys';
    const detail = `${which} matches${name}, but it is not the key that the token names.`;
    return { id: 'other-key', detail, fix: { kind: 'explain-rule', ruleId: 'key-not-found' } };
  }
  return undefined;
}

async function otherKeyOfUser(attempt: Attempt): Promise<Explanation | undefined> {
  const { token, fact, parts, otherKeys, effort } = attempt;
  let left = maxSubjects;
  for (const { choice, label, keys } of await answered(otherKeys)) {
    const { sources } = await readKeys(keys, effort);
    const own = sources.map(({ key }) => key);
    const { fitting } = await chooseKeys(fact, keyHint(token), own, effort);
    for (const key of fitting) {
      if (left === 0) return undefined;
      left -= 1;
      if (!(await holds(attempt, parts, key))) continue;
      const detail = `Another of your keys matches: “${visibleStart(label)}”.`;
      return { id: 'other-configured-key', detail, fix: { kind: 'use-key', choice } };
    }
  }
  return undefined;
}

/** They only explain: if they cannot be had, nothing is said of them. */
async function answered(otherKeys: Attempt['otherKeys']): Promise<readonly OtherKey[]> {
  try {
    const given: unknown = snapshot(await otherKeys?.());
    return Array.isArray(given) ? given.filter(isOtherKey) : [];
  } catch {
    return [];
  }
}

function isOtherKey(given: unknown): given is OtherKey {
  const { label, keys } = (given ?? {}) as Partial<OtherKey>;
  return typeof label === 'string' && readDecryptOptions({ keys }).ok;
}

/** RFC 7518 §3.4 wants r‖s where most libraries return DER. */
async function derForm(attempt: Attempt): Promise<Explanation | undefined> {
  const { token, fact, parts, signatureCheck, effort } = attempt;
  const raw = fact.family === 'ECDSA' ? fromDerSignature(parts.signature, (fact.signatureLength ?? 0) / 2) : undefined;
  if (!raw || !signatureCheck.usedKey) return undefined;
  const keys = signatureCheck.sources.map(({ key }) => key);
  const { fitting } = await chooseKeys(fact, keyHint(token), keys, effort);
  const signed = { ...parts, signature: raw };
  let ending = 'It does not match the key in either form.';
  for (const key of fitting.slice(0, maxSubjects)) {
    if (!(await holds(attempt, signed, key))) continue;
    ending = 'Written as r and s, it matches the key.';
    break;
  }
  return {
    id: 'ecdsa-der-signature',
    detail: `The signature is in DER form, which JWS does not use. ${ending}`,
    fix: { kind: 'fix-token', change: 'raw-signature' },
  };
}

/**
 * Microsoft signs tokens for its own APIs with the SHA-256 of `nonce` in the header: nobody else is to verify them.
 * github.com/AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet/issues/609
 */
async function otherNonce(attempt: Attempt): Promise<Explanation | undefined> {
  const { parts, signatureCheck } = attempt;
  const { usedKey } = signatureCheck;
  const header = decodeUtf8(readBase64url(parts.header).bytes);
  const reading = parseJson(header);
  const nonce = reading.ok ? member(reading.root, 'nonce')?.value : undefined;
  if (!usedKey || nonce?.type !== 'string') return undefined;
  const hashed = encodeBase64url(sha256(new TextEncoder().encode(nonce.value)));
  const signedHeader = `${header.slice(0, nonce.start)}"${hashed}"${header.slice(nonce.end)}`;
  const signed = { ...parts, header: encodeTextAsBase64url(signedHeader) };
  if (!(await holds(attempt, signed, usedKey))) return undefined;
  const detail =
    'The signature matches if "nonce" in the header is replaced by its SHA-256 hash. Microsoft issues such tokens for its own APIs. Only they can verify the token.';
  return { id: 'hashed-nonce', detail, fix: { kind: 'explain-rule', ruleId: 'signature-invalid' } };
}

/** An RSA signature can be undone with the public key: that tells whether the key is right, and what was signed. */
async function undoneSignature(attempt: Attempt): Promise<Explanation | undefined> {
  const { fact, parts, signatureCheck, effort } = attempt;
  const { usedKey } = signatureCheck;
  const content = signingInput(parts);
  const cost = usedKey && costOfVerifying(parts, usedKey.jwk) + 5 + content.length / 9000;
  if (fact.keyType !== 'RSA' || !usedKey || cost === undefined || !effort.affords(cost)) return undefined;
  if (effort.isTired()) await effort.rest();
  const block = rsaBlockOf(usedKey.jwk, parts.signature, content);
  if (!block) return undefined;
  const why = { kind: 'explain-rule', ruleId: 'signature-invalid' } as const;
  if (block.scheme === 'PSS') {
    const detail = `The key is right, but the token was signed as RSASSA-PSS with ${block.hash} and a salt of ${block.saltLength} bytes. ${wantedOf(fact)}`;
    return { id: 'other-padding', detail, fix: why };
  }
  if (isDigestOf(block.hash, block.digest, content)) {
    const detail = `The key is right, but the token was signed as RSASSA-PKCS1-v1_5 with ${block.hash}. ${wantedOf(fact)}`;
    return { id: 'other-padding', detail, fix: why };
  }
  const detail = `The key is right, but it signed other content (with ${block.hash}). The header or the payload was changed after signing, or the signature is that of another token.`;
  return { id: 'other-content', detail, fix: why };
}

/** `RS512 requires RSASSA-PKCS1-v1_5 with SHA-512.` */
function wantedOf({ name, family, hash = 'SHA-256' }: AlgorithmFact): string {
  const salt = Number(hash.slice('SHA-'.length)) / 8;
  return family === 'RSA-PSS'
    ? `${name} requires RSASSA-PSS with ${hash} and a salt of ${salt} bytes (RFC 7518 §3.5).`
    : `${name} requires RSASSA-PKCS1-v1_5 with ${hash} (RFC 7518 §3.3).`;
}

/** The claims are as signed but written differently: somebody decoded and encoded them again. */
async function rewrittenAfterwards(attempt: Attempt): Promise<Explanation | undefined> {
  for (const { part, signed } of spellingsOf(attempt.parts)) {
    if (!(await heldBefore(attempt, signed))) continue;
    return altered(`The ${part} was rewritten after signing. It is the same JSON, but with other spaces or escapes.`);
  }
  return undefined;
}

function* spellingsOf(parts: SignedParts): Iterable<{ readonly part: string; readonly signed: SignedParts }> {
  const { header, payload } = parts;
  if (typeof payload !== 'string' || !parts.encodesPayload) return;
  for (const spelling of jsonSpellings(payload)) yield { part: 'payload', signed: { ...parts, payload: spelling } };
  for (const spelling of jsonSpellings(header)) yield { part: 'header', signed: { ...parts, header: spelling } };
}

/**
 * One member has another form than when it was signed, or was not there. A changed value cannot be found out, only that
 * something changed.
 */
async function alteredAfterwards(attempt: Attempt): Promise<Explanation | undefined> {
  let left = attempt.signatureCheck.usedKey ? maxVariants(attempt.signatureCheck.usedKey) : 0;
  for (const { what, earlier, signed } of earlierParts(attempt.parts)) {
    if (--left < 0) return undefined;
    if (!(await heldBefore(attempt, signed))) continue;
    return altered(
      `The ${what} “${visibleStart(earlier.member)}” was ${earlier.change} after signing. Without this change, the signature matches.`,
    );
  }
  return undefined;
}

interface EarlierParts {
  readonly what: string;
  readonly earlier: EarlierObject;
  readonly signed: SignedParts;
}

function* earlierParts(parts: SignedParts): Iterable<EarlierParts> {
  const { header, payload } = parts;
  if (typeof payload !== 'string' || !parts.encodesPayload) return;
  for (const earlier of earlierObjects(payload))
    yield { what: 'claim', earlier, signed: { ...parts, payload: earlier.segment } };
  for (const earlier of earlierObjects(header))
    yield { what: 'header parameter', earlier, signed: { ...parts, header: earlier.segment } };
}

/** Whether the signature holds for what the token may have said before. To write that costs as much as to check it. */
async function heldBefore(attempt: Attempt, signed: SignedParts): Promise<boolean> {
  const { signatureCheck, effort } = attempt;
  const { usedKey } = signatureCheck;
  return usedKey !== undefined && effort.affords(signed.payload.length / 4096) && holds(attempt, signed, usedKey);
}

function altered(detail: string): Explanation {
  return { id: 'rewritten', detail, fix: { kind: 'explain-rule', ruleId: 'signature-invalid' } };
}

/** What a rule of the same name says more about. */
function explained(ruleId: string, detail: string): Explanation {
  return { id: ruleId, detail, fix: { kind: 'explain-rule', ruleId } };
}

/** Whether a signature holds with a key; not where that cannot be afforded. */
async function holds({ fact, effort }: Attempt, parts: SignedParts, { jwk }: ParsedKey): Promise<boolean> {
  if (!effort.affords(costOfVerifying(parts, jwk))) return false;
  if (effort.isTired()) await effort.rest();
  return (await verifySignature(parts, fact.name, publicHalf(jwk))) === 'valid';
}

async function matchesSecret(parts: SignedParts, fact: AlgorithmFact, secret: Uint8Array): Promise<boolean> {
  return (await verifySignature(parts, fact.name, { kty: 'oct', k: encodeBase64url(secret) })) === 'valid';
}

async function secretOf(input: KeyInput): Promise<Uint8Array | undefined> {
  const parsed = await parseKey(input);
  const jwk = parsed.ok ? parsed.keys[0]?.jwk : undefined;
  return jwk?.kty === 'oct' ? base64urlBytes(jwk.k) : undefined;
}
