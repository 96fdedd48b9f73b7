import { errors, flattenedDecrypt } from 'jose';
import type { FlattenedJWE } from 'jose';

import { algorithm, namesOfAlgorithms } from '../facts/algorithms.ts';
import type { AlgorithmFact } from '../facts/algorithms.ts';
import { candidatesFor } from '../keys/chooseKey.ts';
import { Effort } from '../keys/effort.ts';
import { isJwk, isPrivate, readJwk } from '../keys/jwk.ts';
import { mayOpen } from '../keys/keyOperations.ts';
import { costOfLint, lintKey } from '../keys/lintKey.ts';
import type { KeyInput } from '../keys/keyInput.ts';
import type { ParsedKey } from '../keys/parsedKey.ts';
import { readKeys } from '../keys/readKeys.ts';
import type { GivenKeys } from '../keys/readKeys.ts';
import { base64urlBytes } from '../text/base64url.ts';
import { member, toPlain } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';
import { innerToken } from '../token/nested.ts';
import { readBytesPart } from '../token/textPart.ts';
import { parseToken } from '../token/parse.ts';
import type { Token } from '../token/token.ts';
import { openContent } from './contentCipher.ts';
import { unwrapContentKey } from './contentKey.ts';
import { checkEncoding } from './checkEncoding.ts';
import { hostLacks, isNotSupported } from './hostEncryption.ts';
import { unpack } from '../keys/packing.ts';
import { readDecryptOptions } from '../issuers/options.ts';
import { stringMember } from '../token/stringPart.ts';

/**
 * The result of decrypting a token. `unsupported`: this host lacks the algorithm, which says nothing about key or
 * token.
 */
export interface Decryption {
  readonly outcome: 'decrypted' | 'failed' | 'unsupported';
  readonly plaintext?: Uint8Array;
  /** The token that was encrypted, if the plaintext is one (RFC 7519 §5.2). */
  readonly nested?: string;
  /** The header, which is readable without a key. */
  readonly header?: Record<string, unknown>;
  /** A sentence for a person, unless it was decrypted. */
  readonly reason?: string;
}

/**
 * Twice what OWASP advises; a token that asks for more only keeps the computer busy (draft-ietf-oauth-rfc8725bis
 * §3.13).
 */
const maxIterations = 1_200_000;

const tooManyRounds = `The token asks for more than ${maxIterations.toLocaleString('en')} iterations (\`p2c\`), which is refused because it can stop a server.`;

/** What compressed content may grow to (draft-ietf-oauth-rfc8725bis §3.15). */
const maxUnpackedBytes = 250_000;
const unpackingFailed = `The content is damaged, or unpacks to more than ${maxUnpackedBytes / 1000} KB.`;

interface Envelope {
  readonly token: Token;
  readonly header: JsonNode;
  readonly alg: AlgorithmFact;
  readonly enc: AlgorithmFact;
}

/**
 * Decrypts a JWE (RFC 7516 §5.2), compact or in JSON serialization, with the first of the given keys that opens it for
 * one of its recipients. Never throws on any token or key material.
 */
export async function decrypt(text: string, options: { readonly keys: readonly KeyInput[] }): Promise<Decryption> {
  return typeof text === 'string' ? decryptToken(parseToken(text), options) : failed('The token must be text.');
}

/** As {@link decrypt}, of a token that was read already. */
export async function decryptToken(token: Token, given: { readonly keys: readonly KeyInput[] }): Promise<Decryption> {
  const reading = readDecryptOptions(given);
  if (!reading.ok) return failed(reading.fault);
  if (token.kind !== 'jwe' && token.kind !== 'jwe-json')
    return failed(token.problem?.message ?? 'This is not an encrypted token.');
  const opening = { given: await readKeys(reading.value.keys), effort: new Effort(), rounds: { left: maxIterations } };
  const { effort } = opening;
  let first: { readonly answer: Decryption; readonly view: Token } | undefined;
  for (const view of token.views ?? [token]) {
    if (effort.isTired()) await effort.rest();
    // A header may be long, and all recipients share it.
    if (!effort.affords((view.header?.text.length ?? 0) / HEADER_A_UNIT)) break;
    const answer = await openView(view, opening);
    if (answer.outcome === 'decrypted') return withHeader(answer, view);
    // Of several recipients, what says most is that the host could not even try.
    if (!first || (first.answer.outcome === 'failed' && answer.outcome === 'unsupported')) first = { answer, view };
  }
  if (!first) return failed('The token has no recipients.');
  return withHeader(effort.ranOut ? failed(tooManyKeys) : first.answer, first.view);
}

