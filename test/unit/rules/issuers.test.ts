import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { inspect } from '../../../src/core/rules/inspect.ts';
import { rfc9901Presentation } from '../token/rfc9901.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { NOW } from './tokens.ts';
import { bytes, digest, encode, jws } from '../../support/jose.ts';

const hour = 3600;
const day = 24 * hour;
const uuid = '0e2b1f4c-9a3d-4b7e-8c55-1d2e3f4a5b6c';
const rs256 = { alg: 'RS256', typ: 'JWT', kid: 'nOo3ZDrODXEK1jKWhXslHR_KXEg' };
const es256 = { alg: 'ES256', typ: 'JWT', kid: 'did:key:z6Mk#z6Mk' };
const jwk = keyPair('P-256').publicKey.export({ format: 'jwk' });
const times = { iat: NOW, exp: NOW + hour };
const user = { sub: uuid, email: 'a@corp.io', given_name: 'Zo', family_name: 'Ma' };

const disclosures = [
  ['_26bc4LT-ac6q2KI6cBW5es', 'family_name', 'Möbius'],
  ['lklxF5jMYlGTPUovMNIvCA', 'DE'],
].map(encode);
const digests = disclosures.map((disclosure) => digest(disclosure));
const issued = `${jws(
  { ...es256, typ: 'dc+sd-jwt' },
  {
    iss: 'https://pid.corp.io',
    vct: 'urn:eudi:pid:1',
    iat: NOW - day,
    exp: NOW + 6 * 365 * day,
    _sd_alg: 'sha-256',
    _sd: digests.slice(0, 1),
    nationalities: [{ '...': digests[1] }],
    cnf: { jwk },
    status: { status_list: { idx: 0, uri: 'https://pid.corp.io/status/1' } },
  },
)}~${disclosures.join('~')}~`;
const binding = jws(
  { alg: 'ES256', typ: 'kb+jwt' },
  {
    iat: NOW,
    aud: 'https://verifier.corp.io',
    nonce: 'n-0S6_WzA2Mj',
    sd_hash: digest(issued),
  },
);

