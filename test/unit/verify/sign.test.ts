import assert from 'node:assert/strict';
import { constants, createHmac, verify as verifyWithNode } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import jsonwebtoken from 'jsonwebtoken';

import type { KeyInput } from '../../../src/core/keys/keyInput.ts';
import { sign } from '../../../src/core/verify/sign.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { keyPair, randomSecret } from '../../fixtures/keys/keyPairs.ts';
import type { KeyPairName } from '../../fixtures/keys/keyPairs.ts';

const claims = { sub: '42', admin: false };
const privatePem = (name: KeyPairName) => keyPair(name).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const decodePart = (token: string, part: number): unknown =>
  JSON.parse(Buffer.from(token.split('.')[part] ?? '', 'base64url').toString());

/** Checks a signature with node:crypto, which shares no code with what is tested. */
function holds(token: string, alg: string, key: KeyObject): boolean {
  const [header, payload, signature = ''] = token.split('.');
  const input = Buffer.from(`${header}.${payload}`);
  const bytes = Buffer.from(signature, 'base64url');
  const hash = `sha${alg.slice(2, 5)}`;
  if (alg.startsWith('RS')) return verifyWithNode(hash, input, key, bytes);
  if (alg.startsWith('ES')) return verifyWithNode(hash, input, { key, dsaEncoding: 'ieee-p1363' }, bytes);
  if (!alg.startsWith('PS')) return verifyWithNode(null, input, key, bytes);
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return verifyWithNode(hash, input, { key, ...padding }, bytes);
}

const rows: readonly (readonly [string, KeyPairName])[] = [
  ['RS256', 'rsa'],
  ['RS384', 'rsa'],
  ['RS512', 'rsa'],
  ['PS256', 'rsa'],
  ['PS384', 'rsa'],
  ['PS512', 'rsa'],
  ['ES256', 'P-256'],
  ['ES384', 'P-384'],
  ['ES512', 'P-521'],
  ['ES256K', 'secp256k1'],
  ['EdDSA', 'Ed25519'],
  ['Ed25519', 'Ed25519'],
  ['EdDSA', 'Ed448'],
  ['Ed448', 'Ed448'],
];

