import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, generatePrimeSync, verify as nodeVerify } from 'node:crypto';

import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { ed448, x448 } from '@noble/curves/ed448.js';
import type { JWK } from 'jose';

import { lintKey, lintKeyWholly } from '../../../src/core/keys/lintKey.ts';
import { parseKey } from '../../../src/core/keys/parseKey.ts';
import { inspect, inspectText } from '../../../src/core/api.ts';
import { decrypt } from '../../../src/core/verify/decrypt.ts';
import { encrypt } from '../../../src/core/verify/encrypt.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { encode } from '../../support/jose.ts';

const claims = { iss: 'a', exp: 4_102_444_800 };
const url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const okp = (crv: string, bytes: Uint8Array): JWK => ({ kty: 'OKP', crv, x: url(bytes) });
const rules = (jwk: JWK): readonly string[] => lintKeyWholly(jwk).map(({ ruleId }) => ruleId);

const p25519 = 2n ** 255n - 19n;
const p448 = 2n ** 448n - 2n ** 224n - 1n;

function littleEndian(value: bigint, length: number): Uint8Array {
  return Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex').toReversed();
}

/**
 * Every point whose order divides the cofactor, counted out by noble as multiples of one that lies outside of the large
 * subgroup.
 */
function smallOrder(): { readonly crv: string; readonly bytes: Uint8Array }[] {
  const found = new Map<string, { crv: string; bytes: Uint8Array }>();
  for (const [crv, { Point }] of [
    ['Ed25519', ed25519],
    ['Ed448', ed448],
  ] as const) {
    const { n } = Point.CURVE();
    for (let seed = 1n; seed < 60n; seed += 1n) {
      try {
        const point = Point.fromBytes(littleEndian(seed, crv === 'Ed25519' ? 32 : 57));
        // n times any point: what is left of it is of small order.
        const rest = point.multiplyUnsafe(n - 1n).add(point);
        const bytes = rest.toBytes();
        found.set(`${crv}${url(bytes)}`, { crv, bytes });
      } catch {
        // Half of all numbers are no coordinate.
      }
    }
  }
  return [...found.values()];
}

async function verdictOf(jwk: JWK, alg: string, signature: Uint8Array): Promise<readonly unknown[]> {
  const token = `${encode({ alg })}.${encode(claims)}.${url(signature)}`;
  const { signature: outcome, verdict, checks } = await verify(token, { keys: [{ material: jwk, algorithms: [alg] }] });
  return [outcome, verdict, checks.find(({ id }) => id === 'key')?.outcome];
}

