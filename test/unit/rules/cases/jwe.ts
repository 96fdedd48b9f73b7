import { bytes, header, jwe } from '../tokens.ts';
import { keyPair } from '../../../fixtures/keys/keyPairs.ts';
import type { CasesByRule } from '../ruleCases.ts';

const key = bytes(24);
const pbes2 = (parameters: object) =>
  jwe({ alg: 'PBES2-HS256+A128KW', p2s: 'AAECAwQFBgc', p2c: 600_000, ...parameters }, { key });
const epk = keyPair('P-256').publicKey.export({ format: 'jwk' });
const offCurve = { ...epk, y: epk.x };
const x25519 = keyPair('X25519').publicKey.export({ format: 'jwk' });
/** The list of D. J. Bernstein, https://cr.yp.to/ecdh.html#validate, in part. */
const lowOrder = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
].map((hex) => ({ kty: 'OKP', crv: 'X25519', x: Buffer.from(hex, 'hex').toString('base64url') }));
const member = (name: string, value: unknown) => ({ header: `"${name}":${JSON.stringify(value)}` });

export const jweCases: CasesByRule = {
  'jwe-rsa1_5': {
    fires: [
      { token: jwe({ alg: 'RSA1_5' }, { key }), at: member('alg', 'RSA1_5') },
      { token: jwe({ alg: 'RSA1_5', cty: 'JWT' }, { key }), at: member('alg', 'RSA1_5') },
    ],
    quiet: [{ token: jwe({ alg: 'RSA-OAEP' }, { key }) }, { token: header({ alg: 'RSA1_5' }) }],
  },
  'jwe-compressed': {
    fires: [
      { token: jwe({ zip: 'DEF' }), at: member('zip', 'DEF') },
      { token: jwe({ zip: 'GZIP' }), at: member('zip', 'GZIP') },
    ],
    quiet: [{ token: jwe({}) }, { token: header({ zip: 'DEF' }) }],
  },
  'jwe-p2c-excessive': {
    fires: [
      { token: pbes2({ p2c: 1_200_001 }), at: member('p2c', 1_200_001) },
      { token: pbes2({ p2c: 0 }), at: member('p2c', 0) },
      { token: pbes2({ p2c: '1000' }), at: member('p2c', '1000') },
    ],
    quiet: [{ token: pbes2({ p2c: 1_200_000 }) }, { token: jwe({ p2c: 9_999_999 }) }],
  },
  'jwe-p2c-low': {
    fires: [
      { token: pbes2({ p2c: 999 }), at: member('p2c', 999), severity: 'error' },
      { token: pbes2({ p2c: 599_999 }), at: member('p2c', 599_999), severity: 'information' },
    ],
    quiet: [{ token: pbes2({ p2c: 600_000 }) }, { token: pbes2({ p2c: 0 }) }],
  },
  'jwe-p2s-short': {
    fires: [
      { token: pbes2({ p2s: 'AAECAwQFBg' }), at: member('p2s', 'AAECAwQFBg') },
      { token: pbes2({ p2s: 7 }), at: member('p2s', 7) },
    ],
    quiet: [{ token: pbes2({}) }, { token: jwe({ p2s: 'AA' }) }],
  },
  'jwe-key-part': {
    fires: [
      { token: jwe({}, { key }), at: { part: 1 } },
      {
        token: jwe({ alg: 'A128KW' }),
        at: { start: jwe({ alg: 'A128KW' }).indexOf('.'), end: jwe({ alg: 'A128KW' }).indexOf('.') + 1 },
      },
      { token: jwe({ alg: 'ECDH-ES', epk }, { key }), at: { part: 1 } },
    ],
    quiet: [{ token: jwe({}) }, { token: jwe({ alg: 'A128KW' }, { key }) }, { token: jwe({ alg: 'ECDH-ES', epk }) }],
  },
  'jwe-iv-length': {
    fires: [
      { token: jwe({}, { iv: bytes(16) }), at: { part: 2 } },
      { token: jwe({ enc: 'A128CBC-HS256' }, { iv: bytes(12) }), at: { part: 2 } },
    ],
    quiet: [{ token: jwe({}) }, { token: jwe({ enc: 'A256CBC-HS512' }, { iv: bytes(16), tag: bytes(32) }) }],
  },
  'jwe-tag-length': {
    fires: [
      { token: jwe({}, { tag: bytes(15) }), at: { part: 4 } },
      { token: jwe({ enc: 'A192CBC-HS384' }, { iv: bytes(16), tag: bytes(16) }), at: { part: 4 } },
    ],
    quiet: [
      { token: jwe({}) },
      { token: jwe({ enc: 'A192CBC-HS384' }, { iv: bytes(16), tag: bytes(24) }) },
      // Too long to be decoded: nothing is known of its parts.
      { token: jwe({}, { ciphertext: bytes(300_000), tag: bytes(15) }) },
    ],
  },
  'jwe-ciphertext-shape': {
    fires: [
      { token: jwe({ enc: 'A128CBC-HS256' }, { iv: bytes(16), ciphertext: bytes(31) }), at: { part: 3 } },
      {
        token: jwe({ enc: 'A256CBC-HS512' }, { iv: bytes(16), ciphertext: bytes(1), tag: bytes(32) }),
        at: { part: 3 },
      },
    ],
    quiet: [{ token: jwe({}, { ciphertext: bytes(31) }) }, { token: jwe({ enc: 'A128CBC-HS256' }, { iv: bytes(16) }) }],
  },
  'jwe-missing-param': {
    fires: [
      { token: jwe({ alg: 'ECDH-ES' }), at: member('alg', 'ECDH-ES') },
      { token: jwe({ alg: 'A128GCMKW' }, { key }), at: [member('alg', 'A128GCMKW'), member('alg', 'A128GCMKW')] },
      {
        token: jwe({ alg: 'PBES2-HS256+A128KW', p2s: 'AAECAwQFBgc' }, { key }),
        at: member('alg', 'PBES2-HS256+A128KW'),
      },
      { token: jwe({ alg: 'ECDH-ES', epk: 'key' }), at: member('epk', 'key') },
      { token: pbes2({ p2c: '600000' }), at: member('p2c', '600000') },
    ],
    quiet: [
      { token: jwe({ alg: 'ECDH-ES', epk }) },
      { token: jwe({ alg: 'A128GCMKW', iv: 'a', tag: 'b' }, { key }) },
      { token: pbes2({}) },
    ],
  },
  'jwe-epk-invalid': {
    fires: [
      { token: jwe({ alg: 'ECDH-ES', epk: { ...epk, d: 'x' } }), at: member('epk', { ...epk, d: 'x' }) },
      { token: jwe({ alg: 'ECDH-ES', epk: { ...epk, y: 'AAAA' } }), at: member('epk', { ...epk, y: 'AAAA' }) },
      {
        token: jwe({ alg: 'ECDH-ES', epk: { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) } }),
        at: member('epk', { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) }),
      },
      { token: jwe({ alg: 'ECDH-ES', epk: offCurve }), at: member('epk', offCurve) },
      { token: jwe({ alg: 'ECDH-ES', epk: {} }), at: member('epk', {}) },
      ...lowOrder.map((point) => ({ token: jwe({ alg: 'ECDH-ES', epk: point }), at: member('epk', point) })),
    ],
    quiet: [
      { token: jwe({ alg: 'ECDH-ES', epk }) },
      { token: jwe({ alg: 'ECDH-ES', epk: x25519 }) },
      { token: header({ epk: { d: 'x' } }) },
    ],
  },
  'jwe-not-authenticated': {
    fires: [
      { token: jwe({ alg: 'RSA-OAEP-256' }, { key }), at: member('alg', 'RSA-OAEP-256') },
      { token: jwe({ alg: 'ECDH-ES+A128KW', epk }, { key }), at: member('alg', 'ECDH-ES+A128KW') },
    ],
    quiet: [{ token: jwe({ alg: 'RSA-OAEP-256', cty: 'JWT' }, { key }) }, { token: jwe({}) }],
  },
  'jwe-password': {
    fires: [
      { token: pbes2({}), at: member('alg', 'PBES2-HS256+A128KW') },
      { token: jwe({ alg: 'PBES2-HS512+A256KW' }, { key }), at: member('alg', 'PBES2-HS512+A256KW') },
    ],
    quiet: [{ token: jwe({}) }, { token: jwe({ alg: 'A128KW' }, { key }) }],
  },
};
