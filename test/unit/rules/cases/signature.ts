import { bytes, jws, soundClaims } from '../tokens.ts';
import type { CasesByRule } from '../ruleCases.ts';

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
    fires: [
      { token: token('HS256', bytes(31)), at: { part: 2 }, severity: 'error' },
      { token: token('ES512', bytes(131)), at: { part: 2 }, severity: 'error' },
      { token: token('Ed25519', bytes(63)), at: { part: 2 }, severity: 'error' },
      { token: token('EdDSA', bytes(65)), at: { part: 2 }, severity: 'error' },
      { token: token('HS256', Buffer.from('my own signature')), at: { part: 2 }, severity: 'information' },
    ],
    quiet: [
      { token: token('HS256', bytes(32)) },
      { token: token('EdDSA', bytes(64)) },
      { token: token('EdDSA', bytes(114)) },
      { token: token('RS256', bytes(31)) },
      { token: token('HS256', 'signature') },
      { token: token('ES256', der256) },
      { token: token('HS256', '') },
    ],
  },
  'rsa-signature-under-2048': {
    fires: [
      { token: token('RS256', bytes(128)), at: { part: 2 } },
      { token: token('PS512', bytes(255)), at: { part: 2 } },
    ],
    quiet: [
      { token: token('RS256', bytes(256)) },
      { token: token('RS256', bytes(63)) },
      { token: token('ES256', bytes(64)) },
    ],
  },
  'ecdsa-der-signature': {
    fires: [
      { token: token('ES256', der256), at: { part: 2 } },
      { token: token('ES384', der([...small(7, 48)], [...small(9, 48)])), at: { part: 2 } },
    ],
    quiet: [
      { token: token('ES256', bytes(64)) },
      { token: token('HS256', der256) },
      { token: token('ES256', Uint8Array.from([...der256, 0])) },
    ],
  },
  'ecdsa-degenerate-signature': {
    fires: [
      { token: token('ES256', new Uint8Array(64)), at: { part: 2 } },
      { token: token('ES256', Buffer.concat([small(1), order256])), at: { part: 2 } },
      { token: token('ES256', der([0], [0])), at: { part: 2 } },
    ],
    quiet: [{ token: token('ES256', Buffer.concat([small(1), small(1)])) }, { token: token('ES384', bytes(96)) }],
  },
  'ecdsa-high-s': {
    fires: [
      { token: token('ES256', Buffer.concat([small(1), order256.subarray(0, 31), small(0x50, 1)])), at: { part: 2 } },
      { token: token('ES256', Buffer.concat([small(1), Uint8Array.from([0x90]), bytes(31)])), at: { part: 2 } },
    ],
    quiet: [{ token: token('ES256', Buffer.concat([small(1), small(1)])) }, { token: token('HS512', bytes(64)) }],
  },
  'signature-placeholder': {
    fires: [
      { token: token('HS256', 'signature'), at: { part: 2 }, severity: 'information' },
      { token: token('RS256', Buffer.from('signature')), at: { part: 2 } },
      { token: token('HS256', 'your-256-bit-signature-here'), at: { part: 2 } },
      { token: token('ES256', 'SIGNATURE_PLACEHOLDER'), at: { part: 2 } },
      { token: token('RS256', new Uint8Array(128)), at: { part: 2 } },
      { token: token('HS256', new Uint8Array(32)), at: { part: 2 } },
      { token: token('Ed25519', new Uint8Array(64).fill(0xff)), at: { part: 2 } },
      { token: token('ES256', new Uint8Array(64).fill(0x41)), at: { part: 2 } },
    ],
    quiet: [
      { token: token('HS256', bytes(32)) },
      // Those are signatures that no key makes: ecdsa-degenerate-signature.
      { token: token('ES256', new Uint8Array(64)) },
      { token: token('ES384', new Uint8Array(96).fill(0xff)) },
      { token: token('none', 'signature') },
    ],
  },
};
