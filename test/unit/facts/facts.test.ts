import assert from 'node:assert/strict';
import { algorithm, algorithms, signatureAlgorithms } from '../../../src/core/facts/algorithms.ts';
import { describeClaim } from '../../../src/core/facts/claims.ts';
import { describeHeader } from '../../../src/core/facts/headerParameters.ts';
import { guessTokenType } from '../../../src/core/token/tokenType.ts';
import { parseJson } from '../../../src/core/text/json.ts';
import type { JsonNode } from '../../../src/core/text/json.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { bytes, encode, jwe, jws } from '../../support/jose.ts';

function json(value: unknown): JsonNode {
  const reading = parseJson(JSON.stringify(value));
  assert.ok(reading.ok);
  return reading.root;
}

describe('algorithms', () => {
  it('are registered once each, by their exact names', () => {
    const names = algorithms.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const fact of algorithms) assert.equal(algorithm(fact.name), fact);
    assert.equal(algorithm('hs256'), undefined);
    assert.equal(algorithm('constructor'), undefined);
  });

  it('know the length of every signature that has one', () => {
    const lengths = Object.fromEntries(algorithms.map(({ name, signatureLength }) => [name, signatureLength]));
    assert.deepEqual(
      [
        lengths['HS256'],
        lengths['HS384'],
        lengths['HS512'],
        lengths['ES256'],
        lengths['ES384'],
        lengths['ES512'],
        lengths['ES256K'],
      ],
      [32, 48, 64, 64, 96, 132, 64],
    );
    assert.deepEqual([lengths['Ed25519'], lengths['Ed448'], lengths['none']], [64, 114, 0]);
    assert.deepEqual([lengths['ML-DSA-44'], lengths['ML-DSA-65'], lengths['ML-DSA-87']], [2420, 3309, 4627]);
    assert.deepEqual([lengths['RS256'], lengths['PS512'], lengths['EdDSA']], [undefined, undefined, undefined]);
  });

  it('know the parts of every content encryption (RFC 7518 §5.1)', () => {
    const parts = (name: string) => {
      const fact = algorithm(name);
      return [fact?.ivLength, fact?.tagLength, fact?.keyLength];
    };
    assert.deepEqual(parts('A128CBC-HS256'), [16, 16, 32]);
    assert.deepEqual(parts('A192CBC-HS384'), [16, 24, 48]);
    assert.deepEqual(parts('A256CBC-HS512'), [16, 32, 64]);
    assert.deepEqual(parts('A128GCM'), [12, 16, 16]);
    assert.deepEqual(parts('A256GCM'), [12, 16, 32]);
  });

  it('offer only what proves something to sign with', () => {
    assert.ok(signatureAlgorithms.includes('HS256') && signatureAlgorithms.includes('ML-DSA-87'));
    for (const name of ['none', 'RS1', 'HS1', 'RSA-OAEP', 'A128GCM'])
      assert.ok(!signatureAlgorithms.includes(name), name);
  });
});

describe('describeHeader', () => {
  it('knows the parameters of RFC 7515, 7516, 7518 and 7797', () => {
    assert.equal(describeHeader('kid')?.source, 'RFC 7515 §4.1.4');
    assert.equal(describeHeader('p2c')?.source, 'RFC 7518 §4.8.1.2');
    assert.equal(describeHeader('b64')?.source, 'RFC 7797 §3');
    assert.equal(describeHeader('constructor'), undefined);
  });
});

