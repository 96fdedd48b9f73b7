import { createHash } from 'node:crypto';
import { claims, encode, jws, NOW, soundClaims, soundHeader } from '../tokens.ts';
import type { CasesByRule, Firing } from '../ruleCases.ts';

const at = (name: string, value: unknown) => ({ payload: `"${name}":${JSON.stringify(value)}` });
const payload = { part: 1 } as const;
const thumbprint = 'a'.repeat(43);
const okp = { kty: 'OKP', crv: 'Ed25519', x: thumbprint };

const accessClaims = { ...soundClaims, client_id: 'c1', jti: 'j1' };
const accessToken = (others: object, alg = 'RS256') => jws({ alg, typ: 'at+jwt' }, { ...accessClaims, ...others });
const idToken = (others: object, parameters: object = {}) =>
  jws({ ...soundHeader, ...parameters }, { ...soundClaims, at_hash: 'x', ...others });
const logoutClaims = {
  ...soundClaims,
  jti: 'j1',
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
};
const proofClaims = { jti: 'j1', htm: 'GET', htu: 'https://api.corp.io/orders', iat: NOW };
const proof = (others: object, parameters: object = {}) =>
  jws({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty: 'EC' }, ...parameters }, { ...proofClaims, ...others });
const assertion = (others: object) =>
  jws(
    { alg: 'RS256', typ: 'client-authentication+jwt' },
    { ...soundClaims, iss: 'c1', sub: 'c1', jti: 'j1', ...others },
  );

const securityEvent = (others: object) =>
  jws(
    { alg: 'RS256', typ: 'secevent+jwt' },
    { iss: 'https://a.io', iat: NOW, jti: 'j1', events: { 'https://a.io/event': {} }, ...others },
  );
const credential = (others: object) => jws({ alg: 'ES256', typ: 'dc+sd-jwt' }, { ...soundClaims, ...others });
const status = encode(['a salt of 16 chars', 'status', 'married']);
const digestOf = (disclosure: string) => createHash('sha256').update(disclosure).digest('base64url');

/** A credential that hides a claim of this name, underlined at its disclosure. */
function hidden(name: string, value: unknown): Firing {
  const disclosure = encode(['a salt of 16 chars', name, value]);
  const issued = credential({ ...(name !== 'vct' && { vct: 'pid' }), _sd: [digestOf(disclosure)] });
  const start = issued.length + 1;
  return { token: `${issued}~${disclosure}~`, at: { start, end: start + disclosure.length } };
}

const issuer = { profile: { issuer: 'https://login.corp.io' } };
const audience = { profile: { audience: ['orders-api', 'stock-api'] } };

