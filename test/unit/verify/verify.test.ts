import assert from 'node:assert/strict';
import { createHash, sign } from 'node:crypto';

import fastJwt from 'fast-jwt';
import jsonwebtoken from 'jsonwebtoken';
import nodeJose from 'node-jose';

import type { IssuerProfile } from '../../../src/core/issuers/issuerProfile.ts';
import type { KeyInput } from '../../../src/core/keys/keyInput.ts';
import type { Check, CheckId, Verification } from '../../../src/core/verify/verification.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { certificate } from '../../fixtures/keys/certificates.ts';
import { keyPair, randomSecret } from '../../fixtures/keys/keyPairs.ts';
import type { KeyPairName } from '../../fixtures/keys/keyPairs.ts';
import { compact, encode, hs256, issue } from '../../support/jose.ts';

const now = new Date('2026-05-31T20:00:00Z');
const epoch = now.getTime() / 1000;
const claims = {
  iss: 'https://issuer.test',
  aud: 'api',
  sub: '42',
  iat: epoch - 60,
  nbf: epoch - 60,
  exp: epoch + 600,
};
const profile: IssuerProfile = { issuer: 'https://issuer.test', audience: 'api' };

function outcomeOf(verification: Verification, id: CheckId): Check['outcome'] {
  return checkOf(verification, id).outcome;
}

function checkOf(verification: Verification, id: CheckId): Check {
  const found = verification.checks.filter((check) => check.id === id);
  assert.equal(found.length, 1, `one check ${id}`);
  return found[0] as Check;
}

const algorithms: readonly (readonly [string, KeyPairName])[] = [
  ['RS256', 'rsa'],
  ['RS384', 'rsa'],
  ['RS512', 'rsa'],
  ['PS256', 'rsa'],
  ['PS384', 'rsa'],
  ['PS512', 'rsa'],
  ['ES256', 'P-256'],
  ['ES384', 'P-384'],
  ['ES512', 'P-521'],
  ['EdDSA', 'Ed25519'],
  ['Ed25519', 'Ed25519'],
  ['EdDSA', 'Ed448'],
  ['Ed448', 'Ed448'],
  ['ES256K', 'secp256k1'],
];

const publicPem = (name: KeyPairName) => keyPair(name).publicKey.export({ type: 'spki', format: 'pem' }).toString();
const publicJwk = (name: KeyPairName) => keyPair(name).publicKey.export({ format: 'jwk' });

const privatePem = (name: KeyPairName) => keyPair(name).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const jwks = (...keys: Record<string, unknown>[]): KeyInput => ({ material: JSON.stringify({ keys }) });

/** What the checklist says of a key for an ES256 token. */
const keyDetail = async (material: KeyInput['material']) => {
  const verification = await verify(issue('ES256', keyPair('P-256').privateKey, claims), {
    keys: [{ material }],
    now,
  });
  assert.equal(verification.signature, 'not-checked');
  return checkOf(verification, 'key').detail;
};

/** Changes one character in the middle of a part, so that it stays canonical base64url. */
function tamper(token: string, part: 0 | 1 | 2): string {
  const parts = token.split('.');
  const text = parts[part] ?? '';
  const at = text.length >> 1;
  parts[part] = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
  return parts.join('.');
}

