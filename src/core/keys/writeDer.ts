import type { JWK } from 'jose';

import { base64urlBytes } from '../text/base64url.ts';
import { concat } from './bytes.ts';
import { weierstrassCurves } from './curves.ts';
import { derTag } from '../text/der.ts';
import { oid, okpCurves } from './derKey.ts';

const derNull = Uint8Array.of(0x05, 0);
/** `[1]` of ECPrivateKey. */
const publicKeyTag = 0xa1;

const version0 = Uint8Array.of(derTag.integer, 1, 0);
const version1 = Uint8Array.of(derTag.integer, 1, 1);

/**
 * The PrivateKeyInfo (PKCS#8, RFC 5958 §2) of a private `RSA`, `EC` or `OKP` key, with all members it can have;
 * `undefined` for other keys.
 */
export function writePkcs8(jwk: JWK): Uint8Array | undefined {
  switch (jwk.kty) {
    case 'RSA': {
      const { n, e, d, p, q, dp, dq, qi } = jwk;
      const numbers = [n, e, d, p, q, dp, dq, qi].map((member) => integer(base64urlBytes(member)));
      return privateKeyInfo([identifier(oid.rsa), derNull], element(derTag.sequence, [version0, ...numbers]));
    }
    case 'EC': {
      const curve = weierstrassCurves.get(jwk.crv ?? '');
      // ECPrivateKey (RFC 5915 §3); the curve stands outside of it.
      const key = element(derTag.sequence, [
        version1,
        element(derTag.octetString, [base64urlBytes(jwk.d)]),
        element(publicKeyTag, [element(derTag.bitString, [Uint8Array.of(0), pointOf(jwk)])]),
      ]);
      return curve && privateKeyInfo([identifier(oid.ec), identifier(curve.oid)], key);
    }
    case 'OKP': {
      const id = idOfCurve(jwk.crv);
      return id === undefined
        ? undefined
        : privateKeyInfo([identifier(id)], element(derTag.octetString, [base64urlBytes(jwk.d)]));
    }
    default:
      return undefined;
  }
}

/** The SubjectPublicKeyInfo of a public `RSA`, `EC` or `OKP` key (RFC 5280 §4.1.2.7); `undefined` for other keys. */
export function writeSpki(jwk: JWK): Uint8Array | undefined {
  switch (jwk.kty) {
    case 'RSA':
      return publicKeyInfo([identifier(oid.rsa), derNull], writePkcs1(jwk));
    case 'EC': {
      const curve = weierstrassCurves.get(jwk.crv ?? '');
      return curve && publicKeyInfo([identifier(oid.ec), identifier(curve.oid)], pointOf(jwk));
    }
    case 'OKP': {
      const id = idOfCurve(jwk.crv);
      return id === undefined ? undefined : publicKeyInfo([identifier(id)], base64urlBytes(jwk.x));
    }
    default:
      return undefined;
  }
}

/** The RSAPublicKey of PKCS#1 (RFC 8017 A.1.1). */
export function writePkcs1(jwk: JWK): Uint8Array {
  return element(derTag.sequence, [integer(base64urlBytes(jwk.n)), integer(base64urlBytes(jwk.e))]);
}

/** PEM as OpenSSL writes it (RFC 7468): lines of 64 characters, and a line feed at the end. */
export function writePem(label: string, der: Uint8Array): string {
  const base64 = toBase64(der).replaceAll(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`;
}

/** Standard base64 on one line. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function privateKeyInfo(algorithm: readonly Uint8Array[], key: Uint8Array): Uint8Array {
  return element(derTag.sequence, [version0, element(derTag.sequence, algorithm), element(derTag.octetString, [key])]);
}

function publicKeyInfo(algorithm: readonly Uint8Array[], key: Uint8Array): Uint8Array {
  return element(derTag.sequence, [
    element(derTag.sequence, algorithm),
    element(derTag.bitString, [Uint8Array.of(0), key]),
  ]);
}

/** Uncompressed. */
function pointOf({ x, y }: JWK): Uint8Array {
  return concat(Uint8Array.of(4), base64urlBytes(x), base64urlBytes(y));
}

function idOfCurve(crv: string | undefined): string | undefined {
  return [...okpCurves].find(([, name]) => name === crv)?.[0];
}

function integer(bytes: Uint8Array): Uint8Array {
  const [first = 0] = bytes;
  return element(derTag.integer, first >= 0x80 ? [Uint8Array.of(0), bytes] : [bytes]);
}

function identifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...arcs] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...arcs].flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
      digits.unshift((rest & 0x7f) | 0x80);
    return digits;
  });
  return element(derTag.objectIdentifier, [Uint8Array.from(bytes)]);
}

function element(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  const contents = concat(...parts);
  const { length } = contents;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return concat(Uint8Array.of(tag, ...size), contents);
}