describe('sign', () => {
  for (const [alg, name] of rows) {
    it(`makes ${alg} tokens with ${name} keys that node:crypto verifies`, async () => {
      const token = await sign(claims, { key: { material: privatePem(name) }, header: { alg, kid: 'a' } });
      assert.ok(holds(token, alg, keyPair(name).publicKey));
      assert.deepEqual(decodePart(token, 0), { alg, typ: 'JWT', kid: 'a' });
      assert.deepEqual(decodePart(token, 1), claims);
    });
  }

  for (const bits of [256, 384, 512]) {
    it(`makes HS${bits} tokens that node:crypto and jsonwebtoken verify`, async () => {
      const { bytes } = randomSecret(64);
      const token = await sign(claims, { key: { material: bytes }, header: { alg: `HS${bits}` } });
      const [header, payload, signature] = token.split('.');
      assert.equal(createHmac(`sha${bits}`, bytes).update(`${header}.${payload}`).digest('base64url'), signature);
      assert.deepEqual(jsonwebtoken.verify(token, Buffer.from(bytes)), claims);
    });
  }

  for (const alg of ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87']) {
    it(`makes ${alg} tokens from a seed`, async () => {
      const { ml_dsa44, ml_dsa65, ml_dsa87 } = await import('@noble/post-quantum/ml-dsa.js');
      const scheme = { 'ML-DSA-44': ml_dsa44, 'ML-DSA-65': ml_dsa65, 'ML-DSA-87': ml_dsa87 }[alg];
      const { bytes } = randomSecret(32);
      const pub = Buffer.from(scheme?.keygen(bytes).publicKey ?? []).toString('base64url');
      const jwk = { kty: 'AKP', alg, pub, priv: Buffer.from(bytes).toString('base64url') };
      const token = await sign(claims, { key: { material: JSON.stringify(jwk) } });
      const { signature, verdict } = await verify(token, {
        keys: [{ material: JSON.stringify({ kty: 'AKP', alg, pub }) }],
        profile: { issuer: null, audience: null },
      });
      assert.deepEqual([signature, verdict], ['valid', 'verified']);
    });
  }

  it('lets the key decide on the algorithm', async () => {
    const algOf = async (key: KeyInput) => {
      const header = decodePart(await sign(claims, { key }), 0);
      return header instanceof Object && 'alg' in header ? header.alg : undefined;
    };
    assert.equal(await algOf({ material: privatePem('P-384') }), 'ES384');
    assert.equal(await algOf({ material: privatePem('rsa') }), 'RS256');
    assert.equal(await algOf({ material: privatePem('rsa'), algorithms: ['PS256'] }), 'PS256');
    assert.equal(
      await algOf({ material: { ...keyPair('rsa').privateKey.export({ format: 'jwk' }), alg: 'PS512' } }),
      'PS512',
    );
    assert.equal(await algOf({ material: 'a secret' }), 'HS256');
  });

  it('signs text as it is, without calling it a JWT', async () => {
    const token = await sign('{"sub": "42"}', { key: { material: privatePem('P-256') } });
    assert.equal(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(), '{"sub": "42"}');
    assert.deepEqual(decodePart(token, 0), { alg: 'ES256' });
  });

  it('refuses with a sentence', async () => {
    const attempt = (key: KeyInput, header?: object) => sign(claims, { key, ...(header && { header }) });
    const publicPem = keyPair('rsa').publicKey.export({ type: 'spki', format: 'pem' }).toString();
    await assert.rejects(
      attempt({ material: publicPem }),
      /needs a private key or a secret, but this is a 2048-bit RSA public key/,
    );
    await assert.rejects(attempt({ material: publicPem }, { alg: 'HS256' }), /needs a private key/);
    await assert.rejects(attempt({ material: privatePem('rsa') }, { alg: 'HS256' }), /HS256 needs a shared secret/);
    await assert.rejects(attempt({ material: privatePem('rsa') }, { alg: 'ES256' }), /curve P-256/);
    for (const alg of ['none', 'RS1', 'RSA-OAEP', 'X', 7])
      await assert.rejects(attempt({ material: 'a secret' }, { alg }), /does not sign/);
    await assert.rejects(attempt({ material: privatePem('X25519') }, { alg: 'EdDSA' }), /Ed25519 or Ed448/);
    await assert.rejects(attempt({ material: privatePem('shortRsa') }), /1024 bits/);
    await assert.rejects(
      attempt({ material: privatePem('rsa'), algorithms: ['PS256'] }, { alg: 'RS256' }),
      /reserved for PS256/,
    );
    await assert.rejects(attempt({ material: privatePem('rsa') }, { b64: false, crit: ['b64'] }), /critical/);
    await assert.rejects(attempt({ material: '' }), /empty/);
    await assert.rejects(attempt({ material: 'a secret' }, { alg: null }), /does not sign/);
  });

  it('says that private numbers are incomplete or do not go together, on every host alike', async () => {
    const jwkOf = (name: KeyPairName) => keyPair(name).privateKey.export({ format: 'jwk' });
    const { p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...withoutFactors } = jwkOf('rsa');
    const keys = [
      withoutFactors,
      { ...jwkOf('P-256'), d: jwkOf('P-384').d },
      { ...jwkOf('Ed25519'), d: jwkOf('X25519').d },
      { ...jwkOf('Ed448'), d: jwkOf('Ed25519').d },
      { ...jwkOf('secp256k1'), d: 'AAAA' },
    ];
    for (const material of keys) {
      await assert.rejects(
        sign(claims, { key: { material: JSON.stringify(material) } }),
        /cannot sign\. Its private numbers/,
      );
    }
  });

  it('takes no notice of header parameters without a value', async () => {
    const header = { alg: undefined, typ: undefined };
    assert.deepEqual(decodePart(await sign(claims, { key: { material: privatePem('P-256') }, header }), 0), {
      alg: 'ES256',
      typ: 'JWT',
    });
  });
});