describe('verify', () => {
  for (const [alg, name] of algorithms) {
    describe(`${alg} with ${name}`, () => {
      const { publicKey, privateKey } = keyPair(name);
      const token = issue(alg, privateKey, claims);
      const keys: readonly KeyInput[] = [{ material: publicPem(name), algorithms: [alg] }];

      it('verifies what node:crypto signed, with every form of the key', async () => {
        const materials: readonly KeyInput['material'][] = [
          publicPem(name),
          new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
          publicJwk(name),
          { keys: [publicJwk(name)] },
          JSON.stringify({ keys: [publicJwk(name)] }),
          privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        ];
        for (const material of materials) {
          const verification = await verify(token, {
            keys: [{ material }],
            profile: { ...profile, algorithms: [alg] },
            now,
          });
          assert.equal(verification.verdict, 'verified');
          assert.equal(verification.signature, 'valid');
          assert.equal(verification.claims, 'pass');
        }
      });

      it('rejects a change in the payload or signature', async () => {
        for (const part of [1, 2] as const) {
          const verification = await verify(tamper(token, part), { keys, profile, now });
          assert.equal(verification.signature, 'invalid');
          assert.equal(verification.verdict, 'rejected');
          assert.equal(outcomeOf(verification, 'signature'), 'fail');
        }
      });

      it('rejects a signature that is missing, cut, zero or of another token', async () => {
        const [header, payload, signature = ''] = token.split('.');
        const zeros = encode(new Uint8Array(Buffer.from(signature, 'base64url').length));
        const other = issue(alg, privateKey, { ...claims, sub: '43' }).split('.')[2];
        for (const forged of ['', signature.slice(0, 40), zeros, other]) {
          const verification = await verify(`${header}.${payload}.${forged}`, { keys, profile, now });
          assert.equal(verification.signature, 'invalid');
          assert.equal(verification.verdict, 'rejected');
        }
      });
    });
  }

  for (const bits of [256, 384, 512] as const) {
    it(`verifies HS${bits} of node:crypto and refuses another secret`, async () => {
      const { bytes, key } = randomSecret(bits / 8);
      const token = issue(`HS${bits}`, key, claims);
      const right = await verify(token, { keys: [{ material: bytes, algorithms: [`HS${bits}`] }], profile, now });
      assert.equal(right.verdict, 'verified');
      const wrong = await verify(token, {
        keys: [{ material: randomSecret(64).bytes, algorithms: [`HS${bits}`] }],
        profile,
        now,
      });
      assert.equal(wrong.signature, 'invalid');
      assert.equal(wrong.verdict, 'rejected');
    });
  }

  it('verifies tokens of jsonwebtoken, fast-jwt and node-jose', async () => {
    for (const alg of ['RS256', 'RS512', 'PS256', 'PS384', 'ES256', 'ES384', 'ES512'] as const) {
      const name = algorithms.find(([other]) => other === alg)?.[1] ?? 'rsa';
      const keystore = await nodeJose.JWK.asKey(keyPair(name).privateKey.export({ format: 'jwk' }));
      const tokens = [
        jsonwebtoken.sign(claims, privatePem(name), { algorithm: alg }),
        fastJwt.createSigner({ algorithm: alg, key: privatePem(name) })(claims),
        (await nodeJose.JWS.createSign({ format: 'compact', alg, fields: { alg } }, keystore)
          .update(JSON.stringify(claims))
          .final()) as unknown as string,
      ];
      for (const token of tokens) {
        const verification = await verify(token, {
          keys: [{ material: publicPem(name), algorithms: [alg] }],
          profile,
          now,
        });
        assert.equal(verification.verdict, 'verified');
      }
    }
    const { bytes } = randomSecret(64);
    for (const token of [
      jsonwebtoken.sign(claims, Buffer.from(bytes)),
      fastJwt.createSigner({ key: Buffer.from(bytes) })(claims),
    ]) {
      assert.equal(
        (await verify(token, { keys: [{ material: bytes, algorithms: ['HS256'] }], profile, now })).verdict,
        'verified',
      );
    }
    const eddsa = fastJwt.createSigner({ algorithm: 'EdDSA', key: privatePem('Ed25519') })(claims);
    assert.equal(
      (await verify(eddsa, { keys: [{ material: publicPem('Ed25519'), algorithms: ['EdDSA'] }], profile, now }))
        .verdict,
      'verified',
    );
  });

  describe('what the verdict needs', () => {
    const token = issue('ES256', keyPair('P-256').privateKey, claims);
    const keys: readonly KeyInput[] = [{ material: publicJwk('P-256') }];

    it('is not verified while nothing pins the algorithm', async () => {
      const verification = await verify(token, { keys, profile, now });
      assert.equal(verification.signature, 'valid');
      assert.equal(outcomeOf(verification, 'algorithm'), 'not-checked');
      assert.equal(verification.verdict, 'not-verified');
    });

    it('takes the pin of the profile, of the key input, or of the JWK', async () => {
      const pinned: readonly (readonly [readonly KeyInput[], IssuerProfile])[] = [
        [keys, { ...profile, algorithms: ['RS256', 'ES256'] }],
        [[{ material: publicJwk('P-256'), algorithms: ['ES256'] }], profile],
        [[{ material: { ...publicJwk('P-256'), alg: 'ES256' } }], profile],
      ];
      for (const [given, expected] of pinned)
        assert.equal((await verify(token, { keys: given, profile: expected, now })).verdict, 'verified');
    });

    it('rejects an algorithm that is not allowed, without trying a key', async () => {
      const denied: readonly (readonly [readonly KeyInput[], IssuerProfile])[] = [
        [keys, { ...profile, algorithms: ['RS256'] }],
        [[{ material: publicJwk('P-256'), algorithms: ['ES384'] }], profile],
        [[{ material: { ...publicJwk('P-256'), alg: 'ES384' } }], profile],
        [[{ material: { ...publicJwk('P-256'), alg: 'ES256' }, algorithms: ['ES384'] }], profile],
      ];
      for (const [given, expected] of denied) {
        const verification = await verify(token, { keys: given, profile: expected, now });
        assert.equal(outcomeOf(verification, 'algorithm'), 'fail');
        assert.equal(verification.signature, 'not-checked');
        assert.equal(verification.verdict, 'rejected');
      }
    });

    it('needs issuer and audience to be checked, or stated as not used', async () => {
      const pinned: IssuerProfile = { algorithms: ['ES256'] };
      const verdict = async (rest: IssuerProfile) => {
        const verification = await verify(token, { keys, profile: { ...pinned, ...rest }, now });
        return [verification.verdict, verification.claims];
      };
      assert.deepEqual(await verdict({}), ['not-verified', 'not-checked']);
      assert.deepEqual(await verdict({ issuer: claims.iss }), ['not-verified', 'not-checked']);
      assert.deepEqual(await verdict({ audience: 'api' }), ['not-verified', 'not-checked']);
      assert.deepEqual(await verdict({ issuer: null, audience: null }), ['verified', 'pass']);
      assert.deepEqual(await verdict({ issuer: claims.iss, audience: ['other', 'api'] }), ['verified', 'pass']);
      assert.deepEqual(await verdict({ issuer: 'https://issuer.test/', audience: null }), ['rejected', 'fail']);
    });

    it('names the key that was used', async () => {
      const { key } = await verify(token, {
        keys: [{ name: 'mine', material: { ...publicJwk('P-256'), kid: 'k1' } }],
        now,
      });
      assert.equal(key?.name, 'mine');
      assert.equal(key.kid, 'k1');
      assert.match(key.thumbprint ?? '', /^[\w-]{43}$/);
    });

    it('says that a private key was more than it needed', async () => {
      const material = keyPair('P-256').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const verification = await verify(token, { keys: [{ material }], now });
      assert.equal(verification.signature, 'valid');
      assert.match(checkOf(verification, 'key').detail, /private key.*public half/);
    });
  });

  describe('hostile tokens', () => {
    const rsa: readonly KeyInput[] = [{ material: publicPem('rsa') }];

    it('rejects alg none in every spelling, with and without keys', async () => {
      for (const alg of ['none', 'None', 'NONE', 'nOnE', ' none']) {
        for (const signature of ['', 'AAAA']) {
          for (const keys of [[], rsa]) {
            const verification = await verify(`${encode({ alg })}.${encode(claims)}.${signature}`, {
              keys,
              profile,
              now,
            });
            assert.equal(verification.signature, 'not-checked');
            assert.equal(outcomeOf(verification, 'algorithm'), 'fail');
            assert.equal(verification.verdict, 'rejected');
          }
        }
      }
    });

    it('never computes an HMAC with the text of a public key', async () => {
      const forms = [publicPem('rsa'), publicPem('rsa').trim(), JSON.stringify(publicJwk('rsa'))];
      for (const form of forms) {
        const forged = hs256(claims, form);
        for (const material of [form, new TextEncoder().encode(form), Buffer.from(form).toString('base64')]) {
          for (const encoding of ['utf8', 'base64', undefined] as const) {
            const verification = await verify(forged, {
              keys: [{ material, ...(encoding && { encoding }) }],
              profile,
              now,
            });
            assert.notEqual(verification.signature, 'valid');
            assert.notEqual(verification.verdict, 'verified');
          }
        }
      }
    });

    it('refuses ECDSA signatures in DER form', async () => {
      const { privateKey } = keyPair('P-256');
      const der = compact({ alg: 'ES256' }, claims, (input) =>
        sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'der' }),
      );
      assert.equal((await verify(der, { keys: [{ material: publicJwk('P-256') }], now })).signature, 'invalid');
    });

    it('ignores a key that the token brings along', async () => {
      const token = issue('ES256', keyPair('P-256').privateKey, claims, { jwk: publicJwk('P-256') });
      const verification = await verify(token, { keys: [], now });
      assert.equal(verification.signature, 'not-checked');
      assert.equal(outcomeOf(verification, 'key'), 'not-checked');
    });

    it('fails the encoding of what lenient libraries accept', async () => {
      const { privateKey } = keyPair('P-256');
      const keys: readonly KeyInput[] = [{ material: publicJwk('P-256') }];
      const token = issue('ES256', privateKey, claims);
      const variants = [`${token}==`, `${token}\n`, `${token.slice(0, -1)}${token.at(-1) === 'B' ? 'C' : 'B'}`];
      const text = (payload: string) => issue('ES256', privateKey, payload);
      variants.push(text('{"sub":"a","sub":"b"}'), text('{"a":{"b":1,"b":2}}'), text('{"sub":"a","s\\u0075b":"b"}'));
      for (const variant of variants) {
        const verification = await verify(variant, { keys, now });
        assert.equal(outcomeOf(verification, 'encoding'), 'fail');
        assert.equal(verification.verdict, 'rejected');
      }
    });

    it('does not judge unknown critical extensions, and fails malformed ones', async () => {
      const { privateKey } = keyPair('P-256');
      const keys: readonly KeyInput[] = [{ material: publicJwk('P-256') }];
      const judge = async (header: Record<string, unknown>) =>
        verify(issue('ES256', privateKey, claims, header), { keys, profile, now });
      const unknown = await judge({ crit: ['x'], x: 1 });
      assert.deepEqual([unknown.signature, unknown.verdict], ['unsupported', 'not-verified']);
      for (const header of [
        { crit: [] },
        { crit: 'b64' },
        { crit: ['alg'] },
        { crit: ['x'] },
        { crit: ['x', 'x'], x: 1 },
        { crit: [1] },
        { b64: false },
        { b64: true },
      ]) {
        const verification = await judge(header);
        assert.equal(outcomeOf(verification, 'crit'), 'fail');
        assert.equal(verification.verdict, 'rejected');
      }
    });

    it('calls unknown algorithms unsupported, not invalid', async () => {
      const verification = await verify(`${encode({ alg: 'XX999' })}.${encode(claims)}.AAAA`, {
        keys: rsa,
        profile,
        now,
      });
      assert.deepEqual([verification.signature, verification.verdict], ['unsupported', 'not-verified']);
    });

    it('refuses what is no signature algorithm', async () => {
      for (const alg of ['RSA-OAEP', 'dir', 'RS1', 'HS1', 'A128GCM']) {
        assert.equal(
          (await verify(`${encode({ alg })}.${encode(claims)}.AAAA`, { keys: rsa, now })).verdict,
          'rejected',
        );
      }
    });

    it('does not verify what it cannot read', async () => {
      for (const text of [
        '',
        '.',
        '..',
        'a.b.c',
        'eyJ9.e30.',
        'e30.e30.',
        `${encode({ alg: 'ES256' })}.e30`,
        `${encode({ alg: 7 })}.e30.AAAA`,
      ]) {
        const verification = await verify(text, { keys: rsa, profile, now });
        assert.equal(outcomeOf(verification, 'encoding'), 'fail');
        assert.equal(verification.verdict, 'rejected');
      }
    });

    it('rejects an SD-JWT with a disclosure that nobody signed', async () => {
      const keys: readonly KeyInput[] = [{ material: publicJwk('P-256'), algorithms: ['ES256'] }];
      const token = issue('ES256', keyPair('P-256').privateKey, claims);
      assert.equal((await verify(`${token}~`, { keys, profile, now })).verdict, 'verified');
      const forged = await verify(`${token}~${encode(['salt', 'admin', true])}~`, { keys, profile, now });
      assert.deepEqual([forged.signature, forged.verdict], ['valid', 'rejected']);
    });

    it('asks for decryption of an encrypted token', async () => {
      const verification = await verify(`${encode({ alg: 'dir', enc: 'A128GCM' })}..AAAA.AAAA.AAAA`, {
        keys: rsa,
        profile,
        now,
      });
      assert.deepEqual([verification.signature, verification.verdict], ['not-checked', 'not-verified']);
    });
  });

  describe('choosing the key', () => {
    const token = issue('ES256', keyPair('P-256').privateKey, claims, { kid: 'a' });
    it('takes the one that the kid names', async () => {
      const verification = await verify(token, {
        keys: [jwks({ ...publicJwk('rsa'), kid: 'b' }, { ...publicJwk('P-256'), kid: 'a' })],
        now,
      });
      assert.equal(verification.signature, 'valid');
      assert.equal(verification.key?.kid, 'a');
    });

    it('takes the one whose certificate the token names, although the kid is of another', async () => {
      const x5c = certificate({ key: keyPair('P-256').publicKey });
      const thumbprint = createHash('sha256').update(Buffer.from(x5c, 'base64')).digest('base64url');
      const header = { kid: 'b', 'x5t#S256': thumbprint };
      const named = issue('ES256', keyPair('P-256').privateKey, claims, header);
      const { x, y } = publicJwk('P-384');
      for (const own of [{ x5c: [x5c] }, { 'x5t#S256': thumbprint }]) {
        const keys = [jwks({ kty: 'EC', crv: 'P-384', x, y, kid: 'b' }, { ...publicJwk('P-256'), kid: 'a', ...own })];
        const verification = await verify(named, { keys, now });
        assert.deepEqual([verification.signature, verification.key?.kid], ['valid', 'a']);
      }
    });

    it('does not try keys of another kid', async () => {
      const verification = await verify(token, {
        keys: [jwks({ ...publicJwk('P-256'), kid: 'b' })],
        profile: { ...profile, algorithms: ['ES256'] },
        now,
      });
      assert.equal(verification.signature, 'not-checked');
      assert.equal(verification.verdict, 'not-verified');
      assert.equal(outcomeOf(verification, 'key'), 'not-checked');
    });

    it('tries keys without a kid', async () => {
      assert.equal((await verify(token, { keys: [{ material: publicPem('P-256') }], now })).signature, 'valid');
    });

    it('tries all that fit a token without a kid', async () => {
      const { privateKey } = keyPair('rsa');
      const keys = [
        jwks(
          { ...publicJwk('P-256'), kid: 'a' },
          { ...publicJwk('otherRsa'), kid: 'b' },
          { ...publicJwk('rsa'), kid: 'c' },
        ),
      ];
      const verification = await verify(issue('RS256', privateKey, claims), { keys, now });
      assert.deepEqual([verification.signature, verification.key?.kid], ['valid', 'c']);
    });

    it('fails a named key that contradicts the token', async () => {
      const contradictions = [
        { ...publicJwk('P-384'), kid: 'a' },
        { ...publicJwk('P-256'), kid: 'a', use: 'enc' },
        { ...publicJwk('P-256'), kid: 'a', key_ops: ['deriveBits'] },
        { ...publicJwk('P-256'), kid: 'a', alg: 'ES384' },
      ];
      for (const jwk of contradictions) {
        const verification = await verify(token, {
          keys: [jwks(jwk)],
          profile: { ...profile, algorithms: ['ES256'] },
          now,
        });
        assert.deepEqual([verification.signature, verification.verdict], ['not-checked', 'rejected']);
      }
    });

    it('says plainly that a key is of the wrong kind or damaged', async () => {
      assert.equal(
        await keyDetail(publicPem('rsa')),
        'ES256 needs a key on the curve P-256, but this is a 2048-bit RSA public key.',
      );
      assert.equal(await keyDetail('not a key'), 'ES256 needs a key on the curve P-256, but this is a 9-byte secret.');
      assert.match(
        await keyDetail('-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----'),
        /holds no key that can be read/,
      );
    });

    it('refuses keys that prove nothing', async () => {
      const weak = [
        { token: issue('RS256', keyPair('shortRsa').privateKey, claims), jwk: publicJwk('shortRsa') },
        { token: issue('RS256', keyPair('rsa').privateKey, claims), jwk: { ...publicJwk('rsa'), e: 'AQ' } },
        { token, jwk: { ...publicJwk('P-256'), y: publicJwk('P-256').x } },
        {
          token,
          jwk: {
            ...publicJwk('P-256'),
            x: Buffer.concat([Buffer.alloc(1), Buffer.from(publicJwk('P-256').x ?? '', 'base64url')]).toString(
              'base64url',
            ),
          },
        },
      ];
      for (const { token: signed, jwk } of weak) {
        const verification = await verify(signed, { keys: [{ material: JSON.stringify(jwk) }], now });
        assert.equal(verification.signature, 'not-checked');
        assert.deepEqual(
          [outcomeOf(verification, 'key'), verification.verdict],
          ['fail', 'rejected'],
          checkOf(verification, 'key').detail,
        );
      }
    });
  });
});
