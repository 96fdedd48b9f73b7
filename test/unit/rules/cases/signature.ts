import { soundClaims } from '../tokens.ts';
import type { CasesByRule } from '../ruleCases.ts';
import { bytes, jws } from '../../../support/jose.ts';

const token = (alg: string, signature: Uint8Array | string): string => jws({ alg, typ: 'JWT' }, soundClaims, signature);

/** `30 len 02 len r 02 len s`. */
const der = (r: readonly number[], s: readonly number[]): Uint8Array =>
  Uint8Array.from([0x30, r.length + s.length + 4, 0x02, r.length, ...r, 0x02, s.length, ...s]);

const der256 = der(Array.from(bytes(32).map((byte) => byte & 0x7f)), Array.from(bytes(32).map((byte) => byte & 0x3f)));

/** The order of P-256, big-endian. */
const order256 = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');

const small = (value: number, length = 32): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index === length - 1 ? value : 0));

export const signatureCases: CasesByRule = {
  'signature-length': {
    fires: {
      'for an HMAC that lacks a byte': { token: token('HS256', bytes(31)), at: { part: 2 }, severity: 'error' },
      'for ES512 with a byte less than r and s have': {
        token: token('ES512', bytes(131)),
        at: { part: 2 },
        severity: 'error',
      },
      'for Ed25519 with a byte less': { token: token('Ed25519', bytes(63)), at: { part: 2 }, severity: 'error' },
      'for EdDSA with a length of neither curve': {
        token: token('EdDSA', bytes(65)),
        at: { part: 2 },
        severity: 'error',
      },
      'only as information for text instead of an HMAC, which is a sample rather than a fault': {
        token: token('HS256', Buffer.from('my own signature')),
        at: { part: 2 },
        severity: 'information',
      },
    },
    quiet: {
      'for an HMAC of full length': { token: token('HS256', bytes(32)) },
      'for EdDSA with the length of Ed25519': { token: token('EdDSA', bytes(64)) },
      'for EdDSA with the length of Ed448': { token: token('EdDSA', bytes(114)) },
      'for RSA, whose signature is as long as the key': { token: token('RS256', bytes(31)) },
      'for a placeholder, which has a rule of its own': { token: token('HS256', 'signature') },
      'for DER, which ecdsa-der-signature reports': { token: token('ES256', der256) },
      'for an empty signature, which signature-missing reports': { token: token('HS256', '') },
    },
  },
  'rsa-signature-under-2048': {
    fires: {
      'for PKCS#1 with a key of 1024 bits': { token: token('RS256', bytes(128)), at: { part: 2 } },
      'for PSS with a byte less than 2048 bits': { token: token('PS512', bytes(255)), at: { part: 2 } },
    },
    quiet: {
      'for a signature of 2048 bits': { token: token('RS256', bytes(256)) },
      'for so few bytes that it is no RSA signature at all': { token: token('RS256', bytes(63)) },
      'for ECDSA, whose signatures are short': { token: token('ES256', bytes(64)) },
    },
  },
  'ecdsa-der-signature': {
    fires: {
      'for r and s of P-256 in DER': { token: token('ES256', der256), at: { part: 2 } },
      'for DER with integers of P-384 that are padded with zeros': {
        token: token('ES384', der([...small(7, 48)], [...small(9, 48)])),
        at: { part: 2 },
      },
    },
    quiet: {
      'for r and s one after the other': { token: token('ES256', bytes(64)) },
      'for an HMAC whose bytes happen to be DER': { token: token('HS256', der256) },
      'for DER with a byte behind it': { token: token('ES256', Uint8Array.from([...der256, 0])) },
    },
  },
  'ecdsa-degenerate-signature': {
    fires: {
      'for r and s of zero': { token: token('ES256', new Uint8Array(64)), at: { part: 2 } },
      'for an s that is the order of the curve': {
        token: token('ES256', Buffer.concat([small(1), order256])),
        at: { part: 2 },
      },
      'for r and s of zero in DER': { token: token('ES256', der([0], [0])), at: { part: 2 } },
    },
    quiet: {
      'for r and s of one': { token: token('ES256', Buffer.concat([small(1), small(1)])) },
      'for r and s below the order of P-384': { token: token('ES384', bytes(96)) },
    },
  },
  'ecdsa-high-s': {
    fires: {
      'for an s just below the order': {
        token: token('ES256', Buffer.concat([small(1), order256.subarray(0, 31), small(0x50, 1)])),
        at: { part: 2 },
      },
      'for an s somewhat above half of the order': {
        token: token('ES256', Buffer.concat([small(1), Uint8Array.from([0x90]), bytes(31)])),
        at: { part: 2 },
      },
    },
    quiet: {
      'for an s of one': { token: token('ES256', Buffer.concat([small(1), small(1)])) },
      'for an HMAC of the same length': { token: token('HS512', bytes(64)) },
    },
  },
  'signature-placeholder': {
    fires: {
      'only as information for the word "signature" in place of base64url': {
        token: token('HS256', 'signature'),
        at: { part: 2 },
        severity: 'information',
      },
      'for the word "signature" encoded': { token: token('RS256', Buffer.from('signature')), at: { part: 2 } },
      'for a sentence that says that it is a signature': {
        token: token('HS256', 'your-256-bit-signature-here'),
        at: { part: 2 },
      },
      'for a placeholder in capitals': { token: token('ES256', 'SIGNATURE_PLACEHOLDER'), at: { part: 2 } },
      'for an RSA signature of zeros': { token: token('RS256', new Uint8Array(128)), at: { part: 2 } },
      'for an HMAC of zeros': { token: token('HS256', new Uint8Array(32)), at: { part: 2 } },
      'for an Ed25519 signature of ones': { token: token('Ed25519', new Uint8Array(64).fill(0xff)), at: { part: 2 } },
      'for an ECDSA signature of one repeated letter': {
        token: token('ES256', new Uint8Array(64).fill(0x41)),
        at: { part: 2 },
      },
    },
    quiet: {
      'for bytes without a pattern': { token: token('HS256', bytes(32)) },
      'for r and s of zero, which ecdsa-degenerate-signature reports': { token: token('ES256', new Uint8Array(64)) },
      'for r and s beyond the order, which ecdsa-degenerate-signature reports': {
        token: token('ES384', new Uint8Array(96).fill(0xff)),
      },
      'for "none", which has no signature to stand in for': { token: token('none', 'signature') },
    },
  },
};
