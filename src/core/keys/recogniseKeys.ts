import { base64urlBytes, encodeBase64url } from '../text/base64url.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { decryptPkcs8 } from './decryptPkcs8.ts';
import { readDerKey } from './derKey.ts';
import type { KeyReading } from './keyReading.ts';
import { withPublicHalf } from './derivePublic.ts';
import { readEnvLine } from './envLine.ts';
import { layersOf } from './hiddenLayers.ts';
import { isJwk, readJwk } from './jwk.ts';
import type { KeyInput, SecretEncoding } from './keyInput.ts';
import { keyText } from './keyText.ts';
import { pemBody, readLooseJwk, readXmlKey } from './looseKeys.ts';
import { rawPoint } from './meansKey.ts';
import { readOpenSshLine } from './openSsh.ts';
import { adviceOnBytes, adviceOnLabel, adviceOnText, nameOfBlock } from './otherMaterial.ts';
import { whatIsPacked } from './packedKeys.ts';
import { decodeBase64, looksLikePem, readPem } from './pem.ts';
import { plainCharacters } from './plainCharacters.ts';
import { readSecret, secretOfBytes } from './readSecret.ts';
import { noKey } from './keyReading.ts';

const keyMembers = /^\{[^]*"(?:kty|keys)"/;

/** The keys that were recognised, or why there is none. */
type Recognised = readonly KeyReading[];

/**
 * What key material is, by its content (not by what it is said to be). Text that is PEM, a certificate, a JWK or an
 * OpenSSH line never becomes an HMAC secret, in no encoding: that is how public keys get used as secrets. Never throws
 * on any material.
 */
export async function recogniseKeys(input: KeyInput): Promise<Recognised> {
  const readings = await recogniseUnpacked(input);
  const secrets = readings.filter((reading) => reading.ok && reading.jwk.kty === 'oct');
  const unpacked = new Set(secrets.slice(0, MOST_UNPACKED));
  return Promise.all(readings.map(async (reading) => (unpacked.has(reading) ? unlessPacked(reading) : reading)));
}

/** Secrets of a set that are looked at for what they are compressed: a set in use has one or two. */
const MOST_UNPACKED = 16;

async function unlessPacked(reading: KeyReading): Promise<KeyReading> {
  const problem = reading.ok ? await whatIsPacked(base64urlBytes(reading.jwk.k)) : undefined;
  return problem === undefined ? reading : noKey(problem);
}

async function recogniseUnpacked(input: KeyInput): Promise<Recognised> {
  const readings = await recognisePlain(input);
  const { material, encoding = 'utf8', password } = input;
  // In a stated encoding it was meant as a secret.
  const isSettled = encoding !== 'utf8' || readings.some((reading) => reading.ok || reading.passwordNeeded === true);
  if (isSettled || (typeof material !== 'string' && !(material instanceof Uint8Array))) return readings;
  return (await recogniseHidden(material, password)) ?? readings;
}

/** A key in another writing than those that keys come in, where it can be read all the same. */
async function recogniseHidden(
  material: string | Uint8Array,
  password: string | undefined,
): Promise<Recognised | undefined> {
  for (const { bytes, text } of layersOf(material)) {
    const plain = text === undefined ? undefined : plainCharacters(text).trim();
    // JSON that was not recognised as a key is not one, whatever it contains. The numbers of Diffie-Hellman look like
    // those of RSA.
    if (plain !== undefined && (isJwkOrSet(parsedJson(plain)) || /BEGIN [A-Z0-9 .]{0,20}PARAMETERS/.test(plain)))
      return undefined;
    const point = rawPoint(bytes);
    const readings =
      (point ? [readJwk({ kty: 'EC', ...point })] : undefined) ??
      (await recogniseDer(bytes, password)) ??
      (plain === undefined ? undefined : await recogniseLooseText(plain, password));
    if (readings?.some((reading) => reading.ok || reading.passwordNeeded === true)) return readings;
  }
  return undefined;
}

function isJwkOrSet(value: unknown): boolean {
  return isJwk(value) || (typeof value === 'object' && value !== null && 'keys' in value);
}

async function recogniseLooseText(text: string, password: string | undefined): Promise<Recognised | undefined> {
  const known = await recogniseKey(text, undefined, password);
  if (known?.some(({ ok }) => ok)) return known;
  const body = pemBody(text);
  const bytes = body === undefined ? undefined : decodeBase64(body);
  const jwk = readXmlKey(text) ?? readLooseJwk(text);
  return (bytes && (await recogniseDer(bytes, password))) ?? (jwk && [keyOfJwk(jwk)]);
}

async function recognisePlain({ material, encoding, password }: KeyInput): Promise<Recognised> {
  if (typeof material === 'string')
    return (await recogniseText(material, encoding, password)) ?? [readSecret(material, encoding ?? 'utf8')];
  if (material instanceof Uint8Array) {
    const known =
      (await recogniseDer(material, password)) ??
      (await recogniseText(keyText(material) ?? decodeUtf8(material), encoding, password));
    return known ?? [secretOfBytes(material)];
  }
  return (
    recogniseJson(material, encoding) ?? [
      noKey('This object is neither a JWK (it has no `kty`) nor a JWKS (it has no `keys`).'),
    ]
  );
}

/** Everything that text can be besides a secret, or the value of a line of a `.env` file, which may be a secret. */
async function recogniseText(
  text: string,
  encoding: SecretEncoding | undefined,
  password: string | undefined,
): Promise<Recognised | undefined> {
  const known = (await recogniseKey(text, encoding, password)) ?? (await recogniseQuoted(text, encoding, password));
  const line = known ? undefined : readEnvLine(text.trim());
  if (!line) return known;
  if (!line.ok) return [noKey(`The line ${line.problem}`)];
  return (await recogniseKey(line.value, encoding, password)) ?? [readSecret(line.value, encoding ?? 'utf8')];
}

/** A key in quotes, as in JSON or code. If it is not a key, the text is a secret including its quotes. */
async function recogniseQuoted(
  text: string,
  encoding: SecretEncoding | undefined,
  password: string | undefined,
): Promise<Recognised | undefined> {
  const [, , quoted] = /^(["'`])([^]+)\1[,;]?$/.exec(text.trim()) ?? [];
  return quoted === undefined ? undefined : recogniseKey(quoted.replaceAll('\\"', '"'), encoding, password);
}

/** Everything that text can be besides a secret. */
async function recogniseKey(
  text: string,
  encoding: SecretEncoding | undefined,
  password: string | undefined,
): Promise<Recognised | undefined> {
  const trimmed = text.trim();
  const advice = adviceOnText(trimmed);
  if (advice !== undefined) return [noKey(advice)];
  if (looksLikePem(trimmed)) return (await recogniseJsonOfPem(trimmed, password)) ?? recognisePem(trimmed, password);
  const openSsh = readOpenSshLine(trimmed);
  if (openSsh) {
    const others = trimmed.split('\n').slice(1).map(readOpenSshLine);
    return [openSsh, ...others.filter((reading) => reading !== undefined)];
  }
  if (/^[{[]/.test(trimmed)) return recogniseJsonText(trimmed, encoding);
  // PEM without its BEGIN and END lines, as Keycloak shows it; or a whole PEM or JWK in base64, as environment
  // variables hold it.
  const bytes = /^[A-Za-z0-9+/_=\s-]{40,}$/.test(trimmed)
    ? decodeBase64(trimmed.replaceAll('-', '+').replaceAll('_', '/'))
    : undefined;
  if (!bytes) return undefined;
  const inner = decodeUtf8(bytes).trim();
  if (looksLikePem(inner)) return recognisePem(inner, password);
  return keyMembers.test(inner) ? recogniseJsonText(inner, encoding) : recogniseDer(bytes, password);
}

async function recognisePem(text: string, password: string | undefined): Promise<Recognised> {
  const blocks = readPem(text);
  if (blocks.length === 0) return [noKey('The PEM text is damaged: its BEGIN line is incomplete.')];
  const withKeys = blocks.filter(({ label }) => !label.endsWith('PARAMETERS'));
  if (withKeys.length === 0) return [noKey('The PEM text contains only parameters, not a key.')];
  const readings: KeyReading[] = [];
  let certificateSeen = false;
  for (const { label, bytes, legacyEncryption } of withKeys) {
    const advice = adviceOnLabel(label);
    if (legacyEncryption) {
      readings.push(
        noKey(
          "This private key uses OpenSSL's legacy encryption. Convert it first: openssl pkcs8 -topk8 -in FILE -out key.pem",
        ),
      );
    } else if (advice !== undefined) {
      readings.push(noKey(advice));
    } else if (!bytes) {
      readings.push(noKey(`The ${nameOfBlock(label)} is damaged: its base64 or its END line is broken.`));
    } else {
      const certificate = label.endsWith('CERTIFICATE');
      // Behind the first certificate come those of the authorities that vouch for it: their keys sign certificates, not
      // tokens.
      if (certificate && certificateSeen) continue;
      certificateSeen ||= certificate;
      readings.push(
        ...((await recogniseDer(bytes, password)) ?? [
          noKey(`The ${nameOfBlock(label)} holds no key that can be read.`),
        ]),
      );
    }
  }
  return readings;
}

async function recogniseDer(bytes: Uint8Array, password: string | undefined): Promise<Recognised | undefined> {
  const key = readDerKey(bytes);
  if (!key) {
    const advice = adviceOnBytes(bytes);
    return advice === undefined ? undefined : [noKey(advice)];
  }
  if (key.form === 'encrypted private key') {
    const decryption = await decryptPkcs8(bytes, password);
    return decryption?.ok === true ? recogniseDer(decryption.pkcs8, undefined) : [decryption ?? key];
  }
  if (!key.ok) return [key];
  const { algorithms } = key;
  if (!key.certificate) return [{ ...withPublicHalf(key.jwk), ...(algorithms && { algorithms }) }];
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(key.certificate)));
  return [{ ...key, jwk: { ...key.jwk, 'x5t#S256': encodeBase64url(hash) } }];
}

/** JSON with PEM in it that is a key set, or an object of certificates by their `kid`, as Google publishes them. */
async function recogniseJsonOfPem(text: string, password: string | undefined): Promise<Recognised | undefined> {
  const value = text.startsWith('{') ? parsedJson(text) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if ('kty' in value || 'keys' in value) return recogniseJson(value, undefined);
  const entries = Object.entries(value);
  const pems = entries.filter((entry): entry is [string, string] => looksLikePem(String(entry[1])));
  // Among other members it is the one that counts, as in the file of a service account.
  if (pems.length < entries.length) return undefined;
  const readings = pems.map(async ([kid, pem]) => {
    const found = await recognisePem(pem.trim(), password);
    return found.map((reading): KeyReading => (reading.ok ? { ...reading, jwk: { ...reading.jwk, kid } } : reading));
  });
  return (await Promise.all(readings)).flat();
}

function recogniseJsonText(text: string, encoding: SecretEncoding | undefined): Recognised | undefined {
  const value = parsedJson(text);
  if (value !== undefined) return recogniseJson(value, encoding);
  // Text that begins like JSON can be a secret; text that also names key members was meant to be a JWK.
  return keyMembers.test(text) ? [noKey('This looks like a JWK, but it is not valid JSON.')] : undefined;
}

/** `undefined` where it is none. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function recogniseJson(value: unknown, encoding: SecretEncoding | undefined): Recognised | undefined {
  if (isJwk(value)) return [keyOfJwk(value)];
  const keys = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : undefined;
  if (Array.isArray(keys)) {
    if (keys.length === 0) return [noKey('This JWKS has no keys.')];
    return keys.map((key: unknown) => (isJwk(key) ? keyOfJwk(key) : noKey('It is not a JWK: it has no `kty`.')));
  }
  if (encoding !== undefined) return undefined;
  return [
    noKey(
      'This JSON is neither a JWK (it has no `kty`) nor a JWKS (it has no `keys`). If it is a secret, choose its encoding.',
    ),
  ];
}

/** A JWK, unless the secret in it is none. */
function keyOfJwk(value: { readonly kty: unknown }): KeyReading {
  const reading = readJwk(value);
  if (!reading.ok || reading.jwk.kty !== 'oct') return reading;
  const secret = secretOfBytes(base64urlBytes(reading.jwk.k));
  return secret.ok ? reading : secret;
}
