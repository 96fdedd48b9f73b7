import type { JWK } from 'jose';

import { encodeBase64url } from '../text/base64url.ts';
import { isOnCurve, weierstrassCurves } from './curves.ts';
import { readDerKey } from './derKey.ts';
import { layersOf } from './hiddenLayers.ts';
import type { Layer } from './hiddenLayers.ts';
import { adviceOnBytes } from './otherMaterial.ts';
import { plainCharacters } from './plainCharacters.ts';

/**
 * What material is meant to be instead of a secret, in a sentence, whatever its encoding: no HMAC is computed with a
 * key (RFC 8725 §2.1). `undefined` for material that may be a secret, which random bytes and text almost certainly are.
 * The sentence quotes nothing of it.
 */
export function whatElse(material: string | Uint8Array): string | undefined {
  for (const layer of layersOf(material)) {
    const sentence = meaningOf(layer);
    if (sentence !== undefined) return sentence;
  }
  return undefined;
}

/** Whether the material contains the public half of a key, whatever its encoding. */
export function holdsPublicKey(material: string): boolean {
  for (const { bytes } of layersOf(material)) {
    const form = readDerKey(bytes)?.form;
    if (form === 'public key' || form === 'certificate' || rawPoint(bytes)) return true;
  }
  return false;
}

/** What one layer means to be, without a look into what it encodes. */
function meaningOf({ bytes, text }: Layer): string | undefined {
  return meaningOfBytes(bytes) ?? (text === undefined ? undefined : meaningOfText(text));
}

const isKey =
  'This secret is the text of a key. Enter the key itself. Anyone who has the public key would know such a secret.';

function meaningOfBytes(bytes: Uint8Array): string | undefined {
  if (readDerKey(bytes) ?? beginsWithKey(bytes)) return isKey;
  const advice = adviceOnBytes(bytes);
  if (advice !== undefined) return advice;
  if (rawPoint(bytes)) return isKey;
  const start = String.fromCharCode(...bytes.subarray(0, 32));
  if (wireFormat.test(start) || start.startsWith('openssh-key-v1\0')) return isKey;
  return isOpenPgp(bytes) || holdsIdentifier(bytes)
    ? 'This secret is part of a key or certificate, or a damaged key. Enter the whole key.'
    : undefined;
}

/** The name of its type, with its length in front, begins a key of OpenSSH (RFC 4253 §6.6). */
const wireFormat = new RegExp(String.raw`^\0\0\0[\x07-\x40](?:ssh-|ecdsa-sha2-|sk-)`);

/** DER of a key with something behind it: a line break, zeros, another key. */
function beginsWithKey(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x30) return false;
  const [, first = 0, second = 0, third = 0] = bytes;
  const length = first < 0x80 ? 2 + first : first === 0x81 ? 3 + second : first === 0x82 ? 4 + second * 256 + third : 0;
  return length >= 32 && length < bytes.length && readDerKey(bytes.subarray(0, length)) !== undefined;
}

/** A point as SEC 1 §2.3.3 writes it uncompressed, with or without the byte in front: by chance that is on no curve. */
export function rawPoint(bytes: Uint8Array): JWK | undefined {
  for (const [crv, curve] of weierstrassCurves) {
    const { size } = curve;
    const point = bytes.length === 2 * size + 1 && bytes[0] === 4 ? bytes.subarray(1) : bytes;
    if (point.length !== 2 * size) continue;
    const [x, y] = [point.subarray(0, size), point.subarray(size)];
    if (isOnCurve(curve, x, y)) return { kty: 'EC', crv, x: encodeBase64url(x), y: encodeBase64url(y) };
  }
  return undefined;
}

/** Where `identifiers` are looked for: in the headers of a structure, not in a megabyte. */
const LONGEST_HEADER = 8192;

/**
 * Object identifiers, with their tag, that stand in every key and certificate: of RSA and PKCS, of EC keys and curves,
 * of RFC 8410 and of ML-DSA; and how PKCS#1 begins. Five random bytes are one of them once in ten billion times.
 */
const identifiers = new RegExp(
  String.raw`\x06[\x08-\x0a]\x2a\x86\x48\x86\xf7\x0d\x01|\x06[\x07\x08]\x2a\x86\x48\xce\x3d|\x06\x05\x2b\x81\x04\x00|\x06\x03\x2b\x65[\x6e-\x71][\x03\x04]|\x06\x09\x60\x86\x48\x01\x65\x03\x04|^\x30\x82..(?:\x02\x01\x00)?\x02\x82|^\x30\x81.\x02\x81.\x00`,
  's',
);

function holdsIdentifier(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, LONGEST_HEADER);
  let text = '';
  for (const byte of start) text += String.fromCharCode(byte);
  return identifiers.test(text);
}

