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

/** A number of 2048 bits that is a power of 65537 modulo the odd primes up to 167, as the faulty library made them (CVE-2017-15361). */
const roca = ((): bigint => {
  const primes = Array.from({ length: 168 }, (_, index) => BigInt(index)).filter(
    (value) => value > 2n && value % 2n === 1n && !hasFactorBelow(value, value),
  );
  const product = primes.reduce((all, prime) => all * prime, 2n);
  let candidate = (2n ** 2047n / product + 1n) * product + (65_537n ** 3n % product);
  while (hasFactorBelow(candidate, 2n ** 16n)) candidate += product;
  return candidate;
})();

/** Keys that a token brings: the faults by which verification bars a key of the user's, at the member that is to blame. */
export const carriedKeyCases: CasesByRule = {
  'rsa-key-short': {
    fires: [
      { token: inHeader(shortRsa), at: { header: member('n', shortRsa.n) }, severity: 'error' },
      { token: inClaims(shortRsa), at: { payload: member('n', shortRsa.n) }, severity: 'error' },
    ],
    quiet: [{ token: inHeader(rsa) }, { token: inClaims(ec) }, { token: claims({ key: shortRsa }) }],
  },
  'rsa-key-under-3072': {
    fires: [
      { token: inHeader(rsa), at: { header: member('n', rsa.n) } },
      { token: inClaims(rsa), at: { payload: member('n', rsa.n) } },
    ],
    quiet: [{ token: inHeader(shortRsa) }, { token: inHeader(ec) }],
  },
  'rsa-exponent': {
    fires: [
      { token: inHeader({ ...rsa, e: 'AQ' }), at: { header: member('e', 'AQ') }, severity: 'error' },
      { token: inClaims({ ...rsa, e: 'Aw' }), at: { payload: member('e', 'Aw') }, severity: 'warning' },
      { token: inHeader({ ...rsa, e: 'Iw' }), at: { header: member('e', 'Iw') }, severity: 'hint' },
    ],
    quiet: [{ token: inHeader(rsa) }, { token: inHeader({ ...rsa, e: 65_537 }) }],
  },
  'rsa-roca': {
    fires: [
      { token: inHeader({ ...rsa, n: number(roca) }), at: { header: member('n', number(roca)) }, severity: 'error' },
      { token: inClaims({ ...rsa, n: number(roca) }), at: { payload: member('n', number(roca)) } },
    ],
    quiet: [{ token: inHeader(rsa) }, { token: inHeader({ ...rsa, n: 'no base64url' }) }],
  },
  'rsa-modulus-broken': {
    fires: [
      {
        token: inHeader({ ...rsa, n: number(2n ** 2047n + 2n) }),
        at: { header: member('n', number(2n ** 2047n + 2n)) },
        severity: 'error',
      },
      {
        token: inClaims({ ...rsa, n: number((2n ** 1023n + 1155n) ** 2n * 4n) }),
        at: { payload: member('n', number((2n ** 1023n + 1155n) ** 2n * 4n)) },
      },
    ],
    quiet: [{ token: inHeader(rsa) }, { token: inClaims(rsa) }],
  },
  'ec-point-invalid': {
    fires: [
      { token: inHeader({ ...ec, y: ec.x }), at: { header: member('x', ec.x) }, severity: 'error' },
      { token: inClaims({ ...ec, crv: 'P-384' }), at: { payload: member('x', ec.x) }, severity: 'error' },
    ],
    quiet: [{ token: inHeader(ec) }, { token: inClaims(x25519) }, { token: inHeader({ kty: 'EC', crv: 'P-256' }) }],
  },
};
