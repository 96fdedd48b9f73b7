import { createHash } from 'node:crypto';
import { bytes, claims, header, jwe, jws, NOW, soundClaims } from '../tokens.ts';
import { certificate } from '../../../fixtures/keys/certificates.ts';
import { keyPair } from '../../../fixtures/keys/keyPairs.ts';
import type { CasesByRule } from '../ruleCases.ts';

const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
const jwkText = JSON.stringify(jwk);
const privateJwk = { ...jwk, d: 'secret' };
const proof = { htm: 'GET', htu: 'https://api.corp.io/orders', jti: 'j1', iat: NOW };
const thumbprint = 'urn:ietf:params:oauth:jwk-thumbprint:';
const { publicKey: key } = keyPair('P-256');
const withSha1 = '1.2.840.113549.1.1.5';
const leaf = certificate({ key, issuer: 'ca' });
const expired = certificate({ key, issuer: 'ca', notAfter: new Date(NOW * 1000 - 1000) });
const expiredAlone = certificate({ key, notAfter: new Date(NOW * 1000 - 1000) });
const early = certificate({ key, issuer: 'ca', notBefore: new Date(NOW * 1000 + 1000) });
const sha1 = certificate({ key, issuer: 'ca', signatureAlgorithm: withSha1 });
const shortKey = certificate({ key: keyPair('shortRsa').publicKey, subject: 'ca' });
const withChain = (...x5c: readonly string[]) => jws({ alg: 'ES256', x5c }, soundClaims);
const ecJwk = key.export({ format: 'jwk' });
const ecThumbprint = createHash('sha256')
  .update(`{"crv":"P-256","kty":"EC","x":"${ecJwk.x}","y":"${ecJwk.y}"}`)
  .digest('base64url');