/** A packet of a key of version 4 (RFC 9580 §4.2, §5.5.2) that names an algorithm and begins as its numbers do. */
function isOpenPgp(bytes: Uint8Array): boolean {
  const [tag = 0, second = 0] = bytes;
  const kind = tag >= 0xc0 ? tag & 0x3f : (tag >> 2) & 0xf;
  if (tag < 0x80 || ![5, 6, 7, 14].includes(kind)) return false;
  const header = tag >= 0xc0 ? (second < 192 ? 2 : second < 224 ? 3 : 6) : [2, 3, 5, 1][tag & 3];
  const [version, , , , , algorithm = 0, high = 0, low = 0] = bytes.subarray(header);
  if (version !== 4) return false;
  const bits = high * 256 + low;
  return [1, 2, 3, 16, 17].includes(algorithm)
    ? bits >= 1024 && bits <= 16_384 && bytes.length > bits / 8
    : [18, 19, 22].includes(algorithm) && high >= 5 && high <= 10 && (low === 0x2a || low === 0x2b);
}

/** The text on one line, without differences in spacing, quotes, and case. */
function squeezed(text: string): string {
  return text.replaceAll(/[\s"'`]|\\+[nrt]?/g, '');
}

const damaged =
  'This secret is the text of a PEM key, or of a damaged one. Enter the key itself, with its original lines.';
const brokenJwk = 'This secret is the text of a JWK, or looks like one. Enter the key itself, as valid JSON.';

/** What gives a text away once it is squeezed and in lower case. The first row that fits counts. */
const marks: readonly (readonly [RegExp, string])[] = [
  [
    /^https?:\/\/\S+$/,
    'This is a URL, not a key. To verify with the keys at this URL, add an issuer with “JWT: Add Issuer…”.',
  ],
  [/putty-user-key-file/, 'This is a PuTTY key. Export it first as an OpenSSH key with PuTTYgen.'],
  [
    /(?:ssh-(?:rsa|dss|ed25519|ed448)|ecdsa-sha2-nistp\d{3}|sk-(?:ssh|ecdsa))[a-z0-9@.-]{0,60}aaaa/,
    'This secret is the text of an OpenSSH key, or of a damaged one. Enter the key itself.',
  ],
  [
    /(?:begin|-end)(?:[\W_]{0,3}(?:new|trusted|x\.?509|rsa|dsa|ec|openssh|encrypted|any|pgp|ssh2|public|private|attribute)){0,4}[\W_]{0,3}(?:key|certificate|pkcs7|cms|parameters)|----begin/,
    damaged,
  ],
  [
    /(?:rsa|dsa|ec|ecdsa)keyvalue|<(?:[\w-]{1,20}:)?(?:modulus|x509certificate|keyinfo|keyvalue)\b/,
    'This secret is the text of a key in XML. Enter the key as PEM or as a JWK.',
  ],
  [
    /public-key:\(\d{3,5}bit|(?:ed|x)(?:25519|448)public-key:|modulus(?:\(\d{3,5}bits?\))?[:=][\da-f:]{60}|pub:04(?::[\da-f]{2}){40}|\d:d=\d{1,2}hl=\d{1,2}l=\d{1,5}(?:cons|prim):/,
    'This secret is the text of a key as OpenSSL prints it. Enter the key itself.',
  ],
  [/crv\W{0,3}[:=]>?\W{0,3}(?:p-?256|p-?384|p-?521|secp256k1|ed25519|ed448|x25519|x448)/, brokenJwk],
  [
    /[{,]n\W{0,3}[:=]>?\W{0,3}[a-z0-9_-]{170,}/,
    'This secret is the text of an RSA key without its `kty`. Enter the whole JWK.',
  ],
  // The object identifiers of RSA, EC and RFC 8410 in base64, at each place where they can begin, and in hex.
  [
    /gkqhkig9w0b|gcsqgsib3dqe|kozihvcnaq|kozizj0caq|cqgsm49agE|hkjopqib|mcowbqydk2v|mcowbqydk2w|2a864886f70d01|2a8648ce3d0201/i,
    'This secret is part of a key or certificate, or a damaged key. Enter the whole key.',
  ],
];

/** A JWK in whatever language: `"kty":"RSA"`, `kty: 'EC'`, `:kty => "OKP"`. */
const keyType = /\bkty[\\"'`]{0,4}\s{0,9}(?:=>?|:)\s{0,9}[\\"'`]{0,4}(?:rsa|ec|okp|akp|oct)\b/;

function meaningOfText(text: string): string | undefined {
  const plain = plainCharacters(text).trim().toLowerCase();
  if (keyType.test(plain)) return brokenJwk;
  const solid = squeezed(plain);
  return marks.find(([mark]) => mark.test(solid))?.[1];
}
