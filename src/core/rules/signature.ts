import { signatureLengths } from '../facts/algorithms.ts';
import type { AlgorithmFact } from '../facts/algorithms.ts';
import type { Segment } from '../token/token.ts';
import { isPlaceholder } from '../token/placeholder.ts';
import { spanOf } from './rule.ts';
import type { Rule, TokenSubject } from './rule.ts';

/** Rules about the bytes of a signature that need no key. */
export const signatureRules: readonly Rule[] = [
  {
    id: 'signature-length',
    title: 'Signature of the wrong length',
    why: 'Each of these algorithms makes signatures of a fixed length. Another length means that the signature was cut off, changed, or made with another algorithm.',
    source: 'RFC 7518 §3.2, §3.4',
    fix: 'Copy the whole token again, or check how the issuer encodes its signature.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const signed = signatureOf(subject);
      if (!signed || isDer(signed)) return;
      const { alg, bytes, segment } = signed;
      const expected = signatureLengths(alg);
      if (expected.length === 0 || expected.includes(bytes.length)) return;
      yield {
        ...spanOf(segment),
        message: `The signature has ${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'}, but ${alg.name} requires ${expected.join(' or ')}.`,
        // Readable text is a stand-in, not a damaged signature.
        ...(bytes.every((byte) => byte >= 0x20 && byte < 0x7f) && { severity: 'information' as const }),
      };
    },
  },
  {
    id: 'rsa-signature-under-2048',
    title: 'RSA key shorter than 2048 bits',
    why: 'An RSA signature is as long as the key. Keys shorter than 2048 bits are forbidden, and attackers can factor the shortest.',
    source: 'RFC 7518 §3.3, §3.5',
    fix: 'Have the issuer sign with a key of 2048 bits or more.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const signed = signatureOf(subject);
      if (signed?.alg.keyType !== 'RSA') return;
      const { length } = signed.bytes;
      // Below 64 bytes it is not a signature of any RSA key, but a shortened example.
      if (length < 64 || length >= 256) return;
      yield {
        ...spanOf(signed.segment),
        message: `The signature has ${length * 8} bits. The RSA key is shorter than 2048 bits, or the signature was cut off.`,
      };
    },
  },
  {
    id: 'ecdsa-der-signature',
    title: 'ECDSA signature in DER form',
    why: 'JWS requires the two numbers r and s, one after the other. Most cryptographic libraries return DER, which verifiers refuse.',
    source: 'RFC 7518 §3.4',
    fix: 'Convert the signature from DER to r‖s. You do not need a key for this.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const signed = signatureOf(subject);
      if (signed && isDer(signed)) {
        yield {
          ...spanOf(signed.segment),
          message: 'The ECDSA signature is in DER form, but a token requires r and s, one after the other.',
        };
      }
    },
  },
  {
    id: 'ecdsa-degenerate-signature',
    title: 'Impossible ECDSA signature',
    why: 'If r or s is zero, or not below the order of the curve, verifiers with the "psychic signature" flaw accept the signature for every message.',
    source: 'CVE-2022-21449',
    fix: 'Refuse this token, and update verifiers that accept it.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const signed = signatureOf(subject);
      if (signed && isDegenerate(subject)) {
        yield {
          ...spanOf(signed.segment),
          message: 'The ECDSA signature is zero or out of range. No key makes such a signature.',
        };
      }
    },
  },
  {
    id: 'ecdsa-high-s',
    title: 'ECDSA signature with a high s',
    why: 'Each ECDSA signature has a second valid form, so the text of a token does not identify it.',
    source: 'OWASP JWT cheat sheet',
    fix: 'Identify tokens by "jti", not by their text or its hash.',
    kind: 'content',
    severity: 'hint',
    needs: 'token',
    optIn: true,
    *check(subject) {
      const signed = signatureOf(subject);
      const order = signed?.alg.curve === undefined ? undefined : orders.get(signed.alg.curve);
      const s = signed && numbersOf(signed)?.[1];
      if (signed && order !== undefined && s !== undefined && s > order / 2n && s < order) {
        yield {
          ...spanOf(signed.segment),
          message: 'This token has a second valid signature. Do not use its text as an identifier.',
        };
      }
    },
  },
  {
    id: 'signature-placeholder',
    title: 'Placeholder instead of a signature',
    why: 'This text was never a signature, so no verifier accepts the token.',
    source: 'RFC 7515 §5.2',
    fix: 'Sign the token if a verifier should accept it.',
    kind: 'structure',
    severity: 'information',
    needs: 'token',
    *check(subject) {
      const { token, alg } = subject;
      const { signature } = token;
      // A signature of zeros is worse than a placeholder where an algorithm has numbers in it.
      if (!signature || alg?.family === 'none' || !isPlaceholder(signature) || isDegenerate(subject)) return;
      const message =
        signature.fault?.reason === 'elided'
          ? 'The signature is not all here: a part of it was left out.'
          : 'This is a placeholder, not a signature.';
      yield { ...spanOf(signature), message };
    },
  },
];

