import { encodeBase64url } from '../text/base64url.ts';
import { bytesToBigint, bigintToBytes } from './bigint.ts';
import { decodePoint, edwardsAndMontgomerySizes, weierstrassCurves } from './curves.ts';
import { derTag, objectIdentifier, readDer, unsignedInteger, wholeBits } from '../text/der.ts';
import type { DerNode } from '../text/der.ts';
import { foreignKind } from './foreignKinds.ts';
import { readJwk } from './jwk.ts';
import type { KeyReading } from './keyReading.ts';
import { noKey } from './keyReading.ts';

/**
 * What a DER structure turned out to be. `certificate` holds its whole encoding, from which thumbprints are computed.
 */
export type DerKey = KeyReading & { readonly form: DerForm; readonly certificate?: Uint8Array };

export type DerForm = 'public key' | 'private key' | 'certificate' | 'encrypted private key' | 'other';

/** Object identifiers of key algorithms and of what contains them. */
export const oid = {
  rsa: '1.2.840.113549.1.1.1',
  rsaPss: '1.2.840.113549.1.1.10',
  ec: '1.2.840.10045.2.1',
} as const;

/** RFC 8410 §3. */
export const okpCurves: ReadonlyMap<string, string> = new Map([
  ['1.3.101.110', 'X25519'],
  ['1.3.101.111', 'X448'],
  ['1.3.101.112', 'Ed25519'],
  ['1.3.101.113', 'Ed448'],
]);

const mlDsaAlgorithms: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.3.17', 'ML-DSA-44'],
  ['2.16.840.1.101.3.4.3.18', 'ML-DSA-65'],
  ['2.16.840.1.101.3.4.3.19', 'ML-DSA-87'],
]);

/**
 * Reads a key from DER by its shape, whatever label came with it: SPKI and X.509 (RFC 5280 §4.1), PKCS#1 (RFC 8017
 * A.1), PKCS#8 (RFC 5958 §2), SEC 1 (RFC 5915 §3). `undefined` where the bytes are no DER, or no structure that is like
 * these. A private key that comes without its public half (PKCS#8 of the OKP curves and of ML-DSA, the shortest form of
 * SEC 1) is returned without it: `withPublicHalf` computes it.
 */
export function readDerKey(bytes: Uint8Array): DerKey | undefined {
  const root = readDer(bytes);
  if (root?.tag !== derTag.sequence) return undefined;
  const [first, second, third] = root.children;
  const shape = root.children.map(({ tag }) => tag);

  if (isShape(shape, derTag.sequence, derTag.bitString) && first)
    return { form: 'public key', ...publicFromSpki(root) };
  if (isShape(shape, derTag.sequence, derTag.sequence, derTag.bitString) && first) {
    const { children } = first;
    if (children[0]?.tag === derTag.integer && children.at(-1)?.tag === 0xa0)
      return other('This is a certificate request. Use the certificate issued for it, or its public key.');
    // Version 1 certificates have no version field in front.
    const spki = children[children[0]?.tag === 0xa0 ? 6 : 5];
    // A list of revoked certificates (RFC 5280 §5.1) has something else in its place.
    if (spki?.children[1]?.tag !== derTag.bitString)
      return other('This is signed like a certificate, but it does not contain a key.');
    return { form: 'certificate', certificate: bytes, ...publicFromSpki(spki) };
  }
  if (isShape(shape, derTag.sequence, derTag.octetString) && objectIdentifier(first?.children[0])) {
    return {
      form: 'encrypted private key',
      ok: false,
      problem: 'This private key is encrypted. Enter its password.',
      passwordNeeded: true,
    };
  }
  if (first?.tag !== derTag.integer) return undefined;
  if (second?.tag === derTag.sequence && third?.tag === derTag.octetString)
    return { form: 'private key', ...privateFromPkcs8(root) };
  if (second?.tag === derTag.octetString) return { form: 'private key', ...privateFromSec1(root) };
  if (isShape(shape, derTag.integer, derTag.integer)) return { form: 'public key', ...rsa(root.children) };
  if (shape.length >= 9 && shape.slice(0, 9).every((tag) => tag === derTag.integer))
    return { form: 'private key', ...rsa(root.children.slice(1)) };
  return undefined;
}

function publicFromSpki(spki: DerNode | undefined): KeyReading {
  const [algorithm, key] = spki?.children ?? [];
  const bytes = wholeBits(key);
  const id = objectIdentifier(algorithm?.children[0]);
  if (!bytes || id === undefined) return noKey('The public key inside is damaged.');
  if (id === oid.rsa || id === oid.rsaPss) return forPss(algorithm, rsa(readDer(bytes)?.children ?? []));
  if (id === oid.ec) return ec(objectIdentifier(algorithm?.children[1]), bytes);
  const crv = okpCurves.get(id);
  if (crv !== undefined) return okp(crv, bytes);
  const alg = mlDsaAlgorithms.get(id);
  if (alg !== undefined) {
    const jwk = { kty: 'AKP', alg, pub: encodeBase64url(bytes) };
    return readJwk(jwk);
  }
  return noKey(`JOSE does not use this type of key${foreignKind(id)}.`);
}