describe('keys that prove nothing are refused', () => {
  it('points of small order of Ed25519 and Ed448, with which one signature holds for everything', async () => {
    const points = smallOrder();
    assert.equal(points.filter(({ crv }) => crv === 'Ed25519').length, 8);
    assert.equal(points.filter(({ crv }) => crv === 'Ed448').length, 4);
    for (const { crv, bytes } of points) {
      assert.deepEqual(rules(okp(crv, bytes)), ['ec-point-invalid'], `${crv} ${url(bytes)}`);
      // R = the neutral element and S = 0.
      const forged = new Uint8Array(bytes.length * 2);
      forged[0] = 1;
      assert.deepEqual(await verdictOf(okp(crv, bytes), 'EdDSA', forged), ['not-checked', 'rejected', 'fail']);
    }
  });

  it('coordinates beyond the field, and x = 0 with a sign', () => {
    for (const bytes of [
      littleEndian(p25519, 32),
      littleEndian(p25519 + 1n, 32),
      littleEndian(p25519 + 3n, 32),
      littleEndian(2n ** 255n - 1n, 32),
      littleEndian(2n ** 255n + 1n, 32),
      littleEndian(2n ** 256n - 1n, 32),
    ])
      assert.deepEqual(rules(okp('Ed25519', bytes)), ['ec-point-invalid'], url(bytes));
    for (const bytes of [littleEndian(p448, 57), littleEndian(2n ** 455n + 1n, 57), littleEndian(2n ** 450n, 57)])
      assert.deepEqual(rules(okp('Ed448', bytes)), ['ec-point-invalid'], url(bytes));
  });

  it('what is no point at all, exactly where noble takes it for none', () => {
    for (let y = 2n; y < 60n; y += 1n) {
      for (const [crv, curve, length] of [
        ['Ed25519', ed25519, 32],
        ['Ed448', ed448, 57],
      ] as const) {
        const bytes = littleEndian(y, length);
        let isPoint = true;
        try {
          curve.Point.fromBytes(bytes);
        } catch {
          isPoint = false;
        }
        assert.equal(rules(okp(crv, bytes)).length === 0, isPoint, `${crv} ${y}`);
      }
    }
  });

  it('in the claim that names the holder of a token, too', () => {
    for (const jwk of [okp('Ed25519', littleEndian(1n, 32)), okp('X25519', littleEndian(0n, 32))]) {
      const token = `${encode({ alg: 'ES256' })}.${encode({ ...claims, cnf: { jwk } })}.${'A'.repeat(86)}`;
      assert.ok(inspect(token).some(({ ruleId }) => ruleId === 'ec-point-invalid'));
    }
  });

  it('points of X25519 and X448 with which everybody agrees on the same secret', async () => {
    const order8 = 39382357235489614581723060781553021112529911719440698176882885853963445705823n;
    for (const [crv, u, curve] of [
      ['X25519', 0n, x25519],
      ['X25519', 1n, x25519],
      ['X25519', p25519 - 1n, x25519],
      ['X25519', p25519, x25519],
      ['X25519', p25519 + 1n, x25519],
      ['X25519', order8, x25519],
      ['X25519', order8 + 2n ** 255n, x25519],
      ['X448', 0n, x448],
      ['X448', 1n, x448],
      ['X448', p448 - 1n, x448],
      ['X448', p448 + 1n, x448],
    ] as const) {
      const length = crv === 'X25519' ? 32 : 56;
      const jwk = okp(crv, littleEndian(u, length));
      assert.throws(() => curve.getSharedSecret(curve.utils.randomSecretKey(), littleEndian(u, length)));
      assert.deepEqual(rules(jwk), ['ec-point-invalid'], `${crv} ${u}`);
      // As the recipient's key, and as the sender's.
      await assert.rejects(encrypt('x', { key: { material: jwk }, header: { alg: 'ECDH-ES', enc: 'A128GCM' } }));
      const { privateKey } = crv === 'X25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('x448');
      const token = `${encode({ alg: 'ECDH-ES', enc: 'A128GCM', epk: jwk })}..AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA`;
      const { outcome, reason } = await decrypt(token, { keys: [{ material: privateKey.export({ format: 'jwk' }) }] });
      assert.equal(outcome, 'failed');
      assert.match(reason ?? '', /epk/);
    }
  });

  it('RSA moduli that are prime, with which everybody has the private key', async function () {
    this.timeout(20_000);
    const prime = generatePrimeSync(2048, { bigint: true });
    const e = 65_537n;
    // Everybody can: the order of the group is n - 1.
    const d = inverse(e, prime - 1n);
    const jwk = { kty: 'RSA', n: url(bigEndian(prime)), e: 'AQAB' };
    const input = `${encode({ alg: 'RS256' })}.${encode(claims)}`;
    const digestInfo = '3031300d060960864801650304020105000420';
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(input))).toString('hex');
    const padded = BigInt(`0x0001${'ff'.repeat(256 - 3 - 51)}00${digestInfo}${hash}`);
    const signature = bigEndian(power(padded, d, prime));
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    assert.ok(nodeVerify('sha256', Buffer.from(input), key, signature), 'the forgery holds for OpenSSL');
    assert.deepEqual(await verdictOf(jwk, 'RS256', signature), ['not-checked', 'rejected', 'fail']);
    assert.deepEqual(rules(jwk), ['rsa-modulus-broken']);
    assert.ok(inspectText(JSON.stringify(jwk)).some(({ ruleId }) => ruleId === 'rsa-modulus-broken'));
  });

  it('RSA moduli that are even, or longer than anybody uses', () => {
    const even = { kty: 'RSA', n: url(bigEndian((1n << 2047n) + 2n ** 1000n + 6n)), e: 'AQAB' };
    const long = { kty: 'RSA', n: url(new Uint8Array(2100).fill(0xff)), e: 'AQAB' };
    for (const jwk of [even, long]) assert.deepEqual(rules(jwk), ['rsa-modulus-broken']);
  });

  it('ML-DSA keys of another length than their kind has', async () => {
    for (const length of [0, 1311, 1313, 1952]) {
      assert.equal(
        (await parseKey({ material: { kty: 'AKP', alg: 'ML-DSA-44', pub: url(new Uint8Array(length)) } })).ok,
        false,
      );
    }
  });

  it('but never a sound one', () => {
    for (let count = 0; count < 25; count += 1) {
      for (const type of ['ed25519', 'ed448', 'x25519', 'x448'] as const) {
        const { publicKey } = generateKeyPairSync(type as 'ed25519');
        assert.deepEqual(lintKey(publicKey.export({ format: 'jwk' }) as JWK), []);
      }
    }
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    assert.deepEqual(rules(publicKey.export({ format: 'jwk' }) as JWK), []);
  });
});

function bigEndian(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) result = (result * result * (bit === '1' ? base : 1n)) % modulus;
  return result;
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [r, next, s, nextS] = [modulus, value, 0n, 1n];
  while (next > 0n) [r, next, s, nextS] = [next, r % next, nextS, s - (r / next) * nextS];
  return ((s % modulus) + modulus) % modulus;
}
