import { claims, NOW, soundClaims, soundHeader } from '../tokens.ts';
import type { CasesByRule, Firing } from '../ruleCases.ts';
import { digest, encode, jws } from '../../../support/jose.ts';

const at = (name: string, value: unknown) => ({ payload: `"${name}":${JSON.stringify(value)}` });
const payload = { part: 1 } as const;
const thumbprint = 'a'.repeat(43);
const okp = { kty: 'OKP', crv: 'Ed25519', x: thumbprint };

const accessClaims = { ...soundClaims, client_id: 'c1', jti: 'j1' };
const accessToken = (others: object, alg = 'RS256') => jws({ alg, typ: 'at+jwt' }, { ...accessClaims, ...others });
const idToken = (others: object, parameters: object = {}) =>
  jws({ ...soundHeader, ...parameters }, { ...soundClaims, at_hash: 'x', ...others });
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';
const logoutClaims = { ...soundClaims, jti: 'j1', events: { [logoutEvent]: {} } };
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

/** A credential that hides a claim of this name, underlined at its disclosure. */
function hidden(name: string, value: unknown): Firing {
  const disclosure = encode(['a salt of 16 chars', name, value]);
  const issued = credential({ ...(name !== 'vct' && { vct: 'pid' }), _sd: [digest(disclosure)] });
  const start = issued.length + 1;
  return { token: `${issued}~${disclosure}~`, at: { start, end: start + disclosure.length } };
}

const issuer = { profile: { issuer: 'https://login.corp.io' } };
const audience = { profile: { audience: ['orders-api', 'stock-api'] } };

