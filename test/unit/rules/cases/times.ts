import { claims, header, jws, NOW, soundClaims, soundHeader } from '../tokens.ts';
import type { CasesByRule } from '../ruleCases.ts';

const day = 86_400;
const at = (name: string, value: unknown) => ({ payload: `"${name}":${JSON.stringify(value)}` });
const without = (name: keyof typeof soundClaims, others: object = {}) => {
  const { [name]: _, ...rest } = soundClaims;
  return jws(soundHeader, { ...rest, ...others });
};

export const timeCases: CasesByRule = {
  'exp-expired': {
    fires: [
      { token: claims({ exp: NOW - 60 }), at: at('exp', NOW - 60), severity: 'warning' },
      { token: claims({ exp: NOW - 1.5 }), at: at('exp', NOW - 1.5), options: { leewaySeconds: 0 } },
      { token: claims({ exp: NOW - 300 }), at: at('exp', NOW - 300), options: { profile: { leewaySeconds: 300 } } },
    ],
    quiet: [
      { token: claims({ exp: NOW - 59 }) },
      { token: claims({ exp: String(NOW - 3600) }) },
      { token: claims({ exp: -1 }) },
      { token: claims({ exp: NOW - 299 }), options: { profile: { leewaySeconds: 300 } } },
    ],
  },
  'nbf-future': {
    fires: [
      { token: claims({ nbf: NOW + 61 }), at: at('nbf', NOW + 61) },
      { token: claims({ nbf: NOW + day }), at: at('nbf', NOW + day) },
    ],
    quiet: [{ token: claims({ nbf: NOW + 60 }) }, { token: claims({ nbf: NOW * 1000 }) }],
  },
  'iat-future': {
    fires: [
      { token: claims({ iat: NOW + 61 }), at: at('iat', NOW + 61) },
      { token: claims({ iat: NOW + day }), at: at('iat', NOW + day) },
    ],
    quiet: [{ token: claims({ iat: NOW + 60 }) }, { token: claims({ iat: NOW * 1000 }) }],
  },
  'exp-missing': {
    fires: [
      { token: without('exp'), at: { part: 1 }, severity: 'information' },
      { token: jws(soundHeader, '{}'), at: { part: 1 } },
      {
        token: without('exp', { htm: 'GET', htu: 'x' }),
        at: { part: 1 },
        options: { profile: { requiredClaims: ['exp'] } },
        severity: 'error',
      },
    ],
    quiet: [
      { token: claims({ exp: null }) },
      { token: without('exp', { events: {} }) },
      { token: without('exp', { htm: 'GET', htu: 'https://a.io' }) },
      { token: without('exp', { vc: { type: ['VerifiableCredential'] } }) },
      { token: jws({ alg: 'HS256' }, 'text') },
    ],
  },
  'time-order': {
    fires: [
      { token: claims({ exp: NOW - 600 }), at: at('exp', NOW - 600) },
      { token: claims({ exp: NOW + 10, nbf: NOW + 20 }), at: at('exp', NOW + 10) },
    ],
    quiet: [{ token: claims({ nbf: NOW }) }, { token: claims({ iat: NOW * 1000 }) }],
  },
  'lifetime-long': {
    fires: [
      { token: claims({ scope: 'a', exp: NOW + 3001 }), at: at('exp', NOW + 3001), severity: 'information' },
      { token: claims({ exp: NOW + 367 * day }), at: at('exp', NOW + 367 * day), severity: 'warning' },
      {
        token: without('iat', { nbf: NOW, at_hash: 'x', exp: NOW + day + 1 }),
        at: at('exp', NOW + day + 1),
        severity: 'information',
      },
      {
        token: claims({ token_use: 'access', exp: NOW + 31 * day }),
        at: at('exp', NOW + 31 * day),
        severity: 'warning',
      },
    ],
    quiet: [
      { token: claims({ scope: 'a', exp: NOW + 3000 }) },
      { token: claims({ exp: NOW + 364 * day }) },
      { token: claims({ exp: NOW * 1000 }) },
      { token: claims({ iat: NOW * 1000, exp: NOW + 400 * day }) },
      { token: claims({ vct: 'pid', exp: NOW + 5 * 365 * day }, { typ: 'dc+sd-jwt' }) },
    ],
  },
  'lifetime-unknown': {
    fires: [
      { token: without('iat'), at: at('exp', soundClaims.exp) },
      { token: jws(soundHeader, { exp: NOW }), at: at('exp', NOW) },
    ],
    quiet: [{ token: claims({}) }, { token: without('iat', { nbf: NOW }) }],
  },
  'numericdate-type': {
    fires: [
      { token: claims({ exp: '1700000000' }), at: at('exp', '1700000000') },
      { token: claims({ nbf: null, auth_time: true }), at: [at('nbf', null), at('auth_time', true)] },
    ],
    quiet: [
      { token: claims({ exp: NOW + 0.5 }) },
      { token: claims({ updated_at: '2023-11-14' }) },
      { token: header({ exp: 'x' }) },
    ],
  },
  'numericdate-milliseconds': {
    fires: [
      { token: claims({ exp: NOW * 1000 }), at: at('exp', NOW * 1000), severity: 'error' },
      { token: claims({ iat: NOW * 1000, nbf: NOW * 1000 }), at: [at('iat', NOW * 1000), at('nbf', NOW * 1000)] },
    ],
    quiet: [
      { token: claims({ exp: 99_999_999_999 }) },
      { token: claims({ exp: 1e300 }) },
      { token: claims({ id: NOW * 1000 }) },
    ],
  },
  'numericdate-not-finite': {
    fires: [
      { token: jws(soundHeader, '{"iss":"a","aud":"b","exp":1e400}'), at: { payload: '"exp":1e400' } },
      { token: claims({ nbf: -1 }), at: at('nbf', -1) },
    ],
    quiet: [{ token: claims({ exp: NOW * 1000 }) }, { token: claims({ nbf: 0 }) }],
  },
};