/** In characters: so many are looked at in a unit of {@link Effort}. */
const HEADER_A_UNIT = 4096;

function withHeader(answer: Decryption, { header }: Token): Decryption {
  return header?.json ? { ...answer, header: toPlain(header.json) as Record<string, unknown> } : answer;
}

/** What all recipients of a token are opened with. */
interface Opening {
  readonly given: GivenKeys;
  readonly effort: Effort;
  /** Of all passwords and recipients together, which must not ask for more than one may. */
  readonly rounds: { left: number };
}

async function openView(token: Token, opening: Opening): Promise<Decryption> {
  const header = token.header?.json;
  if (!header) return failed(token.problem?.message ?? 'The header cannot be read.');
  const answer = await open(token, header, opening);
  const content = answer.plaintext && readBytesPart('payload', answer.plaintext);
  const nested = content && innerToken(content, token.protectedHeader);
  return {
    ...answer,
    ...(nested && { nested: content.text.slice(nested.start, nested.end) }),
  };
}

/** The members of the JSON serialization, which holds all that the compact one does (RFC 7516 §7.2.2). */
function flattenedOf({ flattened, segments }: Token): FlattenedJWE {
  const [header, key, iv, content, tag] = segments.map(({ text }) => text);
  const compact = { protected: header, encrypted_key: key, iv, ciphertext: content, tag };
  const filled = Object.entries(flattened ?? compact).filter(([, value]) => value !== '' && value !== undefined);
  return { ciphertext: '', ...Object.fromEntries(filled) };
}

async function open(token: Token, header: JsonNode, { given, effort, rounds }: Opening): Promise<Decryption> {
  const alg = algorithm(stringMember(header, 'alg')?.value ?? '');
  const enc = algorithm(stringMember(header, 'enc')?.value ?? '');
  if (!alg) return unsupported('The algorithm (`alg`) is not registered for JOSE.');
  if (!enc) return unsupported('The content encryption (`enc`) is not registered for JOSE.');
  if (alg.use !== 'key') return failed(`${alg.name} is not an algorithm for encrypting a key.`);
  if (enc.use !== 'enc') return failed(`${enc.name} is not a content encryption algorithm.`);
  // RFC 7516 §5.2, steps 2 to 4. jose forgives it; and of a token that is too long only the header has been read.
  const encoding = checkEncoding(token, undefined);
  if (encoding.outcome !== 'pass') return failed(encoding.detail);
  const fault = faultOfParameters(alg, header);
  if (fault !== undefined) return failed(fault);

  const { sources, problems } = given;
  const kid = stringMember(header, 'kid')?.value;
  const keys = sources.map(({ key }) => key);
  const { candidates } = candidatesFor(kid === undefined ? {} : { kid }, keys);
  const envelope = { token, header, alg, enc };
  const reasons: string[] = [...problems];
  for (const key of candidates) {
    if (!effort.affords(0.02)) return failed(tooManyKeys);
    if (effort.isTired()) await effort.rest();
    const improper = envelopeMisfit(envelope, key);
    if (improper === undefined && !effort.affordsOnce(key, costOfLint(key.jwk))) return failed(tooManyKeys);
    const misfit = improper ?? key.faults.find(({ severity }) => severity === 'error')?.message;
    if (misfit === undefined) {
      if (!effort.affords(costOfOpening(envelope, key))) return failed(tooManyKeys);
      rounds.left -= iterationsOf(token);
      if (rounds.left < 0) return failed(tooManyRounds);
      const answer = await openWith(envelope, key);
      if (answer.outcome !== 'failed') return answer;
      reasons.unshift(answer.reason ?? '');
    } else {
      reasons.push(misfit);
    }
  }
  if (sources.length === 0 && problems.length === 0) return failed('No key was specified.');
  return failed(reasons[0] ?? 'None of the keys has the `kid` that the token names.');
}

