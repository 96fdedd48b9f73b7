import type { JWK } from 'jose';

import { base64urlBytes, readBase64url } from '../text/base64url.ts';
import { edwardsAndMontgomerySizes, weierstrassCurves } from './curves.ts';
import type { KeyReading } from './keyReading.ts';
import { decodeBase64 } from './pem.ts';
import { visibleStart } from '../text/visible.ts';
import { noKey } from './keyReading.ts';

/** Bytes of an ML-DSA public key (FIPS 204, table 2). */
const mlDsaSizes: ReadonlyMap<string, number> = new Map([
  ['ML-DSA-44', 1312],
  ['ML-DSA-65', 1952],
  ['ML-DSA-87', 2592],
]);

/** In characters: 64 KB in base64url. */
const LONGEST_MEMBER = 87_382;

/**
 * The members that hold key bytes, by `kty`: the needed ones, and the ones that make the key private (RFC 7518 §6, RFC
 * 8037 §2).
 */
const keyMembers: ReadonlyMap<string, { readonly needed: readonly string[]; readonly secret: readonly string[] }> =
  new Map([
    ['oct', { needed: ['k'], secret: [] }],
    ['RSA', { needed: ['n', 'e'], secret: ['d', 'p', 'q', 'dp', 'dq', 'qi'] }],
    ['EC', { needed: ['x', 'y'], secret: ['d'] }],
    ['OKP', { needed: ['x'], secret: ['d'] }],
    ['AKP', { needed: ['pub'], secret: ['priv'] }],
  ]);

/** Every member that a public key must not have, `oth` of RSA included. */
export const privateMembers: ReadonlySet<string> = new Set([
  'oth',
  ...[...keyMembers.values()].flatMap(({ secret }) => secret),
]);

/** The members without which there is no key of this type; `undefined` for types that are not known here. */
export function neededMembers(kty: string): readonly string[] | undefined {
  const needed = keyMembers.get(kty)?.needed;
  return needed && (kty === 'EC' || kty === 'OKP') ? ['crv', ...needed] : needed;
}

/** Whether a value means to be a JWK. */
export function isJwk(value: unknown): value is { readonly kty: unknown } {
  return typeof value === 'object' && value !== null && 'kty' in value;
}

/** The registered key types (RFC 7518 §6.1, RFC 8037 §2, and AKP of ML-DSA). */
export function isKeyType(kty: unknown): boolean {
  return typeof kty === 'string' && keyMembers.has(kty);
}

/** Checks that a JWK is complete and well-formed (RFC 7517 §4). Whether it is a good key is for `lintKey` to say. */
export function readJwk(value: { readonly kty: unknown }): KeyReading {
  const given: Readonly<Record<string, unknown>> = { ...value };
  const jwk = given as JWK;
  const members = typeof jwk.kty === 'string' ? keyMembers.get(jwk.kty) : undefined;
  if (!members) return noKey('Its key type (`kty`) is not oct, RSA, EC, OKP, or AKP.');
  for (const name of [...members.needed, ...members.secret]) {
    const text = given[name];
    if (text === undefined && members.secret.includes(name)) continue;
    if (typeof text !== 'string') return noKey(`Its member \`${name}\` is missing or not a string.`);
    if (text.length > LONGEST_MEMBER) return noKey(`Its member \`${name}\` is too long for a key.`);
    if (!isCanonical(text)) return noKey(`Its member \`${name}\` is not base64url.`);
    if (text === '') return noKey(jwk.kty === 'oct' ? 'The secret is empty.' : `Its member \`${name}\` is empty.`);
  }
  const fault = faultOfMetadata(jwk) ?? faultOfParameters(jwk);
  return fault === undefined ? { ok: true, jwk } : noKey(fault);
}

/** Whether a JWK holds the private half of a key pair. */
export function isPrivate(jwk: JWK): boolean {
  return jwk.kty !== 'oct' && (jwk.d !== undefined || jwk.priv !== undefined);
}

/**
 * The public half of a key pair, allowed to verify what the private half was allowed to sign. A secret has no public
 * half.
 */
export function publicHalf(jwk: JWK): JWK {
  if (!isPrivate(jwk)) return jwk;
  const members = Object.entries(jwk).filter(([name]) => !privateMembers.has(name));
  const half: JWK = Object.fromEntries(members);
  return jwk.key_ops?.includes('sign') ? { ...half, key_ops: ['verify'] } : half;
}

/** The certificate of a JWK's key, in DER: the first of its `x5c` (RFC 7517 §4.7). */
export function certificateOf({ x5c }: JWK): Uint8Array | undefined {
  const first: unknown = Array.isArray(x5c) ? x5c[0] : undefined;
  return typeof first === 'string' && first.length <= LONGEST_MEMBER ? decodeBase64(first) : undefined;
}

/** A description of the key for users: `2048-bit RSA public key`, `32-byte secret`. Holds nothing of the key itself. */
export function describeKey(jwk: JWK): string {
  if (jwk.kty === 'oct') return `${byteLength(jwk.k)}-byte secret`;
  const half = isPrivate(jwk) ? 'private key' : 'public key';
  if (jwk.kty === 'RSA') return `${modulusBits(jwk)}-bit RSA ${half}`;
  return `${visibleStart(String(jwk.kty === 'AKP' ? jwk.alg : jwk.crv))} ${half}`;
}

/** Bits of an RSA modulus. */
export function modulusBits(jwk: JWK): number {
  const bytes = base64urlBytes(jwk.n);
  const start = bytes.findIndex((byte) => byte !== 0);
  const first = bytes[start];
  return first === undefined ? 0 : (bytes.length - start) * 8 - Math.clz32(first) + 24;
}

function faultOfMetadata(jwk: JWK): string | undefined {
  for (const name of ['alg', 'use', 'kid'] as const)
    if (jwk[name] !== undefined && typeof jwk[name] !== 'string') return `Its member \`${name}\` is not a string.`;
  const operations: unknown = jwk.key_ops;
  const sound =
    operations === undefined || (Array.isArray(operations) && new Set(operations).size === operations.length);
  return sound ? undefined : 'Its member `key_ops` is not a list of different operations.';
}

function faultOfParameters(jwk: JWK): string | undefined {
  if (jwk.kty === 'EC' && !weierstrassCurves.has(jwk.crv ?? ''))
    return `Its curve (\`crv\`) is not one of ${[...weierstrassCurves.keys()].join(', ')}.`;
  if (jwk.kty === 'OKP') {
    const size = edwardsAndMontgomerySizes.get(jwk.crv ?? '');
    if (size === undefined)
      return `Its curve (\`crv\`) is not one of ${[...edwardsAndMontgomerySizes.keys()].join(', ')}.`;
    return faultOfLength('x', byteLength(jwk.x), size, jwk.crv);
  }
  if (jwk.kty === 'AKP') {
    const size = mlDsaSizes.get(jwk.alg ?? '');
    if (size === undefined) return `Its algorithm (\`alg\`) is not one of ${[...mlDsaSizes.keys()].join(', ')}.`;
    return faultOfLength('pub', byteLength(jwk.pub), size, jwk.alg);
  }
  return undefined;
}

function faultOfLength(member: string, length: number, expected: number, type: string | undefined): string | undefined {
  return length === expected
    ? undefined
    : `Its member \`${member}\` has ${length} bytes, but ${type} needs ${expected}.`;
}

function byteLength(text: string | undefined): number {
  return base64urlBytes(text).length;
}

function isCanonical(text: string): boolean {
  return readBase64url(text).fault === undefined;
}
