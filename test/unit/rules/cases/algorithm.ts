import { claims, header, soundClaims } from '../tokens.ts';
import type { CasesByRule } from '../ruleCases.ts';
import { bytes, encode, jwe, jws } from '../../../support/jose.ts';

const profile = { algorithms: ['RS256', 'ES256'] };
const token = (alg: string, signature?: string): string => jws({ alg, typ: 'JWT' }, soundClaims, signature);

export const algorithmCases: CasesByRule = {
  'alg-none': {
    fires: {
      'as an error on "none" with an empty signature': {
        token: token('none'),
        at: { header: '"alg":"none"' },
        severity: 'error',
      },
      'on "none" even if bytes stand where the signature would': {
        token: token('none', 'AAAA'),
        at: { header: '"alg":"none"' },
      },
    },
    quiet: {
      'for "None", which is a disguise and has a rule of its own': { token: token('None', '') },
      'for a signed token': { token: token('HS256') },
      'for five parts, which alg-wrong-family reports': { token: jwe({ alg: 'none' }) },
    },
  },
  'alg-none-variant': {
    fires: {
      'for mixed letter case': { token: token('nOnE', ''), at: { header: '"alg":"nOnE"' } },
      'for a space in front': { token: token(' none', ''), at: { header: '"alg":" none"' } },
      'for full-width letters': { token: token('ｎｏｎｅ', ''), at: { header: '"alg":"ｎｏｎｅ"' } },
      'for an invisible character inside': { token: token('no\u200bne', ''), at: { header: '"alg":"no\u200bne"' } },
      'for a null byte at the end': { token: token('none\0', ''), at: { header: '"alg":"none\\u0000"' } },
      'for many soft hyphens in front, which no limit of length may hide': {
        token: token(`${'\u00ad'.repeat(99)}NONE`, ''),
        at: { header: `"alg":"${'\u00ad'.repeat(99)}NONE"` },
      },
    },
    quiet: {
      'for "none" itself, which alg-none reports': { token: token('none') },
      'for a name that only begins so': { token: token('nonesuch') },
    },
  },
  'alg-none-with-signature': {
    fires: {
      'for "none" with bytes as signature': { token: token('none', 'AAAA'), at: { part: 2 } },
      'for "NONE" with bytes as long as an HMAC': { token: token('NONE', encode(bytes(32))), at: { part: 2 } },
    },
    quiet: {
      'for "none" with an empty signature': { token: token('none') },
      'for a signed token': { token: token('HS256') },
    },
  },
  'signature-missing': {
    fires: {
      'when an HMAC token ends with its dot': {
        token: token('HS256', ''),
        at: { start: token('HS256', '').length - 1, end: token('HS256', '').length },
      },
      'when an RSA token ends with its dot': {
        token: token('RS256', ''),
        at: { start: token('RS256', '').length - 1, end: token('RS256', '').length },
      },
    },
    quiet: {
      'for "none", which has no signature': { token: token('none') },
      'for a token with its signature': { token: token('HS256') },
      'for an unknown algorithm, of which nobody knows what it makes': { token: token('custom', '') },
    },
  },
  'alg-missing': {
    fires: {
      'when the header has a type and no algorithm': { token: jws({ typ: 'JWT' }, soundClaims), at: { part: 0 } },
      'when the algorithm is a number, at that number': {
        token: jws({ alg: 256 }, soundClaims),
        at: { header: '"alg":256' },
      },
    },
    quiet: {
      'for an object that has nothing of a JOSE header': { token: jws({ a: 'b' }, soundClaims) },
      'when the header names an algorithm': { token: token('HS256') },
      'for two parts, which are no token': { token: `${encode({ typ: 'JWT' })}.${encode('x')}` },
    },
  },
  'alg-case-variant': {
    fires: {
      'for a name in lower case': { token: token('hs256'), at: { header: '"alg":"hs256"' } },
      'for a name with a single capital': { token: token('Es256'), at: { header: '"alg":"Es256"' } },
      'for the content encryption of a JWE': { token: jwe({ enc: 'a128gcm' }), at: { header: '"enc":"a128gcm"' } },
    },
    quiet: {
      'for the registered spelling': { token: token('HS256') },
      'for a "none" in capitals, which alg-none-variant reports': { token: token('NONE', '') },
      'for a name that no letter case makes a registered one': { token: token('hs257') },
    },
  },
  'alg-unknown': {
    fires: {
      'for a name that looks like a registered one': { token: token('HS257'), at: { header: '"alg":"HS257"' } },
      "for a name of somebody's own": { token: token('custom'), at: { header: '"alg":"custom"' } },
      'for an unregistered content encryption of a JWE': {
        token: jwe({ enc: 'A512GCM' }),
        at: { header: '"enc":"A512GCM"' },
      },
    },
    quiet: {
      'for a JWE with registered names': { token: jwe({}) },
      'for "enc" in a token of three parts, where it says nothing of encryption': { token: header({ enc: 'custom' }) },
      'for a post-quantum algorithm, which is registered': { token: token('ML-DSA-44') },
      'for "none", which alg-none reports': { token: token('none') },
      'for another letter case, which alg-case-variant reports': { token: token('hs256') },
    },
  },
  'alg-wrong-family': {
    fires: {
      'for "enc" in a token of three parts': { token: header({ enc: 'A128GCM' }), at: { header: '"enc":"A128GCM"' } },
      'for a key encryption in a token of three parts': {
        token: token('RSA-OAEP'),
        at: { header: '"alg":"RSA-OAEP"' },
      },
      'for a signature algorithm in a token of five parts': {
        token: jwe({ alg: 'HS256' }),
        at: { header: '"alg":"HS256"' },
      },
    },
    quiet: {
      'for a JWE that names a key encryption': { token: jwe({}) },
      'for a JWS that names a signature algorithm': { token: token('HS256') },
    },
  },
  'alg-deprecated': {
    fires: {
      'as a hint for EdDSA, which does not name the curve': {
        token: jws({ alg: 'EdDSA' }, soundClaims, encode(bytes(64))),
        at: { header: '"alg":"EdDSA"' },
        severity: 'hint',
      },
      'as a warning for a signature over SHA-1': {
        token: token('RS1'),
        at: { header: '"alg":"RS1"' },
        severity: 'warning',
      },
      'as a warning for RSA1_5': {
        token: jwe({ alg: 'RSA1_5' }),
        at: { header: '"alg":"RSA1_5"' },
        severity: 'warning',
      },
    },
    quiet: {
      'for Ed25519, which names the curve': { token: token('Ed25519') },
      'for RS256, which is old and not deprecated': { token: token('RS256') },
    },
  },
  'alg-prefer-modern': {
    fires: {
      'for RS256': { token: token('RS256'), at: { header: '"alg":"RS256"' } },
      'for RS512': { token: token('RS512'), at: { header: '"alg":"RS512"' } },
    },
    quiet: { 'for PS256': { token: token('PS256') }, 'for ES256': { token: token('ES256') } },
  },
  'alg-symmetric-multiparty': {
    fires: {
      'for an HMAC and two audiences': { token: claims({ aud: ['a', 'b'] }), at: { header: '"alg":"HS256"' } },
      'for an HMAC and an access token, which other servers verify': {
        token: header({ typ: 'at+jwt' }),
        at: { header: '"alg":"HS256"' },
      },
      'for an HMAC and an audience on another host than the issuer': {
        token: claims({ aud: 'https://api.corp.io/v1' }),
        at: { header: '"alg":"HS256"' },
      },
    },
    quiet: {
      'for two audiences and a key pair': { token: claims({ aud: ['a', 'b'] }, { alg: 'RS256' }) },
      'for an HMAC and an audience on the host of the issuer': { token: claims({ aud: 'https://login.corp.io/api' }) },
      'for an HMAC and one audience that is no URL': { token: claims({ aud: ['orders-api'] }) },
    },
  },
  'alg-not-allowed': {
    fires: {
      'for an algorithm that the profile does not list': {
        token: token('HS256'),
        at: { header: '"alg":"HS256"' },
        options: { profile },
      },
      'for "none", which no list of the profile has': {
        token: token('none'),
        at: { header: '"alg":"none"' },
        options: { profile },
      },
    },
    quiet: {
      'for an algorithm that the profile lists': { token: token('ES256'), options: { profile } },
      'when the profile has no list': { token: token('HS256'), options: { profile: {} } },
    },
  },
};
