import { x25519 } from '@noble/curves/ed25519.js';
import { x448 } from '@noble/curves/ed448.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { JWK } from 'jose';

import { concat } from '../keys/bytes.ts';
import { base64urlBytes, encodeBase64url } from '../text/base64url.ts';

const montgomery: ReadonlyMap<string, typeof x25519> = new Map([
  ['X25519', x25519],
  ['X448', x448],
]);

/** What a private key and another party's public key of its curve have in common; `undefined` where that is nothing. */
export async function sharedSecret(own: JWK, other: JWK): Promise<Uint8Array | undefined> {
  const curve = montgomery.get(own.crv ?? '');
  try {
    return curve
      ? curve.getSharedSecret(base64urlBytes(own.d), base64urlBytes(other.x))
      : await sharedOnNistCurve(own, other);
  } catch {
    // A point of low order gives no secret (RFC 7748 §6.2), one off the curve is no key.
    return undefined;
  }
}

async function sharedOnNistCurve({ kty = '', crv = '', x, y, d }: JWK, other: JWK): Promise<Uint8Array> {
  const parameters = { name: 'ECDH', namedCurve: crv };
  const imported = (jwk: JsonWebKey, usages: KeyUsage[]): Promise<CryptoKey> =>
    crypto.subtle.importKey('jwk', jwk, parameters, false, usages);
  const coordinates = { kty, crv, x: x ?? '', y: y ?? '' };
  const own = await imported({ ...coordinates, d: d ?? '' }, ['deriveBits']);
  const peer = await imported({ kty, crv, x: other.x ?? '', y: other.y ?? '' }, []);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: peer }, own, bitsOf(crv)));
}

/** Bits of a coordinate, which is the whole of what is shared; of P-521 in full bytes. */
function bitsOf(crv: string): number {
  return Math.ceil(Number(crv.slice(2)) / 8) * 8;
}

/** A new private key on the curve of a public one, for one token (RFC 7518 §4.6.1.1). */
export async function ephemeralKey({ kty = '', crv = '' }: JWK): Promise<JWK> {
  const curve = montgomery.get(crv);
  if (curve) {
    const { secretKey, publicKey } = curve.keygen();
    return { kty, crv, x: encodeBase64url(publicKey), d: encodeBase64url(secretKey) };
  }
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: crv }, true, ['deriveBits']);
  const { x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  return { kty, crv, x, y, d };
}

/**
 * NIST SP 800-56A §5.8.1 with SHA-256, as RFC 7518 §4.6.2 fills it in. `name` is that of the algorithm the key is for.
 */
export function concatKdf(
  shared: Uint8Array,
  { name, length, apu, apv }: { name: string; length: number; apu: Uint8Array; apv: Uint8Array },
): Uint8Array {
  const info = concat(prefixed(new TextEncoder().encode(name)), prefixed(apu), prefixed(apv), uint32(length * 8));
  const rounds = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    sha256(concat(uint32(index + 1), shared, info)),
  );
  return concat(...rounds).subarray(0, length);
}

function prefixed(bytes: Uint8Array): Uint8Array {
  return concat(uint32(bytes.length), bytes);
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