export const claimCases: CasesByRule = {
  'iss-missing': {
    fires: [
      { token: jws(soundHeader, { sub: 'u17' }), at: payload, severity: 'hint' },
      { token: jws(soundHeader, { scope: 'read', aud: 'a' }), at: payload },
      { token: jws(soundHeader, { a: 1 }), at: payload, options: issuer, severity: 'error' },
      {
        token: jws(soundHeader, { a: 1 }),
        at: payload,
        options: { profile: { issuer: null, requiredClaims: ['iss'] } },
        severity: 'error',
      },
    ],
    quiet: [
      { token: claims({ iss: '' }) },
      { token: jws(soundHeader, { a: 1 }) },
      { token: jws(soundHeader, { sub: 'u17' }), options: { profile: { issuer: null } } },
      { token: jws(soundHeader, { sub: 'u17', events: {} }) },
    ],
  },
  'aud-missing': {
    fires: [
      { token: jws(soundHeader, { sub: 'u17' }), at: payload, severity: 'hint' },
      { token: jws({ alg: 'RS256', typ: 'at+jwt' }, { a: 1 }), at: payload },
      { token: jws(soundHeader, { a: 1 }), at: payload, options: audience, severity: 'error' },
    ],
    quiet: [
      { token: claims({ aud: [] }) },
      { token: jws(soundHeader, { a: 1 }) },
      { token: jws(soundHeader, { sub: 'u17' }), options: { profile: { audience: null } } },
    ],
  },
  'iss-unexpected': {
    fires: [
      { token: claims({ iss: 'https://evil.io' }), at: at('iss', 'https://evil.io'), options: issuer },
      { token: claims({ iss: 'https://login.corp.io/' }), at: at('iss', 'https://login.corp.io/'), options: issuer },
    ],
    quiet: [
      { token: claims({}), options: issuer },
      { token: claims({ iss: 'x' }), options: { profile: { issuer: null } } },
    ],
  },
  'aud-unexpected': {
    fires: [
      { token: claims({ aud: 'other' }), at: at('aud', 'other'), options: audience },
      { token: claims({ aud: ['ORDERS-API'] }), at: at('aud', ['ORDERS-API']), options: audience },
    ],
    quiet: [
      { token: claims({ aud: ['x', 'stock-api'] }), options: audience },
      { token: claims({ aud: 'x' }), options: { profile: { audience: null } } },
    ],
  },
  'aud-broad': {
    fires: [
      { token: claims({ aud: '*' }), at: at('aud', '*') },
      { token: claims({ aud: [] }), at: at('aud', []) },
      { token: claims({ aud: ['a', 'b', 'c', 'd', 'e', 'f'] }), at: at('aud', ['a', 'b', 'c', 'd', 'e', 'f']) },
    ],
    quiet: [{ token: claims({ aud: ['a', 'b', 'c', 'd', 'e'] }) }, { token: claims({ aud: 'https://*.corp.io' }) }],
  },
  'claim-type': {
    fires: [
      { token: claims({ sub: 17 }), at: at('sub', 17) },
      { token: claims({ iss: '', aud: ['a', 7] }), at: [at('iss', ''), at('aud', ['a', 7])] },
      { token: claims({ amr: 'pwd' }), at: at('amr', 'pwd') },
    ],
    quiet: [
      { token: claims({ aud: ['a'], amr: ['pwd'], jti: 'j' }) },
      { token: claims({ name: 7 }) },
      // Supabase writes it so.
      { token: claims({ amr: [{ method: 'password', timestamp: NOW }] }) },
    ],
  },
  'issuer-form': {
    fires: [
      { token: idToken({ iss: 'http://login.corp.io' }), at: at('iss', 'http://login.corp.io') },
      { token: accessToken({ iss: 'https://login.corp.io/?a' }), at: at('iss', 'https://login.corp.io/?a') },
    ],
    quiet: [
      { token: idToken({}) },
      { token: claims({ iss: 'service-a' }) },
      { token: idToken({ iss: 'accounts.google.com' }) },
      { token: idToken({ iss: 'did:key:z6Mk', sub: 'did:key:z6Mk' }) },
    ],
  },
  'at-jwt-claims': {
    fires: [
      { token: jws({ alg: 'RS256', typ: 'at+jwt' }, soundClaims), at: payload },
      { token: jws({ alg: 'RS256', typ: 'application/at+jwt' }, { iss: 'https://a.io' }), at: payload },
      { token: claims({ scope: 'a' }), at: payload, options: { profile: { tokenType: 'at+jwt' } } },
    ],
    quiet: [{ token: accessToken({}) }, { token: claims({ scope: 'a' }) }],
  },
  'at-jwt-alg': {
    fires: [
      { token: accessToken({}, 'none'), at: { header: '"alg":"none"' }, severity: 'error' },
      { token: accessToken({}, 'HS256'), at: { header: '"alg":"HS256"' }, severity: 'information' },
    ],
    quiet: [{ token: accessToken({}) }, { token: claims({ scope: 'a' }) }],
  },
  'id-token-claims': {
    fires: [
      { token: jws(soundHeader, { at_hash: 'x' }), at: payload, severity: 'error' },
      { token: idToken({ sub: 'ü' }), at: at('sub', 'ü'), severity: 'error' },
      { token: idToken({ aud: ['a', 'b'] }), at: at('aud', ['a', 'b']), severity: 'warning' },
      { token: idToken({}, { jwk: { kty: 'EC' } }), at: { header: '"jwk":{"kty":"EC"}' }, severity: 'warning' },
    ],
    quiet: [
      { token: idToken({}) },
      { token: idToken({ aud: ['a', 'b'], azp: 'a' }) },
      { token: claims({ sub: 'ü' }) },
      // Presentations and requests have a nonce and an audience, too.
      { token: jws({ alg: 'ES256' }, { iss: 'did:key:z6Mk', aud: 'a', nonce: 'n', vp: {} }) },
      { token: jws({ alg: 'ES256' }, { aud: 'a', nonce: 'n', response_type: 'vp_token', client_id: 'c' }) },
    ],
  },
  'logout-token': {
    fires: [
      { token: jws(soundHeader, { ...logoutClaims, nonce: 'n' }), at: at('nonce', 'n') },
      { token: jws({ alg: 'RS256', typ: 'logout+jwt' }, soundClaims), at: payload },
    ],
    quiet: [{ token: jws(soundHeader, logoutClaims) }, { token: claims({ nonce: 'n' }) }],
  },
  'dpop-proof': {
    fires: [
      { token: jws({ alg: 'ES256', typ: 'dpop+jwt', jwk: {} }, { iat: NOW }), at: payload, severity: 'error' },
      { token: proof({ htu: 'https://api.corp.io/orders?x=1' }), at: at('htu', 'https://api.corp.io/orders?x=1') },
      { token: proof({ ath: 'short' }), at: at('ath', 'short') },
      { token: proof({ iat: NOW - 301 }), at: at('iat', NOW - 301), severity: 'hint' },
      { token: proof({}, { alg: 'HS256' }), at: { header: '"alg":"HS256"' } },
      { token: jws({ alg: 'ES256', typ: 'dpop+jwt' }, proofClaims), at: { part: 0 } },
      { token: proof({}, { jwk: 'key' }), at: { header: '"jwk":"key"' }, severity: 'error' },
      { token: proof({}, { jwk: { kty: 'EC', d: 'x' } }), at: { header: '"d":"x"' }, severity: 'error' },
    ],
    quiet: [{ token: proof({ ath: thumbprint }) }, { token: claims({ htu: 'https://a.io?x' }) }],
  },
  'cnf-invalid': {
    fires: [
      { token: claims({ cnf: 'key' }), at: at('cnf', 'key') },
      { token: claims({ cnf: { jkt: 'short' } }), at: at('jkt', 'short') },
      { token: claims({ cnf: { 'x5t#S256': `${thumbprint}=` } }), at: at('x5t#S256', `${thumbprint}=`) },
      { token: claims({ cnf: { jwk: {} } }), at: at('jwk', {}) },
      { token: claims({ cnf: { jwk: { kty: 'EC' } } }), at: at('jwk', { kty: 'EC' }) },
      { token: claims({ cnf: { jwk: { ...okp, d: 'x' } } }), at: at('d', 'x') },
    ],
    quiet: [
      { token: claims({ cnf: { jkt: thumbprint } }) },
      { token: claims({ cnf: { jwk: okp } }) },
      { token: claims({ cnf: { jwk: { kty: 'new' } } }) },
      { token: claims({ cnf: { kid: 'k1' } }) },
      { token: claims({ jkt: 'x' }) },
    ],
  },
  'client-assertion': {
    fires: [
      { token: assertion({ sub: 'c2' }), at: at('iss', 'c1') },
      { token: jws({ alg: 'RS256', typ: 'client-authentication+jwt' }, { iss: 'c', sub: 'c' }), at: payload },
    ],
    quiet: [{ token: assertion({}) }, { token: claims({}) }],
  },
  'security-event': {
    fires: [
      { token: securityEvent({ iss: undefined, jti: undefined }), at: payload, severity: 'error' },
      { token: securityEvent({ events: {} }), at: at('events', {}), severity: 'error' },
      { token: securityEvent({ events: ['x'] }), at: at('events', ['x']), severity: 'error' },
      { token: securityEvent({ exp: NOW + 60 }), at: at('exp', NOW + 60), severity: 'hint' },
    ],
    quiet: [
      { token: securityEvent({}) },
      { token: claims({ events: {} }) },
      { token: jws({ alg: 'RS256', typ: 'logout+jwt' }, logoutClaims) },
    ],
  },
  'sd-jwt-vc': {
    fires: [
      { token: `${credential({})}~`, at: payload, severity: 'error' },
      { token: `${credential({ vct: '' })}~`, at: at('vct', '') },
      hidden('vct', 'pid'),
      hidden('status', {}),
    ],
    quiet: [
      { token: `${credential({ vct: 'pid', status: {} })}~` },
      { token: `${claims({})}~` },
      { token: `${jws({ alg: 'ES256', typ: 'example+sd-jwt' }, soundClaims)}~` },
      // The status of a marriage is not that of the credential.
      { token: `${credential({ vct: 'pid', family: { _sd: [digestOf(status)] } })}~${status}~` },
    ],
  },
  'privileged-claims': {
    fires: [
      { token: claims({ roles: ['admin'] }), at: at('roles', ['admin']) },
      { token: claims({ isAdmin: true, groups: [] }), at: [at('isAdmin', true), at('groups', [])] },
    ],
    quiet: [{ token: claims({ scope: 'admin' }) }, { token: claims({ a: { roles: [] } }) }],
  },
};
