import {
  constants,
  createCipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  pbkdf2Sync,
  publicEncrypt,
  randomBytes,
  sign,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';

// Every token of the tests is made here, with Node alone: nothing in this file shares code with what is tested.

/** Base64url of a text, of bytes, or of a value as JSON. */
export function encode(part: unknown): string {
  if (part instanceof Uint8Array) return Buffer.from(part).toString('base64url');
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/** A hash in base64url, as disclosures, proofs and key bindings name what they belong to. */
export function digest(text: string, hash = 'sha256'): string {
  return createHash(hash).update(text).digest('base64url');
}

/** The left half of a hash, as ID tokens name the access token they belong to (OIDC Core §3.1.3.6). */
export function halfDigest(text: string, hash = 'sha256'): string {
  const whole = createHash(hash).update(text).digest();
  return whole.subarray(0, whole.length / 2).toString('base64url');
}

/** The thumbprint of a key, of these members of it: the required ones, in the order of their names (RFC 7638 §3). */
export function thumbprint(jwk: object, ...members: readonly string[]): string {
  return digest(JSON.stringify(jwk, members.toSorted()));
}

/** A compact JWS of this header and payload, with the signature that `signed` makes of both. */
export function compact(header: unknown, payload: unknown, signed: (input: string) => Uint8Array): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${encode(signed(input))}`;
}

/** A signed compact JWS. Its header is `alg` and these parameters. */
export function issue(alg: string, key: KeyObject, payload: unknown, parameters: object = {}): string {
  return compact({ alg, ...parameters }, payload, (input) => rawSignature(alg, key, input));
}

/** A compact JWS signed with a shared secret, with this very header. */
export function hs256(
  payload: unknown,
  secret: string | Uint8Array,
  header: unknown = { alg: 'HS256', typ: 'JWT' },
): string {
  return compact(header, payload, (input) => createHmac('sha256', secret).update(input).digest());
}

/** An unsecured JWS: nobody signed it (RFC 7515, appendix A.5). */
export function unsecured(payload: unknown, parameters: object = {}): string {
  return `${encode({ alg: 'none', ...parameters })}.${encode(payload)}.`;
}

/** The signature bytes as JWS wants them: ECDSA as r‖s. */
export function rawSignature(alg: string, key: KeyObject, input: string | Uint8Array): Buffer {
  const hash = `sha${alg.slice(2, 5)}`;
  const content = Buffer.from(input);
  if (alg.startsWith('HS')) return createHmac(hash, key).update(content).digest();
  if (alg.startsWith('RS')) return sign(hash, content, key);
  if (alg.startsWith('PS')) {
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return sign(hash, content, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST });
  }
  if (alg.startsWith('ES')) return sign(hash, content, { key, dsaEncoding: 'ieee-p1363' });
  return sign(null, content, key);
}

/** Bytes that look like a signature: neither text nor all the same, and never DER. */
export function bytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 151 + 137) % 251);
}

/**
 * How long a signature is: RFC 7518 §3.2 to §3.5, RFC 8032, FIPS 204. RSA: of a key of 2048 bits, as for what is not
 * listed.
 */
const signatureLengths: Readonly<Record<string, number>> = {
  none: 0,
  HS256: 32,
  HS384: 48,
  HS512: 64,
  ES256: 64,
  ES256K: 64,
  ES384: 96,
  ES512: 132,
  Ed25519: 64,
  Ed448: 114,
  'ML-DSA-44': 2420,
  'ML-DSA-65': 3309,
  'ML-DSA-87': 4627,
};

/**
 * What only looks like a compact JWS, for tests that need no key. Signature: bytes, base64url, or as long as that of
 * `alg`.
 */
export function jws(header: unknown, payload: unknown, signature?: Uint8Array | string): string {
  const { alg = '' } = header as { readonly alg?: string };
  const last = signature ?? bytes(signatureLengths[alg] ?? 256);
  return `${encode(header)}.${encode(payload)}.${typeof last === 'string' ? last : encode(last)}`;
}

interface JweParts {
  readonly key?: Uint8Array;
  readonly iv?: Uint8Array;
  readonly ciphertext?: Uint8Array;
  readonly tag?: Uint8Array;
}

/** What only looks like a compact JWE: the parts that `dir` and A128GCM have; each can be replaced. */
export function jwe(
  parameters: object,
  { key = new Uint8Array(), iv = bytes(12), ciphertext = bytes(32), tag = bytes(16) }: JweParts = {},
): string {
  return [{ alg: 'dir', enc: 'A128GCM', ...parameters }, key, iv, ciphertext, tag].map(encode).join('.');
}

/** What the token is sealed for: a public key, or a shared secret or password. */
export type Recipient = KeyObject | Buffer;

const contentKeyBytes: Readonly<Record<string, number>> = {
  A128GCM: 16,
  A192GCM: 24,
  A256GCM: 32,
  'A128CBC-HS256': 32,
  'A192CBC-HS384': 48,
  'A256CBC-HS512': 64,
};

/** An encrypted compact JWE, for every algorithm of RFC 7518, RFC 8037 and the registry. */
export function seal(
  plaintext: string | Buffer,
  alg: string,
  enc: string,
  recipient: Recipient,
  extra: Record<string, unknown> = {},
): string {
  const { contentKey, encryptedKey, parameters } = wrap(alg, enc, recipient, extra);
  const header = Buffer.from(JSON.stringify({ alg, enc, ...parameters, ...extra })).toString('base64url');
  const { iv, ciphertext, tag } = encryptContent(enc, contentKey, Buffer.from(plaintext), Buffer.from(header));
  return [header, ...[encryptedKey, iv, ciphertext, tag].map((part) => part.toString('base64url'))].join('.');
}

interface Wrapped {
  readonly contentKey: Buffer;
  readonly encryptedKey: Buffer;
  readonly parameters?: Record<string, unknown>;
}

function wrap(alg: string, enc: string, recipient: Recipient, extra: Record<string, unknown>): Wrapped {
  const contentKey = randomBytes(contentKeyBytes[enc] ?? 0);
  if (Buffer.isBuffer(recipient)) {
    if (alg === 'dir') return { contentKey: recipient, encryptedKey: Buffer.alloc(0) };
    if (alg.endsWith('GCMKW')) {
      const { iv, ciphertext, tag } = encryptContent(alg.slice(0, -2), recipient, contentKey, Buffer.alloc(0));
      return {
        contentKey,
        encryptedKey: ciphertext,
        parameters: { iv: iv.toString('base64url'), tag: tag.toString('base64url') },
      };
    }
    if (!alg.startsWith('PBES2')) return { contentKey, encryptedKey: wrapAes(recipient, contentKey) };
    const salt = randomBytes(16);
    const p2c = typeof extra['p2c'] === 'number' ? extra['p2c'] : 1000;
    const fullSalt = Buffer.concat([Buffer.from(alg), Buffer.alloc(1), salt]);
    const key = pbkdf2Sync(
      recipient,
      fullSalt,
      Math.trunc(Math.min(Math.max(p2c, 1), 1000)),
      Number(alg.slice(13, 16)) / 8,
      `sha${alg.slice(8, 11)}`,
    );
    return { contentKey, encryptedKey: wrapAes(key, contentKey), parameters: { p2c, p2s: salt.toString('base64url') } };
  }
  if (!alg.startsWith('ECDH-ES')) return { contentKey, encryptedKey: encryptRsa(alg, recipient, contentKey) };
  const { epk, shared } = agree(recipient);
  const length = alg === 'ECDH-ES' ? contentKey.length : Number(alg.slice(-5, -2)) / 8;
  const derived = concatKdf(shared, alg === 'ECDH-ES' ? enc : alg, length);
  if (alg === 'ECDH-ES') return { contentKey: derived, encryptedKey: Buffer.alloc(0), parameters: { epk } };
  return { contentKey, encryptedKey: wrapAes(derived, contentKey), parameters: { epk } };
}

function encryptRsa(alg: string, key: KeyObject, contentKey: Buffer): Buffer {
  if (alg === 'RSA1_5') return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, contentKey);
  const oaepHash = alg === 'RSA-OAEP' ? 'sha1' : `sha${alg.slice(-3)}`;
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, contentKey);
}

function agree(publicKey: KeyObject): { epk: Record<string, unknown>; shared: Buffer } {
  const { crv } = publicKey.export({ format: 'jwk' });
  const ephemeral =
    crv === 'X25519'
      ? generateKeyPairSync('x25519')
      : crv === 'X448'
        ? generateKeyPairSync('x448')
        : generateKeyPairSync('ec', { namedCurve: crv ?? '' });
  const epk = createPublicKey(ephemeral.privateKey).export({ format: 'jwk' });
  return { epk: { ...epk }, shared: diffieHellman({ privateKey: ephemeral.privateKey, publicKey }) };
}

function concatKdf(shared: Buffer, name: string, length: number): Buffer {
  const uint32 = (value: number) => {
    const four = Buffer.alloc(4);
    four.writeUInt32BE(value);
    return four;
  };
  const info = Buffer.concat([uint32(name.length), Buffer.from(name), uint32(0), uint32(0), uint32(length * 8)]);
  const rounds = [1, 2].map((round) =>
    createHash('sha256')
      .update(Buffer.concat([uint32(round), shared, info]))
      .digest(),
  );
  return Buffer.concat(rounds).subarray(0, length);
}

function wrapAes(key: Buffer, contentKey: Buffer): Buffer {
  const cipher = createCipheriv(`id-aes${key.length * 8}-wrap`, key, Buffer.alloc(8, 0xa6));
  return Buffer.concat([cipher.update(contentKey), cipher.final()]);
}

function encryptContent(
  enc: string,
  key: Buffer,
  plaintext: Buffer,
  additional: Buffer,
): { iv: Buffer; ciphertext: Buffer; tag: Buffer } {
  if (enc.endsWith('GCM')) {
    const iv = randomBytes(12);
    const cipher = createCipheriv(`aes-${key.length * 8}-gcm` as 'aes-256-gcm', key, iv).setAAD(additional);
    const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return { iv, ciphertext, tag: cipher.getAuthTag() };
  }
  const iv = randomBytes(16);
  const half = key.length / 2;
  const cipher = createCipheriv(`aes-${half * 8}-cbc`, key.subarray(half), iv);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const bits = Buffer.alloc(8);
  bits.writeBigUInt64BE(BigInt(additional.length) * 8n);
  const mac = createHmac(`sha${enc.slice(-3)}`, key.subarray(0, half))
    .update(Buffer.concat([additional, iv, ciphertext, bits]))
    .digest();
  return { iv, ciphertext, tag: mac.subarray(0, half) };
}
