import assert from 'node:assert/strict';

import type { JWK } from 'jose';

import { bigintToBytes, modPow } from '../../../src/core/keys/bigint.ts';
import { adviseOnKey, lintKey } from '../../../src/core/keys/lintKey.ts';
import { encodeBase64url } from '../../../src/core/text/base64url.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';

const rsa = keyPair('rsa').publicKey.export({ format: 'jwk' });
const ec = keyPair('P-256').publicKey.export({ format: 'jwk' });
const faults = (jwk: JWK) => lintKey(jwk).map(({ ruleId, severity }) => `${severity} ${ruleId}`);
const exponent = (...bytes: readonly number[]) => encodeBase64url(Uint8Array.from(bytes));

describe('lintKey', () => {
  it('finds nothing in sound keys', () => {
    for (const name of ['rsa', 'P-256', 'P-384', 'P-521', 'secp256k1', 'Ed25519', 'Ed448'] as const)
      assert.deepEqual(faults(keyPair(name).publicKey.export({ format: 'jwk' })), []);
  });

  it('bars short RSA keys', () => {
    assert.deepEqual(faults(keyPair('shortRsa').publicKey.export({ format: 'jwk' })), ['error rsa-key-short']);
  });

  it('bars exponents that protect nothing, and warns of small ones', () => {
    assert.deepEqual(faults({ ...rsa, e: exponent(1) }), ['error rsa-exponent']);
    assert.deepEqual(faults({ ...rsa, e: exponent(2) }), ['error rsa-exponent']);
    assert.deepEqual(faults({ ...rsa, e: exponent(1, 0, 0) }), ['error rsa-exponent']);
    assert.deepEqual(faults({ ...rsa, e: exponent(0) }), ['error rsa-exponent']);
    assert.deepEqual(faults({ ...rsa, e: exponent(3) }), ['warning rsa-exponent']);
    assert.deepEqual(faults({ ...rsa, e: exponent(1, 0, 1) }), []);
  });

  it('advises on what could be better, which bars nothing', () => {
    const advice = (jwk: JWK) => adviseOnKey(jwk).map(({ ruleId, severity }) => `${severity} ${ruleId}`);
    assert.deepEqual(advice(rsa), ['hint rsa-key-under-3072']);
    const long = { ...rsa, n: encodeBase64url(bigintToBytes(2n ** 3072n - 1n, 384)) };
    assert.deepEqual(advice(long), []);
    assert.deepEqual(advice({ ...long, e: exponent(19) }), ['hint rsa-exponent']);
    assert.deepEqual(advice({ ...long, e: exponent(1, 0, 0, 1) }), ['hint rsa-exponent']);
    assert.deepEqual(faults({ ...rsa, e: exponent(17) }), ['warning rsa-exponent']);
    assert.deepEqual(faults({ ...rsa, e: exponent(19) }), []);
    assert.deepEqual(advice(keyPair('shortRsa').publicKey.export({ format: 'jwk' })), []);
    assert.deepEqual(advice(ec), []);
  });

  it('bars moduli that anyone can factor', () => {
    const even = Buffer.from(rsa.n ?? '', 'base64url');
    even[255] = 0;
    assert.deepEqual(faults({ ...rsa, n: even.toString('base64url') }), ['error rsa-modulus-broken']);
    const square = bigintToBytes((2n ** 1024n - 105n) ** 2n, 256);
    assert.deepEqual(faults({ ...rsa, n: encodeBase64url(square) }), ['error rsa-modulus-broken']);
    const withFactor = bigintToBytes(65_521n * (2n ** 2040n - 9n), 257);
    assert.deepEqual(faults({ ...rsa, n: encodeBase64url(withFactor) }), ['error rsa-modulus-broken']);
  });

  it('recognises the ROCA fingerprint', () => {
    const primes = Array.from({ length: 168 }, (_, number) => number).filter(
      (number) =>
        number > 2 &&
        Array.from({ length: number - 2 }, (_, index) => index + 2).every((divisor) => number % divisor !== 0),
    );
    assert.equal(primes.length, 38);
    const product = primes.reduce((all, prime) => all * BigInt(prime), 1n);
    // A power of 65537 modulo the product, raised to 2048 bits, until it has no small factor of its own.
    let modulus = modPow(65_537n, 123_456_789n, product) + (2n ** 2047n / product + 1n) * product;
    while (
      modulus % 2n === 0n ||
      faults({ ...rsa, n: encodeBase64url(bigintToBytes(modulus, 256)) })[0]?.includes('broken')
    )
      modulus += product;
    assert.deepEqual(faults({ ...rsa, n: encodeBase64url(bigintToBytes(modulus, 256)) }), ['error rsa-roca']);
  });

  it('bars points that are not on their curve, or too long or short', () => {
    assert.deepEqual(faults({ ...ec, y: ec.x ?? '' }), ['error ec-point-invalid']);
    assert.deepEqual(faults({ ...ec, crv: 'secp256k1' }), ['error ec-point-invalid']);
    assert.deepEqual(faults({ ...ec, crv: 'P-384' }), ['error ec-point-invalid']);
    assert.deepEqual(
      faults({ ...ec, x: encodeBase64url(new Uint8Array(32)), y: encodeBase64url(new Uint8Array(32)) }),
      ['error ec-point-invalid'],
    );
    const tooLarge = encodeBase64url(new Uint8Array(32).fill(0xff));
    assert.deepEqual(faults({ ...ec, x: tooLarge, y: tooLarge }), ['error ec-point-invalid']);
  });
});
