import { algorithm } from '../facts/algorithms.ts';
import { edwardsAndMontgomerySizes, isOnCurve, weierstrassCurves } from '../keys/curves.ts';
import { okpFault } from '../keys/edwardsPoints.ts';
import { base64urlBytes } from '../text/base64url.ts';
import { member } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';
import { headerMember, stringOf } from '../claims/locate.ts';
import { spanOf } from './rule.ts';
import type { Rule, TokenSubject } from './rule.ts';

/** Rules about encrypted tokens that need no key. */
export const jweRules: readonly Rule[] = [
  {
    id: 'jwe-rsa1_5',
    title: 'RSA PKCS#1 v1.5 encryption',
    why: 'Attackers can often make a server that decrypts it reveal the content, one request at a time.',
    source: 'RFC 8725 §3.2, draft-ietf-jose-deprecate-none-rsa15',
    fix: 'Use RSA-OAEP-256 or ECDH-ES.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      const alg = headerMember(subject, 'alg');
      if (alg && isJwe(subject) && subject.alg?.family === 'RSA1_5')
        yield { ...alg.span, message: 'RSA PKCS#1 v1.5 encryption is deprecated. Use RSA-OAEP-256 or ECDH-ES.' };
    },
  },
  {
    id: 'jwe-compressed',
    title: 'Compressed before encryption',
    why: 'The length of compressed text reveals something about its content, and a small token can expand to a huge one.',
    source: 'RFC 8725 §3.6, CVE-2024-28176',
    fix: 'Do not compress. Limit the size when you decrypt.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      const zip = headerMember(subject, 'zip');
      if (zip && isJwe(subject)) {
        yield {
          ...zip.span,
          message:
            'Compressed before encryption: the length reveals something about the content. Limit the size when you decrypt.',
        };
      }
    },
  },
  {
    id: 'jwe-p2c-excessive',
    title: 'Excessive iteration count',
    why: 'Each attempt to decrypt such a token keeps a server busy. A few attempts can stop it.',
    source: 'RFC 8725bis §3.13, CVE-2023-50966',
    fix: 'Refuse this token, and limit "p2c" when you decrypt.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const p2c = passwordParameter(subject, 'p2c');
      if (!p2c) return;
      const count = p2c.value.type === 'number' ? p2c.value.value : Number.NaN;
      if (!Number.isInteger(count) || count <= 0) {
        yield { ...p2c.span, message: '"p2c" must be a positive whole number.' };
      } else if (count > MOST_ITERATIONS) {
        yield {
          ...p2c.span,
          message: `"p2c" asks for more than ${MOST_ITERATIONS.toLocaleString('en')} iterations, which can stop a server.`,
        };
      }
    },
  },
  {
    id: 'jwe-p2c-low',
    title: 'Low iteration count',
    why: 'With fewer iterations, attackers can try passwords faster.',
    source: 'RFC 7518 §4.8.1.2, OWASP password storage cheat sheet',
    fix: 'Use 600,000 iterations or more.',
    kind: 'structure',
    severity: 'information',
    needs: 'token',
    *check(subject) {
      const p2c = passwordParameter(subject, 'p2c');
      if (p2c?.value.type !== 'number' || !Number.isInteger(p2c.value.value) || p2c.value.value <= 0) return;
      const count = p2c.value.value;
      if (count < 1000) yield { ...p2c.span, severity: 'error', message: '"p2c" must be at least 1,000.' };
      else if (count < 600_000) yield { ...p2c.span, message: '"p2c" is low. Use 600,000 iterations or more.' };
    },
  },
  {
    id: 'jwe-p2s-short',
    title: 'Short salt',
    why: 'With a short salt, attackers can use one table of passwords for many tokens.',
    source: 'RFC 7518 §4.8.1.1',
    fix: 'Use a random salt of 8 bytes or more.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const p2s = passwordParameter(subject, 'p2s');
      if (p2s && base64urlBytes(stringOf(p2s)).length < 8)
        yield { ...p2s.span, message: 'The salt ("p2s") must have at least 8 bytes.' };
    },
  },
  {
    id: 'jwe-key-part',
    title: 'Unexpected or missing encrypted key',
    why: 'With algorithms that use the key directly, the second part is empty. With all others, it contains a key. No verifier can decrypt anything else.',
    source: 'RFC 7516 §5.2, RFC 7518 §4.5, §4.6',
    fix: 'Copy the token again.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check({ token, alg }) {
      const key = token.segments[1];
      if (token.segments.length !== 5 || alg?.use !== 'key' || !key) return;
      const isDirect = alg.family === 'direct' || alg.family === 'ECDH-ES';
      if (isDirect === (key.text === '')) return;
      yield {
        ...spanOf(key),
        message: isDirect
          ? `With ${alg.name}, there is no encrypted key. The second part must be empty.`
          : `The encrypted key is missing: ${alg.name} needs one in the second part.`,
      };
    },
  },
  lengthRule('jwe-iv-length', 'Initialization vector of the wrong length', 2, 'initialization vector', 'ivLength'),
  lengthRule('jwe-tag-length', 'Authentication tag of the wrong length', 4, 'authentication tag', 'tagLength'),
  {
    id: 'jwe-ciphertext-shape',
    title: 'Impossible ciphertext',
    why: 'AES-CBC makes whole blocks of 16 bytes. Ciphertext of any other length cannot be decrypted.',
    source: 'RFC 7518 §5.2',
    fix: 'Copy the token again.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const enc = contentEncryption(subject);
      const ciphertext = subject.token.segments[3];
      if (enc?.family !== 'AES-CBC-HMAC' || !ciphertext || subject.token.headerOnly) return;
      const length = ciphertext.bytes?.length ?? 0;
      if (length > 0 && length % 16 === 0) return;
      yield {
        ...spanOf(ciphertext),
        message: `${enc.name} makes blocks of 16 bytes, but the ciphertext has ${length} bytes.`,
      };
    },
  },
  {
    id: 'jwe-missing-param',
    title: 'Missing header parameter',
    why: 'Without this parameter, the content key cannot be computed.',
    source: 'RFC 7518 §4.6, §4.7, §4.8',
    fix: 'Have the issuer add the missing parameter.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const alg = headerMember(subject, 'alg');
      if (!alg || !isJwe(subject) || !subject.alg) return;
      for (const [name, type] of neededParameters.get(subject.alg.family) ?? []) {
        const parameter = headerMember(subject, name);
        if (!parameter) {
          yield { ...alg.span, message: `${subject.alg.name} needs the header parameter "${name}".` };
        } else if (parameter.value.type !== type) {
          yield {
            ...parameter.span,
            message: `${subject.alg.name} needs the header parameter "${name}" with the type ${type}.`,
          };
        }
      }
    },
  },
  {
    id: 'jwe-epk-invalid',
    title: 'Invalid ephemeral key',
    why: 'A crafted ephemeral key can make a careless server reveal its private key.',
    source: 'RFC 8725 §3.4, RFC 7518 §6.2.1.2, CVE-2017-16007',
    fix: 'Refuse this token.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const epk = headerMember(subject, 'epk');
      if (epk?.value.type !== 'object' || !isJwe(subject)) return;
      const fault = ephemeralKeyFault(epk.value);
      if (fault !== undefined) yield { ...epk.span, message: `The ephemeral key is not valid: ${fault}.` };
    },
  },
  {
    id: 'jwe-not-authenticated',
    title: 'Encrypted, not signed',
    why: 'Anyone with the public key can make such a token. Encryption alone does not show who sent it.',
    source: 'RFC 8725bis §2.3, §3.3, CVE-2023-51774',
    fix: 'Sign the content, and then encrypt the signed token ("cty": "JWT").',
    kind: 'structure',
    severity: 'information',
    needs: 'token',
    *check(subject) {
      const alg = headerMember(subject, 'alg');
      const family = subject.alg?.family;
      const usesPublicKey =
        family === 'RSA-OAEP' || family === 'RSA1_5' || family === 'ECDH-ES' || family === 'ECDH-ES-KW';
      const isNested = /(?:^|\+|\/)jwt$/i.test(stringOf(headerMember(subject, 'cty')) ?? '');
      if (alg && isJwe(subject) && usesPublicKey && !isNested)
        yield { ...alg.span, message: 'Encrypted, not signed: anyone with the public key can make this token.' };
    },
  },
  {
    id: 'jwe-password',
    title: 'Encrypted with a password',
    why: 'Anyone who has the token can try passwords offline, as often as they like.',
    source: 'RFC 7518 §8.8, RFC 8725 §3.5',
    fix: 'Use a random key instead of a password.',
    kind: 'structure',
    severity: 'hint',
    needs: 'token',
    optIn: true,
    *check(subject) {
      const alg = headerMember(subject, 'alg');
      if (alg && isJwe(subject) && subject.alg?.family === 'PBES2')
        yield { ...alg.span, message: 'Encrypted with a password, which attackers can guess offline.' };
    },
  },
];