interface Signed {
  readonly alg: AlgorithmFact;
  readonly segment: Segment;
  readonly bytes: Uint8Array;
}

/** The signature of a token with a registered signature algorithm, unless it is missing or a mere placeholder. */
function signatureOf({ token: { signature }, alg }: TokenSubject): Signed | undefined {
  if (!signature?.text || !signature.bytes || alg?.use !== 'sig' || alg.family === 'none') return undefined;
  if (isPlaceholder(signature) && !isFullLength(signature, alg)) return undefined;
  return { alg, segment: signature, bytes: signature.bytes };
}

function isFullLength({ bytes }: Segment, alg: AlgorithmFact | undefined): boolean {
  return alg !== undefined && bytes !== undefined && signatureLengths(alg).includes(bytes.length);
}

/** Whether r or s is one that no ECDSA signature has: the "psychic signature" of CVE-2022-21449 and similar values. */
function isDegenerate(subject: TokenSubject): boolean {
  const signed = signatureOf(subject);
  const order = signed?.alg.curve === undefined ? undefined : orders.get(signed.alg.curve);
  if (!signed || order === undefined) return false;
  return numbersOf(signed)?.some((number) => number === 0n || number >= order) ?? false;
}

/** `r` and `s`, from r‖s or from DER. */
function numbersOf({ alg, bytes, segment }: Signed): readonly [r: bigint, s: bigint] | undefined {
  const der = derNumbers({ alg, bytes, segment });
  if (der) return der;
  if (bytes.length !== alg.signatureLength) return undefined;
  return [toBigInt(bytes.subarray(0, bytes.length / 2)), toBigInt(bytes.subarray(bytes.length / 2))];
}

function isDer(signed: Signed): boolean {
  return derNumbers(signed) !== undefined;
}

/** The two INTEGERs of `30 len 02 len r 02 len s`, if that is the whole of an ECDSA signature (RFC 3279 §2.2.3). */
function derNumbers({ alg, bytes }: Signed): readonly [r: bigint, s: bigint] | undefined {
  if (alg.family !== 'ECDSA' || bytes[0] !== 0x30) return undefined;
  // P-521 needs the long form of the length: 81 and one byte.
  const isLong = bytes[1] === 0x81;
  const content = bytes.subarray(isLong ? 3 : 2);
  if (content.length !== bytes[isLong ? 2 : 1]) return undefined;
  const r = derInteger(content);
  const s = r && derInteger(content.subarray(r.length + 2));
  return s && r.length + s.length + 4 === content.length ? [toBigInt(r), toBigInt(s)] : undefined;
}

function derInteger(bytes: Uint8Array): Uint8Array | undefined {
  const length = bytes[1] ?? 0;
  return bytes[0] === 0x02 && length > 0 && length < 0x80 && bytes.length >= length + 2
    ? bytes.subarray(2, length + 2)
    : undefined;
}

function toBigInt(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** Orders of the groups (SEC 2; NIST SP 800-186 §3.2.1). */
const orders: ReadonlyMap<string, bigint> = new Map([
  ['P-256', 0xffffffff_00000000_ffffffff_ffffffff_bce6faad_a7179e84_f3b9cac2_fc632551n],
  [
    'P-384',
    0xffffffff_ffffffff_ffffffff_ffffffff_ffffffff_ffffffff_c7634d81_f4372ddf_581a0db2_48b0a77a_ecec196a_ccc52973n,
  ],
  [
    'P-521',
    0x1ff_ffffffff_ffffffff_ffffffff_ffffffff_ffffffff_ffffffff_ffffffff_fffffffa_51868783_bf2f966b_7fcc0148_f709a5d0_3bb5c9b8_899c47ae_bb6fb71e_91386409n,
  ],
  ['secp256k1', 0xffffffff_ffffffff_ffffffff_fffffffe_baaedce6_af48a03b_bfd25e8c_d0364141n],
]);
