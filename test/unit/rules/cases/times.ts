import { claims, header, NOW, soundClaims, soundHeader } from '../tokens.ts';
import type { CasesByRule } from '../ruleCases.ts';
import { jws } from '../../../support/jose.ts';

const day = 86_400;
const at = (name: string, value: unknown) => ({ payload: `"${name}":${JSON.stringify(value)}` });
const without = (name: keyof typeof soundClaims, others: object = {}) => {
  const { [name]: _, ...rest } = soundClaims;
  return jws(soundHeader, { ...rest, ...others });
};

export const timeCases: CasesByRule = {
  'exp-expired': {
    fires: {
      'at the second of exp plus the default tolerance of a minute': {
        token: claims({ exp: NOW - 60 }),
        at: at('exp', NOW - 60),
        severity: 'warning',
      },
      'without tolerance, although exp is a fraction of a second': {
        token: claims({ exp: NOW - 1.5 }),
        at: at('exp', NOW - 1.5),
        options: { leewaySeconds: 0 },
      },
      'when the longer tolerance of the profile is over': {
        token: claims({ exp: NOW - 300 }),
        at: at('exp', NOW - 300),
        options: { profile: { leewaySeconds: 300 } },
      },
    },
    quiet: {
      'within the tolerance, a second before it ends': { token: claims({ exp: NOW - 59 }) },
      'for an exp that is a string, which numericdate-type reports': { token: claims({ exp: String(NOW - 3600) }) },
      'for an exp before 1970, which numericdate-not-finite reports': { token: claims({ exp: -1 }) },
      'within the longer tolerance of the profile': {
        token: claims({ exp: NOW - 299 }),
        options: { profile: { leewaySeconds: 300 } },
      },
    },
  },
  'nbf-future': {
    fires: {
      'a second beyond the tolerance': { token: claims({ nbf: NOW + 61 }), at: at('nbf', NOW + 61) },
      'a day before the token is valid': { token: claims({ nbf: NOW + day }), at: at('nbf', NOW + day) },
    },
    quiet: {
      'at the last second of the tolerance': { token: claims({ nbf: NOW + 60 }) },
      'for milliseconds, which have a rule of their own': { token: claims({ nbf: NOW * 1000 }) },
    },
  },
  'iat-future': {
    fires: {
      'a second beyond the tolerance': { token: claims({ iat: NOW + 61 }), at: at('iat', NOW + 61) },
      'for a token issued tomorrow': { token: claims({ iat: NOW + day }), at: at('iat', NOW + day) },
    },
    quiet: {
      'at the last second of the tolerance': { token: claims({ iat: NOW + 60 }) },
      'for milliseconds, which have a rule of their own': { token: claims({ iat: NOW * 1000 }) },
    },
  },
  'exp-missing': {
    fires: {
      'on claims without exp, at the payload where it is missing': {
        token: without('exp'),
        at: { part: 1 },
        severity: 'information',
      },
      'on empty claims': { token: jws(soundHeader, '{}'), at: { part: 1 } },
      'as an error when the profile requires exp, even of a kind that needs none': {
        token: without('exp', { htm: 'GET', htu: 'x' }),
        at: { part: 1 },
        options: { profile: { requiredClaims: ['exp'] } },
        severity: 'error',
      },
    },
    quiet: {
      'for an exp of null: it is there, and of the wrong type': { token: claims({ exp: null }) },
      'for a security event, which tells of a moment': { token: without('exp', { events: {} }) },
      'for a DPoP proof, which is bound to a moment by iat': {
        token: without('exp', { htm: 'GET', htu: 'https://a.io' }),
      },
      'for a credential, which lasts until it is revoked': {
        token: without('exp', { vc: { type: ['VerifiableCredential'] } }),
      },
      'for a payload that is no claims at all': { token: jws({ alg: 'HS256' }, 'text') },
    },
  },
  'time-order': {
    fires: {
      'when exp is the very second of iat': { token: claims({ exp: NOW - 600 }), at: at('exp', NOW - 600) },
      'when exp lies before nbf': { token: claims({ exp: NOW + 10, nbf: NOW + 20 }), at: at('exp', NOW + 10) },
    },
    quiet: {
      'when exp lies after both iat and nbf': { token: claims({ nbf: NOW }) },
      'for an iat in milliseconds, which cannot be compared': { token: claims({ iat: NOW * 1000 }) },
      'for an exp that is rather a length of time, which exp-expired says': { token: claims({ exp: 3600 }) },
      'for the same in days and weeks': { token: claims({ exp: 7 * day }) },
    },
  },
  'lifetime-long': {
    fires: {
      'for an access token of two hours': {
        token: claims({ scope: 'a', exp: NOW + 6600 }),
        at: at('exp', NOW + 6600),
        severity: 'information',
      },
      'as a warning for any token of more than a year': {
        token: claims({ exp: NOW + 367 * day }),
        at: at('exp', NOW + 367 * day),
        severity: 'warning',
      },
      'for an ID token of more than a day, counted from nbf where iat is missing': {
        token: without('iat', { nbf: NOW, at_hash: 'x', exp: NOW + day + 3600 }),
        at: at('exp', NOW + day + 3600),
        severity: 'information',
      },
      'as information for a token of unknown kind of more than 30 days': {
        token: claims({ exp: NOW + 32 * day }),
        at: at('exp', NOW + 32 * day),
        severity: 'information',
      },
      'as a warning for an access token of more than 30 days': {
        token: claims({ token_use: 'access', exp: NOW + 31 * day }),
        at: at('exp', NOW + 31 * day),
        severity: 'warning',
      },
    },
    quiet: {
      'for an access token of exactly an hour': { token: claims({ scope: 'a', exp: NOW + 3000 }) },
      'for an access token of 90 minutes, as Entra ID issues by default': {
        token: claims({ scope: 'a', exp: NOW + 4800 }),
      },
      'for a few seconds more than usual, which rounded words would not show': {
        token: claims({ scope: 'a', exp: NOW + 4859 }),
      },
      'for a token of no special kind that lasts 30 days': { token: claims({ exp: NOW + 30 * day - 600 }) },
      'for a key that Supabase makes for ten years': {
        token: claims({ iss: 'supabase', role: 'anon', exp: NOW + 3650 * day }),
      },
      'for a service account of a year, which is bound to a pod': {
        token: claims({ 'kubernetes.io': { namespace: 'a' }, exp: NOW + 365 * day - 600 }),
      },
      'for an exp in milliseconds, which has a rule of its own': { token: claims({ exp: NOW * 1000 }) },
      'for an iat in milliseconds: the lifetime cannot be computed': {
        token: claims({ iat: NOW * 1000, exp: NOW + 400 * day }),
      },
      'for a credential of five years, which lives as long as the paper it stands for': {
        token: claims({ vct: 'pid', exp: NOW + 5 * 365 * day }, { typ: 'dc+sd-jwt' }),
      },
    },
  },
  'lifetime-unknown': {
    fires: {
      'for exp without iat and nbf': { token: without('iat'), at: at('exp', soundClaims.exp) },
      'for exp as the only claim': { token: jws(soundHeader, { exp: NOW }), at: at('exp', NOW) },
    },
    quiet: {
      'when iat is there': { token: claims({}) },
      'when nbf is there instead of iat': { token: without('iat', { nbf: NOW }) },
    },
  },
  'numericdate-type': {
    fires: {
      'for an exp that is a string of digits': { token: claims({ exp: '1700000000' }), at: at('exp', '1700000000') },
      'for null and for true, at each of the claims': {
        token: claims({ nbf: null, auth_time: true }),
        at: [at('nbf', null), at('auth_time', true)],
      },
    },
    quiet: {
      'for a fraction of a second, which is a number': { token: claims({ exp: NOW + 0.5 }) },
      'for updated_at, which is no claim that verifiers check': { token: claims({ updated_at: '2023-11-14' }) },
      'for an exp in the header, which is no claim': { token: header({ exp: 'x' }) },
    },
  },
  'numericdate-milliseconds': {
    fires: {
      'for an exp of Date.now()': { token: claims({ exp: NOW * 1000 }), at: at('exp', NOW * 1000), severity: 'error' },
      'at each claim in milliseconds': {
        token: claims({ iat: NOW * 1000, nbf: NOW * 1000 }),
        at: [at('iat', NOW * 1000), at('nbf', NOW * 1000)],
      },
    },
    quiet: {
      'for a number just small enough to be seconds': { token: claims({ exp: 99_999_999_999 }) },
      'for a number beyond any date, which numericdate-not-finite reports': { token: claims({ exp: 1e300 }) },
      'for a big number in a claim that is no time': { token: claims({ id: NOW * 1000 }) },
    },
  },
  'numericdate-not-finite': {
    fires: {
      'for an exp that JavaScript reads as infinity': {
        token: jws(soundHeader, '{"iss":"a","aud":"b","exp":1e400}'),
        at: { payload: '"exp":1e400' },
      },
      'for an nbf before 1970': { token: claims({ nbf: -1 }), at: at('nbf', -1) },
    },
    quiet: {
      'for milliseconds, which have a rule of their own': { token: claims({ exp: NOW * 1000 }) },
      'for the first second of 1970': { token: claims({ nbf: 0 }) },
    },
  },
};