/** Twice the figure that OWASP recommends (RFC 8725bis §3.13). */
const MOST_ITERATIONS = 1_200_000;

function isJwe({ token }: TokenSubject): boolean {
  return token.segments.length === 5;
}

function passwordParameter(subject: TokenSubject, name: 'p2c' | 'p2s') {
  return subject.alg?.family === 'PBES2' && isJwe(subject) ? headerMember(subject, name) : undefined;
}

function contentEncryption(subject: TokenSubject) {
  const enc = isJwe(subject) ? stringOf(headerMember(subject, 'enc')) : undefined;
  const fact = enc === undefined ? undefined : algorithm(enc);
  return fact?.use === 'enc' ? fact : undefined;
}

function lengthRule(id: string, title: string, index: number, part: string, length: 'ivLength' | 'tagLength'): Rule {
  return {
    id,
    title,
    why: 'Each content encryption algorithm requires a fixed length. Any other length means that the token was cut off or changed.',
    source: 'RFC 7518 §5.2, §5.3',
    fix: 'Copy the token again.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const enc = contentEncryption(subject);
      const expected = enc?.[length];
      const segment = subject.token.segments[index];
      if (!enc || expected === undefined || !segment || subject.token.headerOnly) return;
      const actual = segment.bytes?.length ?? 0;
      if (actual === expected) return;
      yield { ...spanOf(segment), message: `The ${part} has ${actual} bytes, but ${enc.name} requires ${expected}.` };
    },
  };
}

