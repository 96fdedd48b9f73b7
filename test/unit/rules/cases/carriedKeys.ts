import { keyPair } from '../../../fixtures/keys/keyPairs.ts';
import { claims, header } from '../tokens.ts';
import type { CasesByRule } from '../ruleCases.ts';

const rsa = keyPair('rsa').publicKey.export({ format: 'jwk' });
const shortRsa = keyPair('shortRsa').publicKey.export({ format: 'jwk' });
const ec = keyPair('P-256').publicKey.export({ format: 'jwk' });
const x25519 = keyPair('X25519').publicKey.export({ format: 'jwk' });

const member = (name: string, value: unknown): string => `"${name}":${JSON.stringify(value)}`;
const inHeader = (jwk: object): string => header({ typ: 'dpop+jwt', jwk });
const inClaims = (jwk: object): string => claims({ cnf: { jwk } });

const number = (value: bigint): string =>
  Buffer.from(value.toString(16).padStart(512, '0'), 'hex').toString('base64url');
const hasFactorBelow = (value: bigint, limit: bigint): boolean => {
  for (let divisor = 3n; divisor < limit; divisor += 2n) if (value % divisor === 0n) return true;
  return false;
};

/**
 * A number of 2048 bits that is a power of 65537 modulo the odd primes up to 167, as the faulty library made them
 * (CVE-2017-15361).
 */
const roca = ((): bigint => {
  const primes = Array.from({ length: 168 }, (_, index) => BigInt(index)).filter(
    (value) => value > 2n && value % 2n === 1n && !hasFactorBelow(value, value),
  );
  const product = primes.reduce((all, prime) => all * prime, 2n);
  let candidate = (2n ** 2047n / product + 1n) * product + (65_537n ** 3n % product);
  while (hasFactorBelow(candidate, 2n ** 16n)) candidate += product;
  return candidate;
})();

/**
 * Keys that a token brings: the faults by which verification bars a key of the user's, at the member that is to blame.
 */
export const carriedKeyCases: CasesByRule = {
  'rsa-key-short': {
    fires: {
      'as an error for 1024 bits in the header': {
        token: inHeader(shortRsa),
        at: { header: member('n', shortRsa.n) },
        severity: 'error',
      },
      'as an error for 1024 bits in the key that the token is bound to': {
        token: inClaims(shortRsa),
        at: { payload: member('n', shortRsa.n) },
        severity: 'error',
      },
    },
    quiet: {
      'for 2048 bits in the header': { token: inHeader(rsa) },
      'for an EC key': { token: inClaims(ec) },
      'for a claim that is not where keys are': { token: claims({ key: shortRsa }) },
    },
  },
  'rsa-key-under-3072': {
    fires: {
      'for 2048 bits in the header': { token: inHeader(rsa), at: { header: member('n', rsa.n) } },
      'for 2048 bits in the key that the token is bound to': {
        token: inClaims(rsa),
        at: { payload: member('n', rsa.n) },
      },
    },
    quiet: {
      'for a shorter key, which rsa-key-short reports': { token: inHeader(shortRsa) },
      'for an EC key': { token: inHeader(ec) },
    },
  },
  'rsa-exponent': {
    fires: {
      'as an error for an exponent of 1, which changes nothing': {
        token: inHeader({ ...rsa, e: 'AQ' }),
        at: { header: member('e', 'AQ') },
        severity: 'error',
      },
      'as a warning for an exponent of 3': {
        token: inClaims({ ...rsa, e: 'Aw' }),
        at: { payload: member('e', 'Aw') },
        severity: 'warning',
      },
      'as a hint for an exponent of 35, which is small': {
        token: inHeader({ ...rsa, e: 'Iw' }),
        at: { header: member('e', 'Iw') },
        severity: 'hint',
      },
    },
    quiet: {
      'for 65537': { token: inHeader(rsa) },
      'for an exponent that is no text and cannot be read': { token: inHeader({ ...rsa, e: 65_537 }) },
    },
  },
  'rsa-roca': {
    fires: {
      'as an error for a modulus of the faulty library': {
        token: inHeader({ ...rsa, n: number(roca) }),
        at: { header: member('n', number(roca)) },
        severity: 'error',
      },
      'for such a modulus in the key that the token is bound to': {
        token: inClaims({ ...rsa, n: number(roca) }),
        at: { payload: member('n', number(roca)) },
      },
    },
    quiet: {
      'for a random modulus': { token: inHeader(rsa) },
      'for a modulus that cannot be read': { token: inHeader({ ...rsa, n: 'no base64url' }) },
    },
  },
  'rsa-modulus-broken': {
    fires: {
      'as an error for an even modulus': {
        token: inHeader({ ...rsa, n: number(2n ** 2047n + 2n) }),
        at: { header: member('n', number(2n ** 2047n + 2n)) },
        severity: 'error',
      },
      'for the square of an even number': {
        token: inClaims({ ...rsa, n: number((2n ** 1023n + 1155n) ** 2n * 4n) }),
        at: { payload: member('n', number((2n ** 1023n + 1155n) ** 2n * 4n)) },
      },
    },
    quiet: {
      'for a sound key in the header': { token: inHeader(rsa) },
      'for a sound key that the token is bound to': { token: inClaims(rsa) },
    },
  },
  'ec-point-invalid': {
    fires: {
      'as an error for coordinates that are not on the curve': {
        token: inHeader({ ...ec, y: ec.x }),
        at: { header: member('x', ec.x) },
        severity: 'error',
      },
      'as an error for a point of another curve than the key names': {
        token: inClaims({ ...ec, crv: 'P-384' }),
        at: { payload: member('x', ec.x) },
        severity: 'error',
      },
    },
    quiet: {
      'for a point of its curve': { token: inHeader(ec) },
      'for X25519, which has one coordinate': { token: inClaims(x25519) },
      'for a key without coordinates': { token: inHeader({ kty: 'EC', crv: 'P-256' }) },
    },
  },
};
