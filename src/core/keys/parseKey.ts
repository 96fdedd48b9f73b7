import type { JWK } from 'jose';

import { encodeBase64url, readBase64url } from '../token/base64url.ts';
import { decodeUtf8 } from '../token/utf8.ts';
import { decryptPkcs8 } from './decryptPkcs8.ts';
import { readDerKey, type KeyReading } from './derKey.ts';
import { withPublicHalf } from './derivePublic.ts';
import { describeKey, isJwk, readJwk } from './jwk.ts';
import type { KeyInput, SecretEncoding } from './keyInput.ts';
import { lintKey } from './lintKey.ts';
import { readOpenSshLine } from './openSsh.ts';
import type { ParsedKey } from './parsedKey.ts';
import { decodeBase64, looksLikePem, readPem } from './pem.ts';

export type KeyParse =
  | {
      readonly ok: true;
      readonly keys: readonly ParsedKey[];
      /** A sentence for each key of a set that cannot be used: RFC 7517 §5 has it skipped, a person wants to know. */
      readonly skipped: readonly string[];
    }
  | { readonly ok: false; readonly problem: string; readonly passwordNeeded?: true };

const keyMembers = /^\{[^]*"(?:kty|keys)"/;

/** What was recognised before lint: the keys in it, or why there is none. */
type Recognised = readonly KeyReading[];

/**
 * Recognises key material by its content (not by what it is said to be) and normalises it. Text that is PEM, a certificate, a JWK or an
 * OpenSSH line never becomes an HMAC secret, in no encoding: that is how public keys get used as secrets. Never throws on any material.
 */
export async function parseKey(input: KeyInput): Promise<KeyParse> {
  const readings = await recognise(input);
  const keys: ParsedKey[] = [];
  const skipped: string[] = [];
  for (const [index, reading] of readings.entries()) {
    if (reading.ok) keys.push(toParsedKey(reading.jwk, input));
    else
      skipped.push(
        readings.length === 1
          ? reading.problem
          : `Key ${index + 1} of ${readings.length} is skipped. ${reading.problem}`,
      );
  }
  if (keys.length > 0) return { ok: true, keys, skipped };
  const passwordNeeded = readings.some((reading) => !reading.ok && reading.passwordNeeded === true);
  return { ok: false, problem: skipped.join(' '), ...(passwordNeeded && { passwordNeeded }) };
}

async function recognise({ material, encoding, password }: KeyInput): Promise<Recognised> {
  if (typeof material === 'string') {
    return (await recogniseText(material, encoding, password)) ?? [secretFromText(material, encoding ?? 'utf8')];
  }
  if (material instanceof Uint8Array) {
    const known =
      (await recogniseDer(material, password)) ?? (await recogniseText(decodeUtf8(material), encoding, password));
    return known ?? [secret(material)];
  }
  return (
    recogniseJson(material, encoding) ?? [
      refusal('This object is neither a JWK (it has no `kty`) nor a JWKS (it has no `keys`).'),
    ]
  );
}

/** Everything that text can be besides a secret. */
async function recogniseText(
  text: string,
  encoding: SecretEncoding | undefined,
  password: string | undefined,
): Promise<Recognised | undefined> {
  const trimmed = text.trim();
  if (looksLikePem(trimmed)) return recognisePem(trimmed, password);
  const openSsh = readOpenSshLine(trimmed);
  if (openSsh) return [openSsh];
  if (/^[{[]/.test(trimmed)) return recogniseJsonText(trimmed, encoding);
  // PEM without its BEGIN and END lines, as Keycloak shows it; or a whole PEM or JWK in base64, as environment variables hold it.
  const bytes = /^[A-Za-z0-9+/_=\s-]{40,}$/.test(trimmed)
    ? decodeBase64(trimmed.replaceAll('-', '+').replaceAll('_', '/'))
    : undefined;
  if (!bytes) return undefined;
  const inner = decodeUtf8(bytes).trim();
  if (looksLikePem(inner)) return recognisePem(inner, password);
  return keyMembers.test(inner) ? recogniseJsonText(inner, encoding) : recogniseDer(bytes, password);
}

async function recognisePem(text: string, password: string | undefined): Promise<Recognised> {
  const blocks = readPem(text).filter(({ label }) => !label.endsWith('PARAMETERS'));
  if (blocks.length === 0) return [refusal('The PEM text is damaged: its BEGIN line is not complete.')];
  const readings: KeyReading[] = [];
  let certificateSeen = false;
  for (const { label, bytes, legacyEncryption } of blocks) {
    if (legacyEncryption) {
      readings.push(
        refusal(
          "This private key is encrypted in OpenSSL's old way. Convert it first: openssl pkcs8 -topk8 -in FILE -out key.pem",
        ),
      );
    } else if (label === 'OPENSSH PRIVATE KEY') {
      readings.push(
        refusal('OpenSSH private keys cannot be read here. Give the public key: the line in the .pub file.'),
      );
    } else if (!bytes) {
      readings.push(refusal(`The PEM block "${label}" is damaged: its base64 or its END line is broken.`));
    } else {
      const certificate = label.endsWith('CERTIFICATE');
      // Behind the first certificate come those of the authorities that vouch for it: their keys sign certificates, not tokens.
      if (certificate && certificateSeen) continue;
      certificateSeen ||= certificate;
      readings.push(
        ...((await recogniseDer(bytes, password)) ?? [
          refusal(`The PEM block "${label}" holds no key that can be read.`),
        ]),
      );
    }
  }
  return readings;
}

async function recogniseDer(bytes: Uint8Array, password: string | undefined): Promise<Recognised | undefined> {
  const key = readDerKey(bytes);
  if (key?.form === 'encrypted private key' && password !== undefined) {
    const decryption = await decryptPkcs8(bytes, password);
    return decryption.ok ? recogniseDer(decryption.pkcs8, undefined) : [decryption];
  }
  if (!key?.ok) return key && [key];
  if (!key.certificate) return [withPublicHalf(key.jwk)];
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(key.certificate)));
  return [{ ok: true, jwk: { ...key.jwk, 'x5t#S256': encodeBase64url(hash) } }];
}

function recogniseJsonText(text: string, encoding: SecretEncoding | undefined): Recognised | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Text that begins like JSON can be a secret; text that also names key members was meant to be a JWK.
    return keyMembers.test(text) ? [refusal('This looks like a JWK, but it is not valid JSON.')] : undefined;
  }
  return recogniseJson(value, encoding);
}