const epk = ['epk', 'object'] as const;
/** Parameters without which an algorithm cannot work, and their JSON types (RFC 7518 §4.1). */
const neededParameters: ReadonlyMap<string, readonly (readonly [name: string, type: JsonNode['type']])[]> = new Map([
  ['ECDH-ES', [epk]],
  ['ECDH-ES-KW', [epk]],
  [
    'AES-GCM-KW',
    [
      ['iv', 'string'],
      ['tag', 'string'],
    ],
  ],
  [
    'PBES2',
    [
      ['p2s', 'string'],
      ['p2c', 'number'],
    ],
  ],
]);

function ephemeralKeyFault(jwk: JsonNode): string | undefined {
  const text = (name: string) => {
    const value = member(jwk, name)?.value;
    return value?.type === 'string' ? value.value : undefined;
  };
  const bytesOf = (name: string) => base64urlBytes(text(name));
  if (member(jwk, 'd')) return 'it contains its private part';
  const crv = text('crv');
  if (crv === undefined) return 'it does not name a curve';
  const curve = weierstrassCurves.get(crv);
  const size = curve?.size ?? edwardsAndMontgomerySizes.get(crv);
  if (size === undefined) return undefined;
  const [x, y] = [bytesOf('x'), bytesOf('y')];
  if (x.length !== size) return `"x" must have ${size} bytes`;
  if (!curve) return okpFault(crv, x) === 'small-order' ? 'it is a point of small order' : undefined;
  if (y.length !== size) return `"y" must have ${size} bytes`;
  return isOnCurve(curve, x, y) ? undefined : `it is not a point on ${crv}`;
}