async function openWith(envelope: Envelope, key: ParsedKey): Promise<Decryption> {
  const { token, alg, enc } = envelope;
  try {
    if (await hostLacks(alg, enc, key.jwk)) return await openHere(envelope, key);
    // What `key_ops` says has been judged: jose knows fewer words for it.
    const { key_ops: _judged, ...own } = key.jwk;
    const { plaintext } = await flattenedDecrypt(flattenedOf(token), own, {
      keyManagementAlgorithms: [alg.name],
      contentEncryptionAlgorithms: [enc.name],
      maxPBES2Count: maxIterations,
      maxDecompressedLength: maxUnpackedBytes,
    });
    return { outcome: 'decrypted', plaintext };
  } catch (error) {
    // This does not help with what nothing supports, such as critical extensions.
    if (isNotSupported(error)) return openHere(envelope, key);
    if (error instanceof errors.JWEInvalid && stringMember(envelope.header, 'zip')?.value !== undefined)
      return failed(unpackingFailed);
    if (error instanceof errors.JWEInvalid) return failed('A part of the token is missing or malformed.');
    return failed(`The ${key.description} does not decrypt the token. It is the wrong key, or the token was changed.`);
  }
}

/** What the host, and therefore jose, does not support. */
async function openHere({ token, header, alg, enc }: Envelope, key: ParsedKey): Promise<Decryption> {
  const [first, wrapped, iv, ciphertext, tag] = token.segments;
  if (!first || !wrapped?.bytes || !iv?.bytes || !ciphertext?.bytes || !tag?.bytes)
    return failed('A part of the token cannot be read.');
  const isPacked = stringMember(header, 'zip')?.value === 'DEF';
  if (member(header, 'crit') || (member(header, 'zip') && !isPacked))
    return unsupported('Critical extensions, and compression other than DEF, are not supported.');
  const parameters = toPlain(header) as Record<string, unknown>;
  const contentKey = await unwrapContentKey({ alg, enc, header: parameters, jwk: key.jwk }, wrapped.bytes);
  // RFC 7516 §5.1 step 14.
  const aad = token.flattened?.['aad'];
  const additional = new TextEncoder().encode(typeof aad === 'string' ? `${first.text}.${aad}` : first.text);
  const sealed = { iv: iv.bytes, ciphertext: ciphertext.bytes, tag: tag.bytes, additional };
  const plaintext = contentKey && openContent(enc, contentKey, sealed);
  if (!plaintext)
    return failed(`The ${key.description} does not decrypt the token. It is the wrong key, or the token was changed.`);
  const unpacked = isPacked ? await unpack(plaintext, maxUnpackedBytes) : plaintext;
  return unpacked ? { outcome: 'decrypted', plaintext: unpacked } : failed(unpackingFailed);
}

