import { header } from '../tokens.ts';
import { keyPair } from '../../../fixtures/keys/keyPairs.ts';
import type { CasesByRule } from '../ruleCases.ts';
import { bytes, jwe } from '../../../support/jose.ts';

const key = bytes(24);
const pbes2 = (parameters: object) =>
  jwe({ alg: 'PBES2-HS256+A128KW', p2s: 'AAECAwQFBgc', p2c: 600_000, ...parameters }, { key });
const epk = keyPair('P-256').publicKey.export({ format: 'jwk' });
const offCurve = { ...epk, y: epk.x };
const x25519 = keyPair('X25519').publicKey.export({ format: 'jwk' });
/** The list of D. J. Bernstein, https://cr.yp.to/ecdh.html#validate, in part. */
const lowOrder = {
  'of coordinate one': '0100000000000000000000000000000000000000000000000000000000000000',
  'of coordinate p - 1': 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'of coordinate p, which is zero again': 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'of order 8': 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  'of order 8 with the other coordinate': '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
};
const member = (name: string, value: unknown) => ({ header: `"${name}":${JSON.stringify(value)}` });

export const jweCases: CasesByRule = {
  'jwe-rsa1_5': {
    fires: {
      'for RSA1_5': { token: jwe({ alg: 'RSA1_5' }, { key }), at: member('alg', 'RSA1_5') },
      'for RSA1_5 with a nested token, whose signature does not help': {
        token: jwe({ alg: 'RSA1_5', cty: 'JWT' }, { key }),
        at: member('alg', 'RSA1_5'),
      },
    },
    quiet: {
      'for RSA-OAEP': { token: jwe({ alg: 'RSA-OAEP' }, { key }) },
      'for RSA1_5 in a token of three parts, which encrypts nothing': { token: header({ alg: 'RSA1_5' }) },
    },
  },
  'jwe-compressed': {
    fires: {
      'for DEFLATE': { token: jwe({ zip: 'DEF' }), at: member('zip', 'DEF') },
      'for a compression that no standard has': { token: jwe({ zip: 'GZIP' }), at: member('zip', 'GZIP') },
    },
    quiet: {
      'for no compression': { token: jwe({}) },
      'for a signed token, which zip-in-jws reports': { token: header({ zip: 'DEF' }) },
    },
  },
  'jwe-p2c-excessive': {
    fires: {
      'for one iteration more than the limit': { token: pbes2({ p2c: 1_200_001 }), at: member('p2c', 1_200_001) },
      'for no iterations at all': { token: pbes2({ p2c: 0 }), at: member('p2c', 0) },
      'for a number in quotes': { token: pbes2({ p2c: '1000' }), at: member('p2c', '1000') },
    },
    quiet: {
      'for exactly the limit': { token: pbes2({ p2c: 1_200_000 }) },
      'for an algorithm that uses no password': { token: jwe({ p2c: 9_999_999 }) },
    },
  },
  'jwe-p2c-low': {
    fires: {
      'as an error below the thousand that the standard asks for': {
        token: pbes2({ p2c: 999 }),
        at: member('p2c', 999),
        severity: 'error',
      },
      'only as information below what is recommended today': {
        token: pbes2({ p2c: 599_999 }),
        at: member('p2c', 599_999),
        severity: 'information',
      },
    },
    quiet: {
      'for what is recommended today': { token: pbes2({ p2c: 600_000 }) },
      'for no iterations at all, which jwe-p2c-excessive reports': { token: pbes2({ p2c: 0 }) },
    },
  },
  'jwe-p2s-short': {
    fires: {
      'for a salt of seven bytes': { token: pbes2({ p2s: 'AAECAwQFBg' }), at: member('p2s', 'AAECAwQFBg') },
      'for a salt that is a number': { token: pbes2({ p2s: 7 }), at: member('p2s', 7) },
    },
    quiet: {
      'for a salt of eight bytes': { token: pbes2({}) },
      'for an algorithm that uses no password': { token: jwe({ p2s: 'AA' }) },
    },
  },
  'jwe-key-part': {
    fires: {
      'when an encrypted key stands in a direct encryption': { token: jwe({}, { key }), at: { part: 1 } },
      'when key wrapping leaves its part empty, at the dot': {
        token: jwe({ alg: 'A128KW' }),
        at: { start: jwe({ alg: 'A128KW' }).indexOf('.'), end: jwe({ alg: 'A128KW' }).indexOf('.') + 1 },
      },
      'when an encrypted key stands in a direct key agreement': {
        token: jwe({ alg: 'ECDH-ES', epk }, { key }),
        at: { part: 1 },
      },
    },
    quiet: {
      'for a direct encryption with an empty part': { token: jwe({}) },
      'for key wrapping with an encrypted key': { token: jwe({ alg: 'A128KW' }, { key }) },
      'for a direct key agreement with an empty part': { token: jwe({ alg: 'ECDH-ES', epk }) },
    },
  },
  'jwe-iv-length': {
    fires: {
      'for GCM with the 16 bytes of CBC': { token: jwe({}, { iv: bytes(16) }), at: { part: 2 } },
      'for CBC with the 12 bytes of GCM': { token: jwe({ enc: 'A128CBC-HS256' }, { iv: bytes(12) }), at: { part: 2 } },
    },
    quiet: {
      'for GCM with 12 bytes': { token: jwe({}) },
      'for CBC with 16 bytes': { token: jwe({ enc: 'A256CBC-HS512' }, { iv: bytes(16), tag: bytes(32) }) },
    },
  },
  'jwe-tag-length': {
    fires: {
      'for GCM with a byte less': { token: jwe({}, { tag: bytes(15) }), at: { part: 4 } },
      'for CBC with the tag of a smaller key': {
        token: jwe({ enc: 'A192CBC-HS384' }, { iv: bytes(16), tag: bytes(16) }),
        at: { part: 4 },
      },
    },
    quiet: {
      'for GCM with 16 bytes': { token: jwe({}) },
      'for CBC with half of the hash': { token: jwe({ enc: 'A192CBC-HS384' }, { iv: bytes(16), tag: bytes(24) }) },
      'in a token that is too long to be decoded': { token: jwe({}, { ciphertext: bytes(300_000), tag: bytes(15) }) },
    },
  },
  'jwe-ciphertext-shape': {
    fires: {
      'for CBC with a byte less than two blocks': {
        token: jwe({ enc: 'A128CBC-HS256' }, { iv: bytes(16), ciphertext: bytes(31) }),
        at: { part: 3 },
      },
      'for CBC with a single byte': {
        token: jwe({ enc: 'A256CBC-HS512' }, { iv: bytes(16), ciphertext: bytes(1), tag: bytes(32) }),
        at: { part: 3 },
      },
    },
    quiet: {
      'for GCM, which knows no blocks': { token: jwe({}, { ciphertext: bytes(31) }) },
      'for CBC with whole blocks': { token: jwe({ enc: 'A128CBC-HS256' }, { iv: bytes(16) }) },
    },
  },
  'jwe-missing-param': {
    fires: {
      'for a key agreement without the ephemeral key': { token: jwe({ alg: 'ECDH-ES' }), at: member('alg', 'ECDH-ES') },
      'once for each of the two that AES-GCM key wrapping lacks': {
        token: jwe({ alg: 'A128GCMKW' }, { key }),
        at: [member('alg', 'A128GCMKW'), member('alg', 'A128GCMKW')],
      },
      'for a password without the iteration count': {
        token: jwe({ alg: 'PBES2-HS256+A128KW', p2s: 'AAECAwQFBgc' }, { key }),
        at: member('alg', 'PBES2-HS256+A128KW'),
      },
      'for an ephemeral key that is no object': {
        token: jwe({ alg: 'ECDH-ES', epk: 'key' }),
        at: member('epk', 'key'),
      },
      'for an iteration count in quotes': { token: pbes2({ p2c: '600000' }), at: member('p2c', '600000') },
    },
    quiet: {
      'for a key agreement with its ephemeral key': { token: jwe({ alg: 'ECDH-ES', epk }) },
      'for AES-GCM key wrapping with both': { token: jwe({ alg: 'A128GCMKW', iv: 'a', tag: 'b' }, { key }) },
      'for a password with salt and iteration count': { token: pbes2({}) },
    },
  },
  'jwe-epk-invalid': {
    fires: {
      'for an ephemeral key with its private part': {
        token: jwe({ alg: 'ECDH-ES', epk: { ...epk, d: 'x' } }),
        at: member('epk', { ...epk, d: 'x' }),
      },
      'for a coordinate of the wrong length': {
        token: jwe({ alg: 'ECDH-ES', epk: { ...epk, y: 'AAAA' } }),
        at: member('epk', { ...epk, y: 'AAAA' }),
      },
      'for a point of X25519 of zeros': {
        token: jwe({ alg: 'ECDH-ES', epk: { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) } }),
        at: member('epk', { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) }),
      },
      'for a point that is not on the curve': {
        token: jwe({ alg: 'ECDH-ES', epk: offCurve }),
        at: member('epk', offCurve),
      },
      'for an object that is no key': { token: jwe({ alg: 'ECDH-ES', epk: {} }), at: member('epk', {}) },
      ...Object.fromEntries(
        Object.entries(lowOrder).map(([which, hex]) => {
          const point = { kty: 'OKP', crv: 'X25519', x: Buffer.from(hex, 'hex').toString('base64url') };
          const firing = { token: jwe({ alg: 'ECDH-ES', epk: point }), at: member('epk', point) };
          return [`for a point of X25519 ${which}`, firing];
        }),
      ),
    },
    quiet: {
      'for a point of the curve': { token: jwe({ alg: 'ECDH-ES', epk }) },
      'for a point of X25519': { token: jwe({ alg: 'ECDH-ES', epk: x25519 }) },
      'for a signed token, where the parameter means nothing': { token: header({ epk: { d: 'x' } }) },
    },
  },
  'jwe-not-authenticated': {
    fires: {
      'for RSA encryption, for which the public key is enough': {
        token: jwe({ alg: 'RSA-OAEP-256' }, { key }),
        at: member('alg', 'RSA-OAEP-256'),
      },
      'for a key agreement with an ephemeral key': {
        token: jwe({ alg: 'ECDH-ES+A128KW', epk }, { key }),
        at: member('alg', 'ECDH-ES+A128KW'),
      },
    },
    quiet: {
      'when a signed token is nested inside': { token: jwe({ alg: 'RSA-OAEP-256', cty: 'JWT' }, { key }) },
      'for a shared key, which only the two sides have': { token: jwe({}) },
    },
  },
  'jwe-password': {
    fires: {
      'for PBES2 with all its parameters': { token: pbes2({}), at: member('alg', 'PBES2-HS256+A128KW') },
      'for PBES2 without salt and iteration count': {
        token: jwe({ alg: 'PBES2-HS512+A256KW' }, { key }),
        at: member('alg', 'PBES2-HS512+A256KW'),
      },
    },
    quiet: {
      'for a shared key used directly': { token: jwe({}) },
      'for a shared key that wraps another': { token: jwe({ alg: 'A128KW' }, { key }) },
    },
  },
};
