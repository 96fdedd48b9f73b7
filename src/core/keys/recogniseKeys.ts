import type { JWK } from 'jose';

import { base64urlBytes, encodeBase64url } from '../text/base64url.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { decryptPkcs8 } from './decryptPkcs8.ts';
import { readDerKey } from './derKey.ts';
import type { Effort } from './effort.ts';
import { noKey } from './keyReading.ts';
import type { KeyReading } from './keyReading.ts';
import { withPublicHalf } from './derivePublic.ts';
import { readEnvLine } from './envLine.ts';
import { layersOf, LONGEST_MATERIAL } from './hiddenLayers.ts';
import { isJwk, isPrivate, readJwk } from './jwk.ts';
import type { KeyInput, SecretEncoding } from './keyInput.ts';
import { keyText } from './keyText.ts';
import { pemBody, readLooseJwk, readXmlKey } from './looseKeys.ts';
import { rawPoint } from './meansKey.ts';
import { readOpenSshLine } from './openSsh.ts';
import { adviceOnBytes, adviceOnLabel, adviceOnText, nameOfBlock } from './otherMaterial.ts';
import { whatIsPacked } from './packedKeys.ts';
import { decodeBase64, looksLikePem, readPem } from './pem.ts';
import { plainCharacters } from './plainCharacters.ts';
import type { PemBlock } from './pem.ts';
import { readSecret, secretOfBytes, tooLong } from './readSecret.ts';