const akp = { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA', use: 'sig' };
const akpThumbprint = createHash('sha256').update('{"alg":"ML-DSA-44","kty":"AKP","pub":"AAAA"}').digest('base64url');
const kid = (text: string) => ({ token: header({ kid: text }), at: { header: `"kid":${JSON.stringify(text)}` } });

export const headerCases: CasesByRule = {
  'header-jwk': {
    fires: [
      { token: header({ jwk }), at: { header: `"jwk":${jwkText}` } },
      { token: claims(proof, { jwk, typ: 'JWT' }), at: { header: `"jwk":${jwkText}` } },
    ],
    quiet: [
      { token: claims(proof, { jwk, typ: 'dpop+jwt' }) },
      { token: header({ jwk, url: 'https://acme.corp.io/new-account', nonce: 'n' }) },
      { token: header({ kid: 'jwk' }) },
    ],
  },
  'private-key-in-header': {
    fires: [
      { token: header({ jwk: privateJwk }), at: { header: '"d":"secret"' } },
      { token: claims({ cnf: { jwk: privateJwk } }), at: { payload: '"d":"secret"' } },
      { token: header({ jwk: { kty: 'oct', k: 'abc' } }), at: { header: '"k":"abc"' } },
    ],
    quiet: [{ token: header({ jwk }) }, { token: claims({ cnf: { jwk } }) }, { token: claims({ d: 'x' }) }],
  },
  'header-url-key': {
    fires: [
      { token: header({ jku: 'https://login.corp.io/keys' }), at: { header: '"jku":"https://login.corp.io/keys"' } },
      {
        token: header({ jku: 'https://login.corp.io/k', x5u: 'https://login.corp.io/c' }),
        at: [{ header: '"jku":"https://login.corp.io/k"' }, { header: '"x5u":"https://login.corp.io/c"' }],
      },
    ],
    quiet: [{ token: claims({ jku: 'https://login.corp.io/keys' }) }, { token: header({ x5t: 'abc' }) }],
  },
  'header-url-unsafe': {
    fires: [
      {
        token: header({ jku: 'http://login.corp.io/keys' }),
        at: { header: '"jku":"http://login.corp.io/keys"' },
        severity: 'error',
      },
      {
        token: header({ jku: 'https://169.254.169.254/keys' }),
        at: { header: '"jku":"https://169.254.169.254/keys"' },
        severity: 'error',
      },
      {
        token: header({ x5u: 'https://login.corp.io@evil.io/k' }),
        at: { header: '"x5u":"https://login.corp.io@evil.io/k"' },
        severity: 'error',
      },
      {
        token: header({ jku: 'https://login.corp.io/r?to=https://evil.io' }),
        at: { header: '"jku":"https://login.corp.io/r?to=https://evil.io"' },
        severity: 'error',
      },
      {
        token: header({ jku: 'https://keys.corp.io/' }),
        at: { header: '"jku":"https://keys.corp.io/"' },
        severity: 'warning',
      },
      ...[
        'https://login.corp.io/redirect/https://evil.io/keys',
        'https://login.corp.io/r?to=%2f%2fevil.io',
        'https://login.corp.io/a/%2e%2e/keys',
        'https://login.corp.io/@evil.io',
        'https://login.corp.io/keys#',
        'https://localhost./keys',
        'https://[::1]/keys',
        'https://2130706433/keys',
        'https://printer.local./keys',
        'https://metadata/keys',
      ].map((jku) => ({
        token: header({ jku }),
        at: { header: `"jku":"${jku}"` },
        severity: 'error' as const,
      })),
      { token: header({ jku: 7 }), at: { header: '"jku":7' }, severity: 'error' },
    ],
    quiet: [
      { token: header({ jku: 'https://login.corp.io/keys?v=2' }) },
      { token: jws({ alg: 'HS256', jku: 'https://keys.corp.io/a' }, { sub: 'x' }) },
      { token: claims({ iss: 'login.corp.io' }, { jku: 'https://login.corp.io/keys' }) },
      // An issuer that is no URL has no host.
      { token: claims({ iss: 'joe' }, { jku: 'https://keys.corp.io/keys' }) },
      { token: claims({ iss: 'did:web:corp.io' }, { jku: 'https://keys.corp.io/a..b' }) },
    ],
  },
  'x5c-malformed': {
    fires: [
      { token: header({ x5c: 'MIIB' }), at: { header: '"x5c":"MIIB"' } },
      { token: header({ x5c: [] }), at: { header: '"x5c":[]' } },
      { token: header({ x5c: ['-----BEGIN CERTIFICATE-----'] }), at: { header: '"-----BEGIN CERTIFICATE-----"' } },
      { token: withChain(leaf, 'MIIBszCCAVmg'), at: { header: '"MIIBszCCAVmg"' } },
      { token: withChain(leaf.slice(0, -4)), at: { header: JSON.stringify(leaf.slice(0, -4)) } },
      { token: header({ x5c: [leaf] }), at: { header: JSON.stringify(leaf) } },
      { token: jws({ alg: 'ES384', x5c: [leaf] }, soundClaims), at: { header: JSON.stringify(leaf) } },
    ],
    quiet: [{ token: withChain(leaf) }, { token: withChain(leaf, leaf) }, { token: header({ x5t: 'MIIB' }) }],
  },
  'x5c-untrusted': {
    fires: [
      {
        token: withChain(certificate({ key })),
        at: { header: JSON.stringify(certificate({ key })) },
        severity: 'information',
      },
      { token: withChain(expired), at: { header: JSON.stringify(expired) }, severity: 'warning' },
      { token: withChain(leaf, early), at: { header: JSON.stringify(early) }, severity: 'warning' },
      { token: withChain(sha1), at: { header: JSON.stringify(sha1) }, severity: 'warning' },
      { token: withChain(leaf, shortKey), at: { header: JSON.stringify(shortKey) }, severity: 'warning' },
      { token: withChain(expiredAlone), at: { header: JSON.stringify(expiredAlone) }, severity: 'warning' },
    ],
    quiet: [
      { token: withChain(leaf) },
      { token: withChain(leaf, certificate({ key, subject: 'ca', signatureAlgorithm: withSha1 })) },
      { token: withChain('MIIBszCCAVmg') },
    ],
  },
  'x5t-sha1': {
    fires: [
      { token: header({ x5t: 'abc' }), at: { header: '"x5t":"abc"' } },
      { token: header({ x5t: '', x5c: [] }), at: { header: '"x5t":""' } },
    ],
    quiet: [{ token: header({ x5t: 'abc', 'x5t#S256': 'def' }) }, { token: header({ 'x5t#S256': 'def' }) }],
  },
  'kid-suspicious': {
    fires: [
      kid('../../dev/null'),
      kid('/etc/passwd'),
      kid('C:\\keys\\a.pem'),
      kid('%2e%2e%2fkeys'),
      kid("x' UNION SELECT 'secret'"),
      kid("x'--"),
      kid("x'/**/or/**/1=1"),
      kid("x'; drop table keys"),
      kid('key|/usr/bin/id'),
      kid('$(id)'),
      kid('a\0b'),
      kid('${jndi:ldap://evil.io}'),
      kid('https://evil.io/key'),
      kid('*)(uid=*'),
    ],
    quiet: [
      { token: header({ kid: 'did:example:123#key-1' }) },
      { token: header({ kid: 'urn:key:1' }) },
      { token: header({ kid: 'arn:aws:kms:eu-west-1:111122223333:key/abc' }) },
      { token: header({ kid: 'projects/p/locations/l/keyRings/r/cryptoKeys/k' }) },
      { token: header({ kid: 'NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg' }) },
      { token: header({ kid: "O'Brien's key" }) },
      { token: header({ kid: '/oAbCdEfGhIjKlMnOpQrStUvWxYz01+3456789ABC=' }) },
      { token: header({ kid: 'a.b/c:d' }) },
    ],
  },
  'crit-unknown': {
    fires: [
      { token: header({ x: 1, crit: ['x'] }), at: { header: '"x"' } },
      { token: header({ extension: 1, b64: true, crit: ['b64', 'extension'] }), at: { header: '"extension"' } },
    ],
    quiet: [{ token: header({ crit: ['b64'], b64: true }) }, { token: header({ x: 1 }) }],
  },
  'crit-malformed': {
    fires: [
      { token: header({ crit: [] }), at: { header: '"crit":[]' } },
      { token: header({ crit: 'b64', b64: true }), at: { header: '"crit":"b64"' } },
      { token: header({ crit: ['absent'] }), at: { header: '"absent"' } },
      { token: header({ crit: ['alg'] }), at: { header: '"alg"' } },
      { token: header({ x: 1, crit: ['x', 'x'] }), at: { header: '"x"' } },
      { token: header({ crit: [7] }), at: { header: '7' } },
    ],
    quiet: [{ token: header({ b64: true, crit: ['b64'] }) }, { token: header({ x: 1, y: 2, crit: ['x', 'y'] }) }],
  },
  'cty-nested-mismatch': {
    fires: [
      { token: header({ cty: 'JWT' }), at: { header: '"cty":"JWT"' } },
      { token: jws({ alg: 'HS256' }, claims({})), at: { part: 1 } },
      // Three parts do not make a token.
      { token: jws({ alg: 'HS256', cty: 'JWT' }, 'eyJ1c2VyIjoxfQ.ZkDdAQ.AAAA'), at: { header: '"cty":"JWT"' } },
    ],
    quiet: [
      { token: jws({ alg: 'HS256', cty: 'JWT' }, claims({})) },
      { token: jws({ alg: 'HS256', cty: 'application/jwt' }, `${claims({})}~`) },
      { token: jws({ alg: 'HS256' }, 'eyJ1c2VyIjoxfQ.ZkDdAQ.AAAA') },
      { token: header({ cty: 'application/json' }) },
      { token: jwe({ cty: 'JWT' }) },
    ],
  },
  'zip-in-jws': {
    fires: [
      { token: header({ zip: 'DEF' }), at: { header: '"zip":"DEF"' } },
      { token: header({ zip: 'GZIP' }), at: { header: '"zip":"GZIP"' } },
    ],
    quiet: [{ token: jwe({ zip: 'DEF' }) }, { token: jws({ alg: 'ES256', zip: 'DEF' }, bytes(60)) }],
  },
  'typ-not-explicit': {
    fires: [
      { token: claims({}), at: { header: '"typ":"JWT"' } },
      { token: jws({ alg: 'HS256' }, soundClaims), at: { part: 0 } },
    ],
    quiet: [{ token: header({ typ: 'at+jwt' }) }, { token: jws({ alg: 'HS256' }, 'text') }],
  },
  'typ-mismatch': {
    fires: [
      { token: claims({}), at: { header: '"typ":"JWT"' }, options: { profile: { tokenType: 'at+jwt' } } },
      {
        token: header({ typ: 'dpop+jwt' }),
        at: { header: '"typ":"dpop+jwt"' },
        options: { profile: { tokenType: 'application/at+jwt' } },
      },
    ],
    quiet: [
      { token: header({ typ: 'application/AT+JWT' }), options: { profile: { tokenType: 'at+jwt' } } },
      { token: jws({ alg: 'HS256' }, soundClaims), options: { profile: { tokenType: 'at+jwt' } } },
    ],
  },
  'thumbprint-uri-invalid': {
    fires: [
      { token: claims({ sub: `${thumbprint}sha-256:abc` }), at: { payload: `"sub":"${thumbprint}sha-256:abc"` } },
      {
        token: header({ kid: `${thumbprint}md5:${'a'.repeat(43)}` }),
        at: { header: `"kid":"${thumbprint}md5:${'a'.repeat(43)}"` },
      },
      {
        token: header({ jwk: { ...ecJwk, crv: 'P-384' }, kid: `${thumbprint}sha-256:${ecThumbprint}` }),
        at: { header: `"kid":"${thumbprint}sha-256:${ecThumbprint}"` },
        severity: 'error',
      },
    ],
    quiet: [
      { token: claims({ sub: `${thumbprint}sha-256:${'a'.repeat(43)}` }) },
      { token: claims({ sub: 'urn:ietf:params:oauth:other:x' }) },
      { token: header({ jwk: { ...ecJwk, use: 'sig' }, kid: `${thumbprint}sha-256:${ecThumbprint}` }) },
      { token: claims({ sub_jwk: ecJwk, sub: `${thumbprint}sha-256:${ecThumbprint}` }) },
      { token: claims({ sub: `${thumbprint}sha3-512:${'a'.repeat(86)}` }) },
      // Of a type that is not known here nobody knows what its thumbprint is made of.
      { token: claims({ sub_jwk: { kty: 'new' }, sub: `${thumbprint}sha-256:${ecThumbprint}` }) },
      { token: header({ jwk: akp, kid: `${thumbprint}sha-256:${akpThumbprint}` }) },
    ],
  },
};