/** Why a key cannot open such a token, before anything is tried. */
function envelopeMisfit({ header, alg, enc }: Envelope, key: ParsedKey): string | undefined {
  const { jwk, description, algorithms } = key;
  if (algorithms && !algorithms.includes(alg.name) && !(alg.family === 'direct' && algorithms.includes(enc.name)))
    return `The key is reserved for ${namesOfAlgorithms(algorithms)}, but the token says ${alg.name}.`;
  const curve = stringMember(member(header, 'epk')?.value, 'crv')?.value;
  if (isAgreement(alg) ? jwk.crv === undefined || jwk.crv !== curve : jwk.kty !== alg.keyType) {
    const needed = isAgreement(alg)
      ? `a private key on the curve of the token's \`epk\``
      : alg.keyType === 'oct'
        ? 'a shared secret'
        : 'an RSA private key';
    return `${alg.name} needs ${needed}, but this is a ${description}.`;
  }
  if (jwk.kty !== 'oct' && !isPrivate(jwk)) return `Decrypting needs the private key, but this is a ${description}.`;
  // RFC 7517 §4.2.
  if (jwk.use !== undefined && jwk.use !== 'enc') return 'The key is not meant for encryption: its `use` is not `enc`.';
  // RFC 7517 §4.3.
  if (!mayOpen(alg.family, jwk)) return `The ${description} is not meant for ${alg.name} (\`key_ops\`).`;
  const length =
    alg.family === 'direct'
      ? enc.keyLength
      : alg.family === 'AES-KW' || alg.family === 'AES-GCM-KW'
        ? alg.keyLength
        : undefined;
  const given = jwk.kty === 'oct' ? secretOf(key).length : undefined;
  if (length !== undefined && length !== given)
    return `${alg.name}${alg.family === 'direct' ? ` with ${enc.name}` : ''} needs a secret of ${length} bytes, but this is a ${description}.`;
  return undefined;
}

const tooManyKeys =
  'There are too many recipients and keys to try them all. None of those that were tried decrypts the token.';

/** In units of {@link Effort}: private keys take a millisecond, and ten in JavaScript, besides header and content. */
function costOfOpening({ token, alg }: Envelope, { jwk }: ParsedKey): number {
  const content = token.text.length / 65_536 + (token.header?.text.length ?? 0) / 1500;
  if (alg.family === 'RSA1_5') return content + 200;
  if (jwk.kty === 'RSA') return content + (jwk.n?.length ?? 0) / 20;
  return content + (jwk.kty === 'oct' ? 5 : jwk.crv === 'X448' ? 100 : 10);
}

function isAgreement({ family }: AlgorithmFact): boolean {
  return family === 'ECDH-ES' || family === 'ECDH-ES-KW';
}

/** What is wrong with the parameters of an algorithm, whatever the key is. */
function faultOfParameters(alg: AlgorithmFact, header: JsonNode): string | undefined {
  if (alg.family === 'PBES2') return faultOfIterations(member(header, 'p2c')?.value);
  return isAgreement(alg) ? faultOfEphemeral(alg, member(header, 'epk')?.value) : undefined;
}

/** RFC 7518 §4.6.1.1. A point off its curve would reveal the private key that decrypts the token (RFC 8725 §3.4). */
function faultOfEphemeral(alg: AlgorithmFact, node: JsonNode | undefined): string | undefined {
  const key = node && toPlain(node);
  if (!isJwk(key)) return `${alg.name} needs the sender's ephemeral key in the header (\`epk\`), but it is missing.`;
  const reading = readJwk(key);
  if (!reading.ok) return `The sender's ephemeral key (\`epk\`) is malformed. ${reading.problem}`;
  return lintKey(reading.jwk).length > 0
    ? "The sender's ephemeral key (`epk`) is not a point on its curve."
    : undefined;
}

function faultOfIterations(count: JsonNode | undefined): string | undefined {
  if (count?.type !== 'number' || !Number.isSafeInteger(count.value) || count.value < 1)
    return '`p2c` is not a positive whole number.';
  return count.value > maxIterations ? tooManyRounds : undefined;
}

/** The cost of decrypting it for this recipient, if that uses a password. */
function iterationsOf({ alg, header }: Token): number {
  const count = member(header?.json, 'p2c')?.value;
  return algorithm(alg ?? '')?.family === 'PBES2' && count?.type === 'number' ? Math.max(count.value, 0) : 0;
}

function secretOf({ jwk }: ParsedKey): Uint8Array {
  return base64urlBytes(jwk.k);
}

function failed(reason: string): Decryption {
  return { outcome: 'failed', reason };
}

function unsupported(reason: string): Decryption {
  return { outcome: 'unsupported', reason };
}