/** Tokens as they are issued in the field, and all that may be said of them. */
const tokens: Readonly<Record<string, readonly [token: string, ...ruleIds: string[]]>> = {
  'Auth0, access token of a user': [
    jws(rs256, {
      iss: 'https://corp.eu.auth0.com/',
      sub: 'auth0|5f7c8ec7c33c6c004bbafe82',
      aud: ['https://api.corp.io/', 'https://corp.eu.auth0.com/userinfo'],
      iat: NOW,
      exp: NOW + day,
      azp: 'c1',
      scope: 'openid profile',
      permissions: ['read:orders'],
    }),
    // A day is more than the hour of RFC 6750.
    'lifetime-long',
  ],
  'Auth0, access token of RFC 9068': [
    jws(
      { ...rs256, typ: 'at+jwt' },
      {
        iss: 'https://corp.eu.auth0.com/',
        sub: 'c1@clients',
        aud: 'https://api.corp.io/',
        ...times,
        gty: 'client-credentials',
        azp: 'c1',
        jti: 'j1',
        client_id: 'c1',
      },
    ),
  ],
  'Okta, access token': [
    jws(rs256, {
      ver: 1,
      jti: 'AT.0mP4',
      iss: 'https://corp.okta.com/oauth2/default',
      aud: 'api://default',
      ...times,
      cid: '0oa1',
      uid: '00u1',
      scp: ['openid'],
      auth_time: NOW - 5,
      sub: 'a@corp.io',
    }),
  ],
  'Okta, ID token': [
    jws(rs256, {
      ...user,
      ...times,
      ver: 1,
      iss: 'https://corp.okta.com',
      aud: '0oa1',
      amr: ['pwd'],
      idp: '00o1',
      nonce: 'n',
      auth_time: NOW,
      at_hash: 'preyJpdmF0ZUtleSI6',
    }),
  ],
  'Entra ID, access token with a nonce in its header': [
    jws(
      { ...rs256, nonce: 'AQABAAAAAAD', x5t: encode(bytes(20)) },
      {
        aud: '00000003-0000-0000-c000-000000000000',
        iss: 'https://sts.windows.net/8a0c/',
        iat: NOW,
        nbf: NOW,
        exp: NOW + hour,
        amr: ['pwd', 'mfa'],
        appid: uuid,
        appidacr: '0',
        idtyp: 'user',
        ipaddr: '203.0.113.7',
        oid: uuid,
        scp: 'User.Read',
        sub: uuid,
        tid: uuid,
        ver: '1.0',
        wids: [uuid],
        xms_tcdt: 1_400_000_000,
      },
    ),
  ],
  'Entra ID, ID token': [
    jws(rs256, {
      ...user,
      aud: uuid,
      iss: 'https://login.microsoftonline.com/8a0c/v2.0',
      ...times,
      nbf: NOW,
      nonce: 'n',
      oid: uuid,
      tid: uuid,
      ver: '2.0',
    }),
  ],
  'Cognito, access token': [
    jws(rs256, {
      sub: uuid,
      iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1',
      client_id: 'c1',
      token_use: 'access',
      scope: 'openid',
      auth_time: NOW,
      ...times,
      jti: uuid,
      username: 'zo',
    }),
    'aud-missing',
  ],
  'Cognito, ID token': [
    jws(rs256, {
      ...user,
      iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1',
      aud: 'c1',
      token_use: 'id',
      auth_time: NOW,
      ...times,
      phone_number: '+1',
    }),
  ],
  'Firebase, ID token': [
    jws(rs256, {
      ...user,
      iss: 'https://securetoken.google.com/project',
      aud: 'project',
      auth_time: NOW,
      user_id: uuid,
      ...times,
      firebase: { identities: { email: ['a@corp.io'] }, sign_in_provider: 'password' },
    }),
  ],
  'Supabase, session': [
    jws(
      { alg: 'HS256', typ: 'JWT', kid: 'k1' },
      {
        aal: 'aal1',
        amr: [{ method: 'password', timestamp: NOW }],
        app_metadata: { provider: 'email' },
        aud: 'authenticated',
        ...times,
        iss: 'https://abcd.supabase.co/auth/v1',
        phone: '',
        role: 'authenticated',
        session_id: uuid,
        sub: uuid,
        user_metadata: {},
      },
    ),
  ],
  'Keycloak, access token': [
    jws(rs256, {
      ...times,
      jti: uuid,
      iss: 'https://sso.corp.io/realms/main',
      aud: ['account', 'orders'],
      sub: uuid,
      typ: 'Bearer',
      azp: 'c1',
      'allowed-origins': ['*'],
      realm_access: { roles: ['offline_access'] },
      scope: 'openid email',
    }),
  ],
  'Keycloak, refresh token': [
    jws(
      { alg: 'HS512', typ: 'JWT', kid: uuid },
      {
        iat: NOW,
        exp: NOW + 20 * day,
        jti: uuid,
        iss: 'https://sso.corp.io/realms/main',
        aud: 'https://sso.corp.io/realms/main',
        sub: uuid,
        typ: 'Refresh',
        azp: 'c1',
        scope: 'openid',
      },
    ),
  ],
  'Apple, ID token': [
    jws(rs256, {
      iss: 'https://appleid.apple.com',
      aud: 'io.corp.app',
      iat: NOW,
      exp: NOW + day,
      sub: '001234.5678',
      email: 'x@privaterelay.appleid.com',
      email_verified: 'true',
      auth_time: NOW,
      nonce_supported: true,
    }),
  ],
  'Google, ID token of One Tap': [
    jws(rs256, {
      ...user,
      iss: 'https://accounts.google.com',
      azp: '1.apps.googleusercontent.com',
      aud: '1.apps.googleusercontent.com',
      sub: '110169484474386276334',
      hd: 'corp.io',
      nbf: NOW - 100,
      ...times,
      jti: uuid,
    }),
  ],
  'Google, ID token of a service account': [
    jws(rs256, {
      aud: 'https://orders-abc.run.app',
      azp: '1234',
      email: 'a@project.iam.gserviceaccount.com',
      email_verified: true,
      ...times,
      iss: 'https://accounts.google.com',
      sub: '1234',
    }),
  ],
  'GitHub Actions': [
    jws(
      { ...rs256, x5t: encode(bytes(20)) },
      {
        jti: uuid,
        sub: 'repo:corp/orders:ref:refs/heads/main',
        aud: 'https://github.com/corp',
        ref: 'refs/heads/main',
        repository: 'corp/orders',
        event_name: 'push',
        iss: 'https://token.actions.githubusercontent.com',
        nbf: NOW - 600,
        iat: NOW,
        exp: NOW + 300,
      },
    ),
  ],
  'a GitHub App': [jws(rs256, { iat: NOW - 60, exp: NOW + 540, iss: '123456' })],
  'GitLab CI': [
    jws(rs256, {
      project_path: 'corp/orders',
      user_email: 'a@corp.io',
      ref_protected: 'true',
      jti: uuid,
      ...times,
      nbf: NOW - 5,
      iss: 'https://gitlab.com',
      sub: 'project_path:corp/orders:ref_type:branch:ref:main',
      aud: 'https://vault.corp.io',
    }),
  ],
  'a Kubernetes service account, bound': [
    jws(rs256, {
      aud: ['https://kubernetes.default.svc.cluster.local'],
      iat: NOW,
      nbf: NOW,
      exp: NOW + 365 * day,
      iss: 'https://kubernetes.default.svc.cluster.local',
      'kubernetes.io': { namespace: 'default', serviceaccount: { name: 'orders', uid: uuid }, warnafter: NOW + 3607 },
      sub: 'system:serviceaccount:default:orders',
    }),
  ],
  'a Kubernetes service account that never expires': [
    jws(
      { alg: 'RS256', kid: '' },
      {
        iss: 'kubernetes/serviceaccount',
        'kubernetes.io/serviceaccount/namespace': 'default',
        'kubernetes.io/serviceaccount/secret.name': 'default-token-x2x',
        sub: 'system:serviceaccount:default:default',
      },
    ),
    'exp-missing',
    'aud-missing',
  ],
  'a SMART health card': [
    jws(
      { zip: 'DEF', alg: 'ES256', kid: '3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s' },
      deflateRawSync(JSON.stringify({ iss: 'https://smart.corp.io', nbf: NOW, vc: { type: ['#health-card'] } })),
    ),
  ],
  'a DPoP proof, with the nonce of RFC 9449': [
    jws(
      { typ: 'dpop+jwt', alg: 'ES256', jwk },
      {
        jti: '-BwC3ESc6acc2lTc',
        htm: 'GET',
        htu: 'https://api.corp.io/orders',
        iat: NOW,
        ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo',
        nonce: 'eyJ7S_zG.eyJH0-Z.HX4w-7v',
      },
    ),
  ],
  'an SD-JWT VC': [issued, 'sd-jwt-key-binding-missing', 'payload-pii'],
  'an SD-JWT VC with key binding': [`${issued}${binding}`, 'payload-pii'],
  'a security event': [
    jws(
      { ...rs256, typ: 'secevent+jwt' },
      {
        iss: 'https://accounts.google.com/',
        aud: 'c1',
        iat: NOW,
        jti: uuid,
        events: { 'https://schemas.openid.net/secevent/risc/event-type/account-disabled': { reason: 'hijacking' } },
      },
    ),
  ],
  'a logout token': [
    jws(
      { ...rs256, typ: 'logout+jwt' },
      {
        iss: 'https://login.corp.io',
        sub: uuid,
        aud: 'c1',
        iat: NOW,
        exp: NOW + 120,
        jti: uuid,
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      },
    ),
  ],
  'an authorization response (JARM)': [
    jws(rs256, {
      iss: 'https://login.corp.io',
      aud: 'c1',
      exp: NOW + 600,
      code: 'PyyFaux2o7Q0YfXBU32jhw',
      state: 'S8',
    }),
  ],
  'an authorization request': [
    jws(rs256, {
      iss: 'c1',
      aud: 'https://login.corp.io',
      response_type: 'code',
      client_id: 'c1',
      redirect_uri: 'https://app.corp.io/cb',
      scope: 'openid',
      nonce: 'n',
    }),
  ],
  'a request for a presentation': [
    jws(es256, {
      response_type: 'vp_token',
      client_id: 'c1',
      nonce: 'n',
      aud: 'https://self-issued.me/v2',
      dcql_query: {},
    }),
  ],
  'a verifiable credential': [
    jws(es256, {
      sub: 'did:key:z6Mk',
      jti: 'https://uni.corp.io/credentials/3732',
      iss: 'https://uni.corp.io/keys/foo.jwk',
      nbf: NOW,
      iat: NOW,
      exp: NOW + 5 * 365 * day,
      nonce: '660!6345FSer',
      vc: { type: ['VerifiableCredential'], credentialSubject: { degree: { type: 'BachelorDegree' } } },
    }),
  ],
  'a verifiable credential without an expiry': [
    jws(es256, { sub: 'did:key:z6Mk', iss: 'did:web:corp.io', nbf: NOW, vc: { type: ['VerifiableCredential'] } }),
  ],
  'a verifiable presentation': [
    jws(es256, { iss: 'did:key:z6Mk', aud: 'did:web:corp.io', ...times, nonce: 'n', vp: { verifiableCredential: [] } }),
  ],
  'a proof for a credential request': [
    jws(
      { typ: 'openid4vci-proof+jwt', alg: 'ES256', jwk },
      { iss: 'c1', aud: 'https://issuer.corp.io', iat: NOW, nonce: 'n' },
    ),
  ],
  'a client assertion': [
    jws(
      { alg: 'PS256', typ: 'JWT', 'x5t#S256': encode(bytes(32)) },
      {
        aud: 'https://login.corp.io/token',
        iss: uuid,
        sub: uuid,
        jti: uuid,
        nbf: NOW,
        iat: NOW,
        exp: NOW + 600,
      },
    ),
  ],
  'an entity statement': [
    jws(
      { ...rs256, typ: 'entity-statement+jwt' },
      {
        iss: 'https://op.corp.io',
        sub: 'https://op.corp.io',
        iat: NOW,
        exp: NOW + day,
        jwks: { keys: [jwk] },
        authority_hints: ['https://federation.corp.io'],
      },
    ),
  ],
};

describe('tokens as they are issued', () => {
  it('raise no false alarm: the presentation of RFC 9901', () => {
    assert.deepEqual(inspect(rfc9901Presentation.token, { now: new Date(NOW * 1000) }), []);
  });

  for (const [name, [token, ...ruleIds]] of Object.entries(tokens)) {
    it(`raise no false alarm: ${name}`, () => {
      const found = inspect(token, { now: new Date(NOW * 1000) });
      assert.deepEqual(
        found.map(({ ruleId }) => ruleId),
        ruleIds,
      );
      for (const { severity } of found) assert.ok(severity === 'information' || severity === 'hint');
    });
  }
});