const keyMembers = /^\{[^]*"(?:kty|keys)"/;

/** The keys that were recognised, or why there is none. */
type Recognised = readonly KeyReading[];

/** What is known of some material besides its content, and what reading it may cost. */
interface Manner {
  readonly encoding: SecretEncoding | undefined;
  readonly password: string | undefined;
  readonly effort: Effort;
}

/**
 * What key material is, by its content (not by what it is said to be). Text that is PEM, a certificate, a JWK or an
 * OpenSSH line never becomes an HMAC secret, in any encoding: that is how public keys get used as secrets. Only what
 * holds many keys may be long; of very many the last are refused. Never throws on any material.
 */
export async function recogniseKeys(input: KeyInput, effort: Effort): Promise<Recognised> {
  const readings = await recogniseUnpacked(input, effort);
  const secrets = readings.filter((reading) => reading.ok && reading.jwk.kty === 'oct');
  const unpacked = new Map<KeyReading, KeyReading>();
  for (const secret of secrets.slice(0, MOST_UNPACKED)) {
    if (effort.isTired()) await effort.rest();
    unpacked.set(secret, await unlessPacked(secret));
  }
  return unpacked.size === 0 ? readings : readings.map((reading) => unpacked.get(reading) ?? reading);
}

/** Secrets of a set that are looked at for what they are compressed: a set in use has one or two. */
const MOST_UNPACKED = 16;

async function unlessPacked(reading: KeyReading): Promise<KeyReading> {
  const problem = reading.ok ? await whatIsPacked(base64urlBytes(reading.jwk.k)) : undefined;
  return problem === undefined ? reading : noKey(problem);
}

async function recogniseUnpacked(input: KeyInput, effort: Effort): Promise<Recognised> {
  const { material, encoding, password } = input;
  const isWhole = typeof material === 'string' || material instanceof Uint8Array;
  const isLong = isWhole && material.length > LONGEST_MATERIAL;
  if (isLong && !mayHoldMany(material)) return [noKey(adviceOnLong(material) ?? tooLong)];
  const readings = await recognisePlain(material, { encoding, password, effort });
  // In a stated encoding it was meant as a secret.
  const isSettled =
    (encoding ?? 'utf8') !== 'utf8' || readings.some((reading) => reading.ok || reading.passwordNeeded === true);
  if (isSettled || !isWhole || isLong) return readings;
  return (await recogniseHidden(material, { encoding: undefined, password, effort })) ?? readings;
}

/** A JSON object, PEM and lines of OpenSSH, by how it begins. */
function mayHoldMany(material: string | Uint8Array): boolean {
  const start = material.slice(0, LONGEST_MATERIAL);
  const text = (typeof start === 'string' ? start : (keyText(start) ?? decodeUtf8(start))).trimStart();
  return text.startsWith('{') || looksLikePem(text) || readOpenSshLine(text.split('\n', 1).join()) !== undefined;
}

function adviceOnLong(material: string | Uint8Array): string | undefined {
  return typeof material === 'string' ? adviceOnText(material.trimStart()) : adviceOnBytes(material);
}

/** A key in another writing than those that keys come in, where it can be read all the same. */
async function recogniseHidden(material: string | Uint8Array, manner: Manner): Promise<Recognised | undefined> {
  for (const { bytes, text } of layersOf(material)) {
    if (manner.effort.isTired()) await manner.effort.rest();
    const plain = text === undefined ? undefined : plainCharacters(text).trim();
    // JSON that was not recognised as a key is not one, whatever it contains. The numbers of Diffie-Hellman look like
    // those of RSA.
    if (plain !== undefined && (isJwkOrSet(parsedJson(plain)) || /BEGIN [A-Z0-9 .]{0,20}PARAMETERS/.test(plain)))
      return undefined;
    const point = rawPoint(bytes);
    const readings =
      (point ? [readJwk({ kty: 'EC', ...point })] : undefined) ??
      (await recogniseDer(bytes, manner)) ??
      (plain === undefined ? undefined : await recogniseLooseText(plain, manner));
    if (readings?.some((reading) => reading.ok || reading.passwordNeeded === true)) return readings;
  }
  return undefined;
}

function isJwkOrSet(value: unknown): boolean {
  return isJwk(value) || (typeof value === 'object' && value !== null && 'keys' in value);
}

async function recogniseLooseText(text: string, manner: Manner): Promise<Recognised | undefined> {
  const known = await recogniseKey(text, manner);
  if (known?.some(({ ok }) => ok)) return known;
  const body = pemBody(text);
  const bytes = body === undefined ? undefined : decodeBase64(body);
  const jwk = readXmlKey(text) ?? readLooseJwk(text);
  return (bytes && (await recogniseDer(bytes, manner))) ?? (jwk && [keyOfJwk(jwk)]);
}

async function recognisePlain(material: KeyInput['material'], manner: Manner): Promise<Recognised> {
  if (typeof material === 'string')
    return (await recogniseText(material, manner)) ?? [readSecret(material, manner.encoding ?? 'utf8')];
  if (material instanceof Uint8Array) {
    const known =
      (await recogniseDer(material, manner)) ??
      (await recogniseText(keyText(material) ?? decodeUtf8(material), manner));
    return known ?? [secretOfBytes(material)];
  }
  return (
    (await recogniseJson(material, manner)) ?? [
      noKey('This object is neither a JWK (it has no `kty`) nor a JWKS (it has no `keys`).'),
    ]
  );
}

/** Everything that text can be besides a secret, or the value of a line of a `.env` file, which may be a secret. */
async function recogniseText(text: string, manner: Manner): Promise<Recognised | undefined> {
  const known = (await recogniseKey(text, manner)) ?? (await recogniseQuoted(text, manner));
  const line = known ? undefined : readEnvLine(text.trim());
  if (!line) return known;
  if (!line.ok) return [noKey(`The line ${line.problem}`)];
  return (await recogniseKey(line.value, manner)) ?? [readSecret(line.value, manner.encoding ?? 'utf8')];
}

/** A key in quotes, as in JSON or code. If it is not a key, the text is a secret including its quotes. */
async function recogniseQuoted(text: string, manner: Manner): Promise<Recognised | undefined> {
  const [, , quoted] = /^(["'`])([^]+)\1[,;]?$/.exec(text.trim()) ?? [];
  return quoted === undefined ? undefined : recogniseKey(quoted.replaceAll('\\"', '"'), manner);
}

/** Everything that text can be besides a secret. */
async function recogniseKey(text: string, manner: Manner): Promise<Recognised | undefined> {
  const trimmed = text.trim();
  const advice = adviceOnText(trimmed);
  if (advice !== undefined) return [noKey(advice)];
  if (looksLikePem(trimmed)) return (await recogniseJsonOfPem(trimmed, manner)) ?? recognisePem(trimmed, manner);
  const openSsh = readOpenSshLine(trimmed);
  if (openSsh) {
    const others = await eachWithin(manner.effort, trimmed.split('\n').slice(1), sshCost, readOpenSshLine);
    return [openSsh, ...others.filter((reading) => reading !== undefined)];
  }
  if (/^[{[]/.test(trimmed)) return recogniseJsonText(trimmed, manner);
  // PEM without its BEGIN and END lines, as Keycloak shows it; or a whole PEM or JWK in base64, as environment
  // variables hold it.
  const bytes = /^[A-Za-z0-9+/_=\s-]{40,}$/.test(trimmed)
    ? decodeBase64(trimmed.replaceAll('-', '+').replaceAll('_', '/'))
    : undefined;
  if (!bytes) return undefined;
  const inner = decodeUtf8(bytes).trim();
  if (looksLikePem(inner)) return recognisePem(inner, manner);
  return keyMembers.test(inner) ? recogniseJsonText(inner, manner) : recogniseDer(bytes, manner);
}

async function recognisePem(text: string, manner: Manner): Promise<Recognised> {
  const blocks = readPem(text);
  if (blocks.length === 0) return [noKey('The PEM text is damaged: its BEGIN line is incomplete.')];
  const withKeys = blocks.filter(({ label }) => !label.endsWith('PARAMETERS'));
  if (withKeys.length === 0) return [noKey('The PEM text contains only parameters, not a key.')];
  // After the first certificate come the certificates of its authorities. Their keys sign certificates, not tokens.
  const first = withKeys.findIndex(isCertificate);
  const owned = withKeys.filter((block, index) => index <= first || !isCertificate(block));
  return (
    await eachWithin(
      manner.effort,
      owned,
      () => 1,
      (block) => recogniseBlock(block, manner),
    )
  ).flat();
}

function isCertificate({ label }: PemBlock): boolean {
  return label.endsWith('CERTIFICATE');
}

async function recogniseBlock(block: PemBlock, manner: Manner): Promise<Recognised> {
  const { label, legacyEncryption, bytes } = block;
  if (legacyEncryption) {
    return [
      noKey(
        "This private key uses OpenSSL's legacy encryption. Convert it first: openssl pkcs8 -topk8 -in FILE -out key.pem",
      ),
    ];
  }
  const advice = adviceOnLabel(label);
  if (advice !== undefined) return [noKey(advice)];
  if (!bytes) return [noKey(`The ${nameOfBlock(label)} is damaged: its base64 or its END line is broken.`)];
  return (await recogniseDer(bytes, manner)) ?? [noKey(`The ${nameOfBlock(label)} holds no key that can be read.`)];
}

async function recogniseDer(bytes: Uint8Array, manner: Manner): Promise<Recognised | undefined> {
  const key = readDerKey(bytes);
  if (!key) {
    const advice = adviceOnBytes(bytes);
    return advice === undefined ? undefined : [noKey(advice)];
  }
  if (key.form === 'encrypted private key') {
    const decryption = await decryptPkcs8(bytes, manner);
    return decryption?.ok === true
      ? recogniseDer(decryption.pkcs8, { ...manner, password: undefined })
      : [decryption ?? key];
  }
  if (!key.ok) return [key];
  const { algorithms } = key;
  if (!key.certificate) return [{ ...wholeKey(key.jwk, manner.effort), ...(algorithms && { algorithms }) }];
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(key.certificate)));
  return [{ ...key, jwk: { ...key.jwk, 'x5t#S256': encodeBase64url(hash) } }];
}

/** With its public half, which takes a millisecond to compute, for some kinds of keys ten. */
function wholeKey(jwk: JWK, effort: Effort): KeyReading {
  if (!isPrivate(jwk) || jwk.kty === 'RSA' || jwk.x !== undefined || jwk.pub !== undefined) return { ok: true, jwk };
  const isSlow = jwk.crv === 'Ed448' || jwk.crv === 'X448' || jwk.kty === 'AKP';
  return effort.affords(isSlow ? 150 : 20) ? withPublicHalf(jwk) : noKey(tooMany);
}

/** JSON with PEM in it that is a key set, or an object of certificates by their `kid`, as Google publishes them. */
async function recogniseJsonOfPem(text: string, manner: Manner): Promise<Recognised | undefined> {
  const value = text.startsWith('{') ? parsedJson(text) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if ('kty' in value || 'keys' in value) return recogniseJson(value, { ...manner, encoding: undefined });
  const entries = Object.entries(value);
  const pems = entries.filter((entry): entry is [string, string] => looksLikePem(String(entry[1])));
  // Among other members it is the one that counts, as in the file of a service account.
  if (pems.length < entries.length) return undefined;
  const readings = await eachWithin(
    manner.effort,
    pems,
    () => 1,
    async ([kid, pem]) => {
      const found = await recognisePem(pem.trim(), manner);
      return found.map((reading): KeyReading => (reading.ok ? { ...reading, jwk: { ...reading.jwk, kid } } : reading));
    },
  );
  return readings.flat();
}

async function recogniseJsonText(text: string, manner: Manner): Promise<Recognised | undefined> {
  const value = parsedJson(text);
  // Of JSON only a set of keys may be long.
  if (text.length > LONGEST_MATERIAL && isJwk(value)) return [noKey(tooLong)];
  if (value !== undefined) return recogniseJson(value, manner);
  // Text that begins like JSON can be a secret; text that also names key members was meant to be a JWK.
  return keyMembers.test(text) ? [noKey('This looks like a JWK, but it is not valid JSON.')] : undefined;
}

/** `undefined` if it is not one. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function recogniseJson(value: unknown, { encoding, effort }: Manner): Promise<Recognised | undefined> {
  if (isJwk(value)) return [keyOfJwk(value)];
  const keys: unknown = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : undefined;
  if (Array.isArray(keys)) {
    if (keys.length === 0) return [noKey('This JWKS has no keys.')];
    return eachWithin(effort, keys as readonly unknown[], jwkCost, (key) =>
      isJwk(key) ? keyOfJwk(key) : noKey('It is not a JWK: it has no `kty`.'),
    );
  }
  if (encoding !== undefined) return undefined;
  return [
    noKey(
      'This JSON is neither a JWK (it has no `kty`) nor a JWKS (it has no `keys`). If it is a secret, choose its encoding.',
    ),
  ];
}

/** A secret is looked at as everything that it could be instead. */
function jwkCost(value: unknown): number {
  return isJwk(value) && 'k' in value && typeof value.k === 'string' ? 1 + value.k.length / 250 : 1;
}

/** Compressed points have to be unpacked. */
function sshCost(line: string): number {
  return line.startsWith('ecdsa-') ? 5 : 0.2;
}

const tooMany = 'There are too many keys to read all of them.';

/** Reads one item after the other, and gives way to other work. Those that cannot be afforded are refused. */
async function eachWithin<Item, Reading>(
  effort: Effort,
  items: readonly Item[],
  cost: (item: Item) => number,
  read: (item: Item) => Reading | Promise<Reading>,
): Promise<readonly (Reading | KeyReading)[]> {
  const refused = noKey(tooMany);
  const readings: (Reading | KeyReading)[] = [];
  for (const item of items) {
    if (!effort.affords(cost(item))) {
      readings.push(refused);
      continue;
    }
    if (effort.isTired()) await effort.rest();
    const reading = read(item);
    readings.push(reading instanceof Promise ? await reading : reading);
  }
  return readings;
}

/** A JWK, unless the secret in it is none. */
function keyOfJwk(value: { readonly kty: unknown }): KeyReading {
  const reading = readJwk(value);
  if (!reading.ok || reading.jwk.kty !== 'oct') return reading;
  const secret = secretOfBytes(base64urlBytes(reading.jwk.k));
  return secret.ok ? reading : secret;
}
