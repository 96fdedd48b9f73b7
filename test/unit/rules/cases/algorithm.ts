import { bytes, claims, encode, header, jwe, jws, soundClaims } from '../tokens.ts';
import type { CasesByRule } from '../ruleCases.ts';

const profile = { algorithms: ['RS256', 'ES256'] };
const token = (alg: string, signature?: string): string => jws({ alg, typ: 'JWT' }, soundClaims, signature);

export const algorithmCases: CasesByRule = {
  'alg-none': {
    fires: [
      { token: token('none'), at: { header: '"alg":"none"' }, severity: 'error' },
      { token: token('none', 'AAAA'), at: { header: '"alg":"none"' } },
    ],
    quiet: [{ token: token('None', '') }, { token: token('HS256') }, { token: jwe({ alg: 'none' }) }],
  },
  'alg-none-variant': {
    fires: [
      { token: token('nOnE', ''), at: { header: '"alg":"nOnE"' } },
      { token: token(' none', ''), at: { header: '"alg":" none"' } },
      { token: token('ｎｏｎｅ', ''), at: { header: '"alg":"ｎｏｎｅ"' } },
      { token: token('no\u200bne', ''), at: { header: '"alg":"no\u200bne"' } },
      { token: token('none\0', ''), at: { header: '"alg":"none\\u0000"' } },
      { token: token(`${'\u00ad'.repeat(99)}NONE`, ''), at: { header: `"alg":"${'\u00ad'.repeat(99)}NONE"` } },
    ],
    quiet: [{ token: token('none') }, { token: token('nonesuch') }],
  },
  'alg-none-with-signature': {
    fires: [
      { token: token('none', 'AAAA'), at: { part: 2 } },
      { token: token('NONE', encode(bytes(32))), at: { part: 2 } },
    ],
    quiet: [{ token: token('none') }, { token: token('HS256') }],
  },
  'signature-missing': {
    fires: [
      { token: token('HS256', ''), at: { start: token('HS256', '').length - 1, end: token('HS256', '').length } },
      { token: token('RS256', ''), at: { start: token('RS256', '').length - 1, end: token('RS256', '').length } },
    ],
    quiet: [{ token: token('none') }, { token: token('HS256') }, { token: token('custom', '') }],
  },
  'alg-missing': {
    fires: [
      { token: jws({ typ: 'JWT' }, soundClaims), at: { part: 0 } },
      { token: jws({ alg: 256 }, soundClaims), at: { header: '"alg":256' } },
    ],
    quiet: [
      { token: jws({ a: 'b' }, soundClaims) },
      { token: token('HS256') },
      { token: `${encode({ typ: 'JWT' })}.${encode('x')}` },
    ],
  },
  'alg-case-variant': {
    fires: [
      { token: token('hs256'), at: { header: '"alg":"hs256"' } },
      { token: token('Es256'), at: { header: '"alg":"Es256"' } },
      { token: jwe({ enc: 'a128gcm' }), at: { header: '"enc":"a128gcm"' } },
    ],
    quiet: [{ token: token('HS256') }, { token: token('NONE', '') }, { token: token('hs257') }],
  },
  'alg-unknown': {
    fires: [
      { token: token('HS257'), at: { header: '"alg":"HS257"' } },
      { token: token('custom'), at: { header: '"alg":"custom"' } },
      { token: jwe({ enc: 'A512GCM' }), at: { header: '"enc":"A512GCM"' } },
    ],
    quiet: [
      { token: jwe({}) },
      { token: header({ enc: 'custom' }) },
      { token: token('ML-DSA-44') },
      { token: token('none') },
      { token: token('hs256') },
    ],
  },
  'alg-wrong-family': {
    fires: [
      { token: header({ enc: 'A128GCM' }), at: { header: '"enc":"A128GCM"' } },
      { token: token('RSA-OAEP'), at: { header: '"alg":"RSA-OAEP"' } },
      { token: jwe({ alg: 'HS256' }), at: { header: '"alg":"HS256"' } },
    ],
    quiet: [{ token: jwe({}) }, { token: token('HS256') }],
  },
  'alg-deprecated': {
    fires: [
      {
        token: jws({ alg: 'EdDSA' }, soundClaims, encode(bytes(64))),
        at: { header: '"alg":"EdDSA"' },
        severity: 'hint',
      },
      { token: token('RS1'), at: { header: '"alg":"RS1"' }, severity: 'warning' },
      { token: jwe({ alg: 'RSA1_5' }), at: { header: '"alg":"RSA1_5"' }, severity: 'warning' },
    ],
    quiet: [{ token: token('Ed25519') }, { token: token('RS256') }],
  },
  'alg-prefer-modern': {
    fires: [
      { token: token('RS256'), at: { header: '"alg":"RS256"' } },
      { token: token('RS512'), at: { header: '"alg":"RS512"' } },
    ],
    quiet: [{ token: token('PS256') }, { token: token('ES256') }],
  },
  'alg-symmetric-multiparty': {
    fires: [
      { token: claims({ aud: ['a', 'b'] }), at: { header: '"alg":"HS256"' } },
      { token: header({ typ: 'at+jwt' }), at: { header: '"alg":"HS256"' } },
      { token: claims({ aud: 'https://api.corp.io/v1' }), at: { header: '"alg":"HS256"' } },
    ],
    quiet: [
      { token: claims({ aud: ['a', 'b'] }, { alg: 'RS256' }) },
      { token: claims({ aud: 'https://login.corp.io/api' }) },
      { token: claims({ aud: ['orders-api'] }) },
    ],
  },
  'alg-not-allowed': {
    fires: [
      { token: token('HS256'), at: { header: '"alg":"HS256"' }, options: { profile } },
      { token: token('none'), at: { header: '"alg":"none"' }, options: { profile } },
    ],
    quiet: [
      { token: token('ES256'), options: { profile } },
      { token: token('HS256'), options: { profile: {} } },
    ],
  },
};