describe('describeClaim', () => {
  it('knows registered claims with their section', () => {
    assert.deepEqual(describeClaim('exp'), {
      name: 'exp',
      description: 'Expires',
      source: 'RFC 7519 §4.1.4',
      kind: 'time',
    });
    assert.equal(describeClaim('cnf')?.source, 'RFC 7800 §3.1');
    assert.equal(describeClaim('scope')?.source, 'RFC 8693 §4.2');
    assert.equal(describeClaim('_sd')?.source, 'RFC 9901 §4.2.4.1');
    assert.equal(describeClaim('__proto__'), undefined);
    assert.equal(describeClaim('toString'), undefined);
  });

  /** A token of each vendor, and a claim whose name others use, too. */
  const vendors = [
    ['Microsoft Entra ID', { iss: 'https://login.microsoftonline.com/8a0c/v2.0' }, 'tid'],
    ['Microsoft Entra ID', { iss: 'https://sts.windows.net/8a0c/' }, 'ver'],
    ['Google', { iss: 'https://accounts.google.com' }, 'hd'],
    ['Google', { iss: 'https://securetoken.google.com/project' }, 'user_id'],
    ['Keycloak', { iss: 'https://sso.corp.io/auth/realms/main' }, 'realm_access'],
    ['Keycloak', { iss: 'http://localhost:8080/realms/main' }, 'typ'],
    ['Amazon Cognito', { iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1' }, 'token_use'],
    ['Auth0', { iss: 'https://tenant.eu.auth0.com/' }, 'permissions'],
    ['Okta', { iss: 'https://dev-1.okta.com/oauth2/default' }, 'ver'],
    ['GitHub Actions', { iss: 'https://token.actions.githubusercontent.com' }, 'ref'],
    ['Kubernetes', { iss: 'https://kubernetes.default.svc.cluster.local' }, 'kubernetes.io'],
    ['Kubernetes', { iss: 'kubernetes/serviceaccount' }, 'kubernetes.io/serviceaccount/namespace'],
  ] as const;

  for (const [vendor, payload, name] of vendors) {
    it(`gives ${vendor}'s word for ${name} in a token of ${payload.iss}`, () => {
      assert.equal(describeClaim(name, json({ ...payload, [name]: 'x' }))?.source, vendor);
    });
  }

  it('tells a vendor by a claim that only it uses, without an issuer that it knows', () => {
    const payload = json({ iss: 'https://login.corp.io', realm_access: {}, typ: 'Bearer' });
    assert.equal(describeClaim('typ', payload)?.source, 'Keycloak');
  });

  it("gives no vendor's word for an ambiguous name in the token of nobody in particular", () => {
    for (const name of ['ver', 'uid', 'tid', 'typ', 'ref', 'permissions', 'username']) {
      assert.equal(describeClaim(name, json({ iss: 'https://login.corp.io', [name]: 'x' })), undefined, name);
      assert.equal(describeClaim(name), undefined, name);
    }
  });

  it('does not take a look-alike of an issuer for the vendor', () => {
    for (const [iss, name] of [
      ['https://login.microsoftonline.com.evil.io/x', 'tid'],
      ['https://evil.io/?https://tenant.auth0.com/', 'permissions'],
      ['https://xokta.com/', 'ver'],
    ] as const)
      assert.equal(describeClaim(name, json({ iss, [name]: 'x' })), undefined, iss);
  });

  it('prefers the registered meaning', () => {
    assert.equal(describeClaim('roles', json({ iss: 'https://sts.windows.net/8a0c/' }))?.source, 'RFC 9068 §2.2.3.1');
  });
});

describe('guessTokenType', () => {
  const type = (header: object, payload: unknown) => {
    const { purpose, certain } = guessTokenType(parseToken(jws({ alg: 'ES256', ...header }, payload)));
    return `${purpose}${certain ? '' : '?'}`;
  };

  it('believes an explicit type', () => {
    assert.equal(type({ typ: 'at+jwt' }, {}), 'access');
    assert.equal(type({ typ: 'application/DPoP+JWT' }, { scope: 'x' }), 'dpop');
    assert.equal(type({ typ: 'dc+sd-jwt' }, {}), 'sd-jwt');
    assert.equal(type({ typ: 'secevent+jwt' }, {}), 'security-event');
  });

  it('guesses from the claims, rarest marks first', () => {
    assert.equal(type({}, { events: {}, nonce: 'n', aud: 'a' }), 'security-event?');
    assert.equal(type({}, { sd_hash: 'x' }), 'key-binding?');
    assert.equal(type({}, { _sd: [] }), 'sd-jwt?');
    assert.equal(type({}, { htm: 'GET', htu: 'x' }), 'dpop?');
    assert.equal(type({}, { at_hash: 'x', azp: 'c' }), 'id?');
    assert.equal(type({}, { nonce: 'n', aud: 'a' }), 'id?');
    assert.equal(type({}, { nonce: 'n', aud: 'a', scope: 's' }), 'access?');
    assert.equal(type({}, { scp: 'x' }), 'access?');
    assert.equal(type({}, { token_use: 'id', client_id: 'c' }), 'id?');
    assert.equal(type({}, { typ: 'Refresh', scope: 'x' }), 'refresh?');
    assert.equal(type({}, { iss: 'c', sub: 'c', aud: 'a', jti: 'j' }), 'client-assertion?');
    assert.equal(type({ typ: 'JWT' }, { sub: 'x' }), 'unknown');
  });

  it('believes the event of a logout token, which is what makes it one', () => {
    assert.equal(type({}, { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }), 'logout');
  });

  it('tells the tokens of vendors by what only they have, and calls that a guess', () => {
    const label = (header: object, payload: object): string => {
      const found = guessTokenType(parseToken(jws({ alg: 'ES256', ...header }, payload)));
      assert.equal(found.certain, found.purpose === 'unknown');
      return found.label;
    };
    const key = { kid: 'ABC123DEFG' };
    assert.equal(label({}, { iss: 'supabase', role: 'anon', ref: 'a' }), 'Supabase anon key');
    assert.equal(label({}, { iss: 'supabase', role: 'service_role', ref: 'a' }), 'Supabase service role key');
    assert.equal(label({}, { iss: 'supabase', role: 'editor' }), 'JWT');
    assert.equal(label(key, { iss: 'DEF123GHIJ', iat: 1 }), 'APNs provider token');
    assert.equal(label(key, { iss: 'DEF123GHIJ', iat: 1, exp: 2 }), 'JWT');
    assert.equal(label(key, { iss: 'uuid', aud: 'appstoreconnect-v1' }), 'App Store Connect token');
    assert.equal(
      label(key, { iss: 'DEF123GHIJ', sub: 'io.corp.app', aud: 'https://appleid.apple.com' }),
      'Sign in with Apple client secret',
    );
    assert.equal(label({ x5c: ['AA=='] }, { signedDate: 1, bundleId: 'io.corp.app' }), 'App Store signed data');
  });

  it('knows requests and assertions that are good for one moment', () => {
    assert.equal(type({ url: 'https://acme.corp.io/new-order', nonce: 'n', kid: 'k' }, { identifiers: [] }), 'proof?');
    assert.equal(type({ nonce: 'n', kid: 'k' }, { sub: 'x' }), 'unknown');
    assert.equal(type({ typ: 'passport', ppt: 'shaken' }, { orig: {} }), 'proof');
  });

  it('tells ID tokens without a nonce by their sign-in and their only audience', () => {
    const user = { iss: 'https://login.corp.io', sub: 'u17', aud: 'c1' };
    assert.equal(type({}, { ...user, azp: 'c1' }), 'id?');
    assert.equal(type({}, { ...user, azp: 'c2' }), 'access?');
    assert.equal(type({}, { ...user, auth_time: 1 }), 'id?');
    assert.equal(type({}, { ...user, auth_time: 1, client_id: 'c1' }), 'access?');
    assert.equal(type({}, { ...user, auth_time: 1, scope: 's' }), 'access?');
    assert.equal(type({}, { ...user, iss: 'https://accounts.google.com', azp: 'c2' }), 'id?');
    assert.equal(type({}, { ...user, iss: 'https://accounts.google.com.evil.io', azp: 'c2' }), 'access?');
    assert.equal(type({}, { aud: 'c1', auth_time: 1 }), 'unknown');
  });

  it('does not take credentials, presentations and requests for ID tokens', () => {
    assert.equal(type({}, { iss: 'did:key:z6Mk', aud: 'a', nonce: 'n', vp: {} }), 'credential?');
    assert.equal(type({}, { iss: 'did:key:z6Mk', sub: 's', nonce: 'n', vc: {} }), 'credential?');
    assert.equal(type({ typ: 'vc+jwt' }, {}), 'credential');
    assert.equal(type({}, { aud: 'a', nonce: 'n', response_type: 'vp_token', client_id: 'c' }), 'request-object?');
    assert.equal(type({}, { vc: 'x', events: ['x'] }), 'unknown');
  });

  it('believes a profile where the token says nothing itself', () => {
    const expected = (header: object, payload: object): string => {
      const { purpose, certain } = guessTokenType(parseToken(jws({ alg: 'ES256', ...header }, payload)), 'at+jwt');
      return `${purpose}${certain ? '' : '?'}`;
    };
    assert.equal(expected({}, { nonce: 'n', aud: 'a' }), 'access');
    assert.equal(expected({ typ: 'dpop+jwt' }, {}), 'dpop');
  });

  it('has a word for what is no JWT', () => {
    const label = (token: string) => guessTokenType(parseToken(token)).label;
    assert.equal(label(jwe({})), 'Encrypted token');
    assert.equal(label(jws({ alg: 'ES256' }, 'text')), 'Signed content');
    assert.equal(label(`${jws({ alg: 'ES256' }, {})}~`), 'SD-JWT');
    assert.equal(label(`${encode({ alg: 'ES256' })}..${encode(bytes(64))}`), 'Signed content');
  });
});