function privateFromPkcs8({ children }: DerNode): KeyReading {
  const [, algorithm, key] = children;
  const id = objectIdentifier(algorithm?.children[0]);
  const inner = readDer(key?.contents ?? new Uint8Array());
  if (id === undefined || !inner) return noKey('The private key inside is damaged.');
  if (id === oid.rsa || id === oid.rsaPss) return forPss(algorithm, rsa(inner.children.slice(1)));
  if (id === oid.ec) return privateFromSec1(inner, objectIdentifier(algorithm?.children[1]));
  const crv = okpCurves.get(id);
  if (crv !== undefined) return { ok: true, jwk: { kty: 'OKP', crv, d: encodeBase64url(inner.contents) } };
  const alg = mlDsaAlgorithms.get(id);
  if (alg !== undefined) return privateFromSeed(alg, inner);
  return noKey(`JOSE does not use this type of key${foreignKind(id)}.`);
}

/**
 * RFC 9881 §6: the seed alone, the seed and what is computed from it, or only the latter, from which the seed cannot be
 * had.
 */
function privateFromSeed(alg: string, key: DerNode): KeyReading {
  const seed = key.tag === 0x80 ? key : key.tag === derTag.sequence ? key.children[0] : undefined;
  return seed
    ? { ok: true, jwk: { kty: 'AKP', alg, priv: encodeBase64url(seed.contents) } }
    : noKey(
        `This ${alg} private key does not contain its seed, which JOSE uses as the key. Export the key with the seed.`,
      );
}

/** ECPrivateKey; inside PKCS#8 the curve stands outside of it. */
function privateFromSec1({ children }: DerNode, outerCurve?: string): KeyReading {
  const [, secret, ...rest] = children;
  const tagged = (tag: number) => rest.find((node) => node.tag === tag)?.children[0];
  const curve = outerCurve ?? objectIdentifier(tagged(0xa0));
  const found = curveByOid(curve);
  if (!secret || !found) return unknownCurve(curve);
  const d = bigintToBytes(bytesToBigint(secret.contents), found.size);
  const point = wholeBits(tagged(0xa1));
  return point ? ec(curve, point, d) : { ok: true, jwk: { kty: 'EC', crv: found.crv, d: encodeBase64url(d) } };
}

function rsa(integers: readonly DerNode[]): KeyReading {
  const values = integers.slice(0, 8).map((node) => unsignedInteger(node));
  const [n, e, ...secrets] = values.map((value) => value && encodeBase64url(value));
  if (n === undefined || e === undefined)
    return noKey('The RSA key is damaged: its modulus or exponent cannot be read.');
  if (secrets.length === 0) return { ok: true, jwk: { kty: 'RSA', n, e } };
  const [d, p, q, dp, dq, qi] = secrets;
  if (d === undefined || p === undefined || q === undefined || dp === undefined || dq === undefined || qi === undefined)
    return noKey('The RSA private key is damaged: some of its numbers are missing.');
  return { ok: true, jwk: { kty: 'RSA', n, e, d, p, q, dp, dq, qi } };
}

const hashes: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'PS256'],
  ['2.16.840.1.101.3.4.2.2', 'PS384'],
  ['2.16.840.1.101.3.4.2.3', 'PS512'],
]);

/**
 * A key that says that it is for RSASSA-PSS is for nothing else, and where it names a hash, for that only (RFC 4055
 * §1.2, §3.1).
 */
function forPss(algorithm: DerNode | undefined, key: KeyReading): KeyReading {
  const [id, parameters] = algorithm?.children ?? [];
  if (!key.ok || objectIdentifier(id) !== oid.rsaPss) return key;
  if (parameters?.tag !== derTag.sequence) return { ...key, algorithms: [...hashes.values()] };
  const hash = parameters.children.find(({ tag }) => tag === 0xa0)?.children[0]?.children[0];
  const name = hashes.get(objectIdentifier(hash) ?? '');
  return name === undefined
    ? noKey('This key is for RSASSA-PSS with a hash that JOSE does not support.')
    : { ...key, algorithms: [name] };
}

function ec(curveOid: string | undefined, point: Uint8Array, d?: Uint8Array): KeyReading {
  const found = curveByOid(curveOid);
  if (!found) return unknownCurve(curveOid);
  const decoded = decodePoint(found.curve, point);
  if (!decoded) return noKey(`The key is not a point on the curve ${found.crv}.`);
  const [x, y] = [encodeBase64url(decoded.x), encodeBase64url(decoded.y)];
  return { ok: true, jwk: { kty: 'EC', crv: found.crv, x, y, ...(d && { d: encodeBase64url(d) }) } };
}

function okp(crv: string, bytes: Uint8Array): KeyReading {
  const size = edwardsAndMontgomerySizes.get(crv);
  if (bytes.length !== size) return noKey(`An ${crv} public key has ${size} bytes, but this key has ${bytes.length}.`);
  return { ok: true, jwk: { kty: 'OKP', crv, x: encodeBase64url(bytes) } };
}

function curveByOid(id: string | undefined) {
  for (const [crv, curve] of weierstrassCurves) if (curve.oid === id) return { crv, curve, size: curve.size };
  return undefined;
}

function unknownCurve(id: string | undefined): KeyReading {
  return noKey(
    id === undefined
      ? 'The key does not name its curve. Export it with a named curve.'
      : `The key is on a curve that JOSE does not use${foreignKind(id)}. JOSE uses P-256, P-384, P-521, and secp256k1.`,
  );
}

function isShape(shape: readonly number[], ...expected: readonly number[]): boolean {
  return shape.length === expected.length && shape.every((tag, index) => tag === expected[index]);
}

function other(sentence: string): DerKey {
  return { form: 'other', ...noKey(sentence) };
}