export const claimCases: CasesByRule = {
  'iss-missing': {
    fires: {
      'as a hint when the claims speak of a subject': {
        token: jws(soundHeader, { sub: 'u17' }),
        at: payload,
        severity: 'hint',
      },
      'when the claims have a scope and an audience': {
        token: jws(soundHeader, { scope: 'read', aud: 'a' }),
        at: payload,
      },
      'as an error when the profile expects an issuer': {
        token: jws(soundHeader, { a: 1 }),
        at: payload,
        options: issuer,
        severity: 'error',
      },
      'as an error when the profile requires the claim, although it compares no issuer': {
        token: jws(soundHeader, { a: 1 }),
        at: payload,
        options: { profile: { issuer: null, requiredClaims: ['iss'] } },
        severity: 'error',
      },
    },
    quiet: {
      'for an empty issuer, which claim-type reports': { token: claims({ iss: '' }) },
      'for claims of no known kind that speak of nobody': { token: jws(soundHeader, { a: 1 }) },
      'when the profile says that no issuer is used': {
        token: jws(soundHeader, { sub: 'u17' }),
        options: { profile: { issuer: null } },
      },
      'for a security event, of which an issuer is asked elsewhere': {
        token: jws(soundHeader, { sub: 'u17', events: {} }),
      },
    },
  },
  'aud-missing': {
    fires: {
      'as a hint when the claims speak of a subject': {
        token: jws(soundHeader, { sub: 'u17' }),
        at: payload,
        severity: 'hint',
      },
      'for an access token, which is always for somebody': {
        token: jws({ alg: 'RS256', typ: 'at+jwt' }, { a: 1 }),
        at: payload,
      },
      'as an error when the profile expects an audience': {
        token: jws(soundHeader, { a: 1 }),
        at: payload,
        options: audience,
        severity: 'error',
      },
    },
    quiet: {
      'for an empty list, which aud-broad reports': { token: claims({ aud: [] }) },
      'for claims of no known kind that speak of nobody': { token: jws(soundHeader, { a: 1 }) },
      'when the profile says that no audience is used': {
        token: jws(soundHeader, { sub: 'u17' }),
        options: { profile: { audience: null } },
      },
    },
  },
  'iss-unexpected': {
    fires: {
      'for the issuer of somebody else': {
        token: claims({ iss: 'https://evil.io' }),
        at: at('iss', 'https://evil.io'),
        options: issuer,
      },
      'for the expected issuer with a slash behind it: issuers are compared exactly': {
        token: claims({ iss: 'https://login.corp.io/' }),
        at: at('iss', 'https://login.corp.io/'),
        options: issuer,
      },
    },
    quiet: {
      'for the expected issuer': { token: claims({}), options: issuer },
      'when the profile says that no issuer is used': {
        token: claims({ iss: 'x' }),
        options: { profile: { issuer: null } },
      },
    },
  },
  'aud-unexpected': {
    fires: {
      'for the audience of somebody else': {
        token: claims({ aud: 'other' }),
        at: at('aud', 'other'),
        options: audience,
      },
      'for an expected audience in another letter case: audiences are compared exactly': {
        token: claims({ aud: ['ORDERS-API'] }),
        at: at('aud', ['ORDERS-API']),
        options: audience,
      },
    },
    quiet: {
      'when one of several audiences is expected': { token: claims({ aud: ['x', 'stock-api'] }), options: audience },
      'when the profile says that no audience is used': {
        token: claims({ aud: 'x' }),
        options: { profile: { audience: null } },
      },
    },
  },
  'aud-broad': {
    fires: {
      'for everybody': { token: claims({ aud: '*' }), at: at('aud', '*') },
      'for an empty list': { token: claims({ aud: [] }), at: at('aud', []) },
      'for six parties': {
        token: claims({ aud: ['a', 'b', 'c', 'd', 'e', 'f'] }),
        at: at('aud', ['a', 'b', 'c', 'd', 'e', 'f']),
      },
    },
    quiet: {
      'for five parties': { token: claims({ aud: ['a', 'b', 'c', 'd', 'e'] }) },
      'for a wildcard inside of a host name, which is no standard': { token: claims({ aud: 'https://*.corp.io' }) },
    },
  },
  'claim-type': {
    fires: {
      'for a subject that is a number': { token: claims({ sub: 17 }), at: at('sub', 17) },
      'for an empty issuer and a list of audiences with a number, at each claim': {
        token: claims({ iss: '', aud: ['a', 7] }),
        at: [at('iss', ''), at('aud', ['a', 7])],
      },
      'for authentication methods that are no list': { token: claims({ amr: 'pwd' }), at: at('amr', 'pwd') },
    },
    quiet: {
      'for lists and text where they belong': { token: claims({ aud: ['a'], amr: ['pwd'], jti: 'j' }) },
      'for a name that is a number, which no JWT standard forbids': { token: claims({ name: 7 }) },
      'for the list of objects that Supabase writes as authentication methods': {
        token: claims({ amr: [{ method: 'password', timestamp: NOW }] }),
      },
    },
  },
  'issuer-form': {
    fires: {
      'for an ID token with an issuer of plain http': {
        token: idToken({ iss: 'http://login.corp.io' }),
        at: at('iss', 'http://login.corp.io'),
      },
      'for an access token whose issuer has a query': {
        token: accessToken({ iss: 'https://login.corp.io/?a' }),
        at: at('iss', 'https://login.corp.io/?a'),
      },
    },
    quiet: {
      'for an https URL': { token: idToken({}) },
      'for a token of no known kind, whose issuer may be any name': { token: claims({ iss: 'service-a' }) },
      'for Google, which leaves out the scheme': { token: idToken({ iss: 'accounts.google.com' }) },
      'for a self-issued ID token, whose issuer is a DID': {
        token: idToken({ iss: 'did:key:z6Mk', sub: 'did:key:z6Mk' }),
      },
    },
  },
  'at-jwt-claims': {
    fires: {
      'for the access token type without client and token ID': {
        token: jws({ alg: 'RS256', typ: 'at+jwt' }, soundClaims),
        at: payload,
      },
      'for the type with its media type prefix and hardly any claim': {
        token: jws({ alg: 'RS256', typ: 'application/at+jwt' }, { iss: 'https://a.io' }),
        at: payload,
      },
      'for a scope without the claims when the profile expects access tokens': {
        token: claims({ scope: 'a' }),
        at: payload,
        options: { profile: { tokenType: 'at+jwt' } },
      },
    },
    quiet: {
      'for all claims that RFC 9068 requires': { token: accessToken({}) },
      'for a scope alone, since not every access token follows RFC 9068': { token: claims({ scope: 'a' }) },
    },
  },
  'at-jwt-alg': {
    fires: {
      'as an error for an access token that is not signed': {
        token: accessToken({}, 'none'),
        at: { header: '"alg":"none"' },
        severity: 'error',
      },
      'only as information for a shared secret': {
        token: accessToken({}, 'HS256'),
        at: { header: '"alg":"HS256"' },
        severity: 'information',
      },
    },
    quiet: {
      'for a key pair': { token: accessToken({}) },
      'for a scope with a shared secret and no type': { token: claims({ scope: 'a' }) },
    },
  },
  'id-token-claims': {
    fires: {
      'as a warning when all required claims are missing, since its kind is a guess': {
        token: jws(soundHeader, { at_hash: 'x' }),
        at: payload,
        severity: 'warning',
      },
      'as a warning for a subject beyond ASCII': {
        token: idToken({ sub: 'ü' }),
        at: at('sub', 'ü'),
        severity: 'warning',
      },
      'as a warning for two audiences when nobody says for which it was issued': {
        token: idToken({ aud: ['a', 'b'] }),
        at: at('aud', ['a', 'b']),
        severity: 'warning',
      },
      'as a warning for a key in the header': {
        token: idToken({}, { jwk: { kty: 'EC' } }),
        at: { header: '"jwk":{"kty":"EC"}' },
        severity: 'warning',
      },
    },
    quiet: {
      'for an ID token with its claims': { token: idToken({}) },
      'for two audiences with an authorized party': { token: idToken({ aud: ['a', 'b'], azp: 'a' }) },
      'for a subject beyond ASCII in a token that is no ID token': { token: claims({ sub: 'ü' }) },
      'for a presentation, which has a nonce and an audience, too': {
        token: jws({ alg: 'ES256' }, { iss: 'did:key:z6Mk', aud: 'a', nonce: 'n', vp: {} }),
      },
      'for an LTI message without a user': {
        token: jws(
          { alg: 'RS256' },
          { aud: 'a', nonce: 'n', 'https://purl.imsglobal.org/spec/lti/claim/message_type': 'LtiDeepLinkingResponse' },
        ),
      },
      'for a request, which has a nonce and an audience, too': {
        token: jws({ alg: 'ES256' }, { aud: 'a', nonce: 'n', response_type: 'vp_token', client_id: 'c' }),
      },
    },
  },
  'logout-token': {
    fires: {
      'for a nonce, with which it would pass for an ID token': {
        token: jws(soundHeader, { ...logoutClaims, nonce: 'n' }),
        at: at('nonce', 'n'),
      },
      'for the type without the event': { token: jws({ alg: 'RS256', typ: 'logout+jwt' }, soundClaims), at: payload },
      'as an error without exp, also where only the event tells what it is': {
        token: jws(soundHeader, { ...logoutClaims, exp: undefined }),
        at: payload,
        severity: 'error',
      },
      'without a subject and a session': { token: jws(soundHeader, { ...logoutClaims, sub: undefined }), at: payload },
      'for events in a list': {
        token: jws({ alg: 'RS256', typ: 'logout+jwt' }, { ...logoutClaims, events: [logoutEvent] }),
        at: at('events', [logoutEvent]),
      },
      'for an event that is true instead of an object': {
        token: jws(soundHeader, { ...logoutClaims, events: { [logoutEvent]: true } }),
        at: at('events', { [logoutEvent]: true }),
      },
    },
    quiet: {
      'for the logout event with its claims': { token: jws(soundHeader, logoutClaims) },
      'for a session instead of a subject': { token: jws(soundHeader, { ...logoutClaims, sub: undefined, sid: 's' }) },
      'for a nonce in a token that is no logout token': { token: claims({ nonce: 'n' }) },
    },
  },
  'dpop-proof': {
    fires: {
      'as an error without the ID, the method and the URL': {
        token: jws({ alg: 'ES256', typ: 'dpop+jwt', jwk: {} }, { iat: NOW }),
        at: payload,
        severity: 'error',
      },
      'for a URL with a query': {
        token: proof({ htu: 'https://api.corp.io/orders?x=1' }),
        at: at('htu', 'https://api.corp.io/orders?x=1'),
      },
      'for a hash of the access token that is too short': { token: proof({ ath: 'short' }), at: at('ath', 'short') },
      'only as a hint for a proof of more than five minutes ago, which may be kept as a sample': {
        token: proof({ iat: NOW - 301 }),
        at: at('iat', NOW - 301),
        severity: 'hint',
      },
      'for a shared secret, which the server would need': {
        token: proof({}, { alg: 'HS256' }),
        at: { header: '"alg":"HS256"' },
      },
      'for a header without the key': { token: jws({ alg: 'ES256', typ: 'dpop+jwt' }, proofClaims), at: { part: 0 } },
      'as an error for a key that is no object': {
        token: proof({}, { jwk: 'key' }),
        at: { header: '"jwk":"key"' },
        severity: 'error',
      },
      'as an error for the private part of the key': {
        token: proof({}, { jwk: { kty: 'EC', d: 'x' } }),
        at: { header: '"d":"x"' },
        severity: 'error',
      },
    },
    quiet: {
      'for a proof with the hash of its access token': { token: proof({ ath: thumbprint }) },
      'for a URL in a token that is no proof': { token: claims({ htu: 'https://a.io?x' }) },
    },
  },
  'cnf-invalid': {
    fires: {
      'for text in place of the object': { token: claims({ cnf: 'key' }), at: at('cnf', 'key') },
      'for a key thumbprint that is too short': { token: claims({ cnf: { jkt: 'short' } }), at: at('jkt', 'short') },
      'for a certificate thumbprint with padding': {
        token: claims({ cnf: { 'x5t#S256': `${thumbprint}=` } }),
        at: at('x5t#S256', `${thumbprint}=`),
      },
      'for a key without members': { token: claims({ cnf: { jwk: {} } }), at: at('jwk', {}) },
      'for a key that has only its type': {
        token: claims({ cnf: { jwk: { kty: 'EC' } } }),
        at: at('jwk', { kty: 'EC' }),
      },
      'for a key with its private part': { token: claims({ cnf: { jwk: { ...okp, d: 'x' } } }), at: at('d', 'x') },
    },
    quiet: {
      'for a thumbprint of the right length': { token: claims({ cnf: { jkt: thumbprint } }) },
      'for a public key': { token: claims({ cnf: { jwk: okp } }) },
      'for a type of key that nobody here knows': { token: claims({ cnf: { jwk: { kty: 'new' } } }) },
      'for a key ID': { token: claims({ cnf: { kid: 'k1' } }) },
      'for a thumbprint outside of the claim': { token: claims({ jkt: 'x' }) },
    },
  },
  'client-assertion': {
    fires: {
      'for an issuer that is not the subject': { token: assertion({ sub: 'c2' }), at: at('iss', 'c1') },
      'for the type without audience, ID and expiry': {
        token: jws({ alg: 'RS256', typ: 'client-authentication+jwt' }, { iss: 'c', sub: 'c' }),
        at: payload,
      },
    },
    quiet: {
      'for an assertion with its claims': { token: assertion({}) },
      'for a token of another kind': { token: claims({}) },
    },
  },
  'security-event': {
    fires: {
      'as an error without issuer and ID': {
        token: securityEvent({ iss: undefined, jti: undefined }),
        at: payload,
        severity: 'error',
      },
      'as an error for no event at all': {
        token: securityEvent({ events: {} }),
        at: at('events', {}),
        severity: 'error',
      },
      'as an error for events in a list': {
        token: securityEvent({ events: ['x'] }),
        at: at('events', ['x']),
        severity: 'error',
      },
      'as a hint for an expiry, since what happened stays so': {
        token: securityEvent({ exp: NOW + 60 }),
        at: at('exp', NOW + 60),
        severity: 'hint',
      },
    },
    quiet: {
      'for an event with its claims': { token: securityEvent({}) },
      'for a token of another type with the claim': { token: claims({ events: {} }) },
      'for a logout token, which has a rule of its own': {
        token: jws({ alg: 'RS256', typ: 'logout+jwt' }, logoutClaims),
      },
    },
  },
  'sd-jwt-vc': {
    fires: {
      'as an error for a credential without its type': { token: `${credential({})}~`, at: payload, severity: 'error' },
      'for a credential of an empty type': { token: `${credential({ vct: '' })}~`, at: at('vct', '') },
      'for a type that the holder may leave out': hidden('vct', 'pid'),
      'for a status that the holder may leave out': hidden('status', {}),
    },
    quiet: {
      'for a credential with type and status': { token: `${credential({ vct: 'pid', status: {} })}~` },
      'for an SD-JWT that is no credential': { token: `${claims({})}~` },
      'for an SD-JWT of another type': { token: `${jws({ alg: 'ES256', typ: 'example+sd-jwt' }, soundClaims)}~` },
      'for the hidden status of a marriage, which is not that of the credential': {
        token: `${credential({ vct: 'pid', family: { _sd: [digest(status)] } })}~${status}~`,
      },
    },
  },
  'privileged-claims': {
    fires: {
      'for roles': { token: claims({ roles: ['admin'] }), at: at('roles', ['admin']) },
      'for a flag and an empty list of groups, at each': {
        token: claims({ isAdmin: true, groups: [] }),
        at: [at('isAdmin', true), at('groups', [])],
      },
    },
    quiet: {
      'for a scope, which says what was asked for': { token: claims({ scope: 'admin' }) },
      'for roles inside of another claim': { token: claims({ a: { roles: [] } }) },
    },
  },
};