function recogniseJson(value: unknown, encoding: SecretEncoding | undefined): Recognised | undefined {
  if (isJwk(value)) return [readJwk(value)];
  const keys = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : undefined;
  if (Array.isArray(keys)) {
    if (keys.length === 0) return [refusal('This JWKS has no keys.')];
    return keys.map((key: unknown) => (isJwk(key) ? readJwk(key) : refusal('It is not a JWK: it has no `kty`.')));
  }
  if (encoding !== undefined) return undefined;
  return [
    refusal(
      'This JSON is neither a JWK (it has no `kty`) nor a JWKS (it has no `keys`). If it is a secret, choose its encoding.',
    ),
  ];
}

function secretFromText(text: string, encoding: SecretEncoding): KeyReading {
  switch (encoding) {
    case 'utf8':
      return secret(new TextEncoder().encode(text));
    case 'hex': {
      const digits = text.trim();
      if (!/^(?:[0-9A-Fa-f]{2})*$/.test(digits))
        return refusal('The secret is not hex: it needs pairs of the digits 0-9 and a-f.');
      return secret(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
    }
    case 'base64': {
      const digits = text.trim();
      if (digits === '') return secret(new Uint8Array());
      const bytes = decodeBase64(digits);
      return bytes ? secret(bytes) : refusal('The secret is not base64.');
    }
    case 'base64url': {
      const { bytes, fault } = readBase64url(text.trim());
      return fault === undefined || fault.reason === 'padding'
        ? secret(bytes)
        : refusal('The secret is not base64url.');
    }
  }
}

function secret(bytes: Uint8Array): KeyReading {
  return bytes.length === 0
    ? refusal('The secret is empty.')
    : { ok: true, jwk: { kty: 'oct', k: encodeBase64url(bytes) } };
}

function toParsedKey(jwk: JWK, { name, algorithms }: KeyInput): ParsedKey {
  const pins = [...(algorithms?.length ? [algorithms] : []), ...(jwk.alg === undefined ? [] : [[jwk.alg]])];
  const [first, ...others] = pins;
  let faults: ReturnType<typeof lintKey> | undefined;
  return {
    jwk,
    description: describeKey(jwk),
    ...(name !== undefined && { name }),
    ...(first && { algorithms: first.filter((algorithm) => others.every((pin) => pin.includes(algorithm))) }),
    // Costs half a millisecond for RSA, and most keys of a set are never asked.
    get faults() {
      return (faults ??= lintKey(jwk));
    },
  };
}

function refusal(sentence: string): KeyReading {
  return { ok: false, problem: sentence };
}
