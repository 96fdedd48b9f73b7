import { claims, header, NOW, soundClaims } from '../tokens.ts';
import { certificate } from '../../../fixtures/keys/certificates.ts';
import { keyPair } from '../../../fixtures/keys/keyPairs.ts';
import type { CasesByRule } from '../ruleCases.ts';
import { bytes, jwe, jws, thumbprint } from '../../../support/jose.ts';

const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
const jwkText = JSON.stringify(jwk);
const privateJwk = { ...jwk, d: 'secret' };
const proof = { htm: 'GET', htu: 'https://api.corp.io/orders', jti: 'j1', iat: NOW };
const thumbprintUri = 'urn:ietf:params:oauth:jwk-thumbprint:';
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
const ecThumbprint = thumbprint(ecJwk, 'crv', 'kty', 'x', 'y');
const akp = { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA', use: 'sig' };
const akpThumbprint = thumbprint(akp, 'alg', 'kty', 'pub');
const kid = (text: string) => ({ token: header({ kid: text }), at: { header: `"kid":${JSON.stringify(text)}` } });

/** Each stands for a way to lead a server where it should not go. */
const unsafeUrls = {
  'for another URL inside of the path': 'https://login.corp.io/redirect/https://evil.io/keys',
  'for another host that is encoded in the query': 'https://login.corp.io/r?to=%2f%2fevil.io',
  'for a step to the parent folder that is encoded': 'https://login.corp.io/a/%2e%2e/keys',
  'for a path that begins with an at sign': 'https://login.corp.io/@evil.io',
  'for a fragment, even an empty one': 'https://login.corp.io/keys#',
  'for the machine itself, named with a dot at the end': 'https://localhost./keys',
  'for the machine itself, by its IPv6 address': 'https://[::1]/keys',
  'for the machine itself, by its address as one number': 'https://2130706433/keys',
  'for a host of the local network': 'https://printer.local./keys',
  'for a host name without a domain': 'https://metadata/keys',
};
const unsafe = (jku: string) => ({
  token: header({ jku }),
  at: { header: `"jku":"${jku}"` },
  severity: 'error' as const,
});

export const headerCases: CasesByRule = {
  'header-jwk': {
    fires: {
      'for a key in the header of an ordinary token': { token: header({ jwk }), at: { header: `"jwk":${jwkText}` } },
      'for a key beside the claims of a proof when the type is JWT': {
        token: claims(proof, { jwk, typ: 'JWT' }),
        at: { header: `"jwk":${jwkText}` },
      },
    },
    quiet: {
      'for a DPoP proof, in which the key belongs': { token: claims(proof, { jwk, typ: 'dpop+jwt' }) },
      'for an ACME request, which has a URL and a nonce beside its key': {
        token: header({ jwk, url: 'https://acme.corp.io/new-account', nonce: 'n' }),
      },
      'for a key ID that is merely spelled so': { token: header({ kid: 'jwk' }) },
    },
  },
  'private-key-in-header': {
    fires: {
      'at the private member of a key in the header': {
        token: header({ jwk: privateJwk }),
        at: { header: '"d":"secret"' },
      },
      'at the private member of the key that the token is bound to': {
        token: claims({ cnf: { jwk: privateJwk } }),
        at: { payload: '"d":"secret"' },
      },
      'at a shared secret in the header': {
        token: header({ jwk: { kty: 'oct', k: 'abc' } }),
        at: { header: '"k":"abc"' },
      },
    },
    quiet: {
      'for a public key in the header': { token: header({ jwk }) },
      'for the public key that the token is bound to': { token: claims({ cnf: { jwk } }) },
      'for a claim that is merely named "d"': { token: claims({ d: 'x' }) },
    },
  },
  'header-url-key': {
    fires: {
      'for the URL of a key set': {
        token: header({ jku: 'https://login.corp.io/keys' }),
        at: { header: '"jku":"https://login.corp.io/keys"' },
      },
      'at both the URL of a key set and that of a certificate': {
        token: header({ jku: 'https://login.corp.io/k', x5u: 'https://login.corp.io/c' }),
        at: [{ header: '"jku":"https://login.corp.io/k"' }, { header: '"x5u":"https://login.corp.io/c"' }],
      },
    },
    quiet: {
      'for a claim of that name': { token: claims({ jku: 'https://login.corp.io/keys' }) },
      'for a thumbprint, which is no URL': { token: header({ x5t: 'abc' }) },
    },
  },
  'header-url-unsafe': {
    fires: {
      'as an error for plain http': {
        token: header({ jku: 'http://login.corp.io/keys' }),
        at: { header: '"jku":"http://login.corp.io/keys"' },
        severity: 'error',
      },
      'as an error for the address at which clouds hand out credentials': {
        token: header({ jku: 'https://169.254.169.254/keys' }),
        at: { header: '"jku":"https://169.254.169.254/keys"' },
        severity: 'error',
      },
      'as an error for a user name that looks like the host': {
        token: header({ x5u: 'https://login.corp.io@evil.io/k' }),
        at: { header: '"x5u":"https://login.corp.io@evil.io/k"' },
        severity: 'error',
      },
      'as an error for a redirect in the query': {
        token: header({ jku: 'https://login.corp.io/r?to=https://evil.io' }),
        at: { header: '"jku":"https://login.corp.io/r?to=https://evil.io"' },
        severity: 'error',
      },
      "only as a warning for a host that is not the issuer's": {
        token: header({ jku: 'https://keys.corp.io/' }),
        at: { header: '"jku":"https://keys.corp.io/"' },
        severity: 'warning',
      },
      ...Object.fromEntries(Object.entries(unsafeUrls).map(([reason, jku]) => [reason, unsafe(jku)])),
      'as an error for a value that is no text': {
        token: header({ jku: 7 }),
        at: { header: '"jku":7' },
        severity: 'error',
      },
    },
    quiet: {
      'for an https URL on the host of the issuer': { token: header({ jku: 'https://login.corp.io/keys?v=2' }) },
      'for any host when no issuer is named': {
        token: jws({ alg: 'HS256', jku: 'https://keys.corp.io/a' }, { sub: 'x' }),
      },
      'for an issuer without scheme on the same host': {
        token: claims({ iss: 'login.corp.io' }, { jku: 'https://login.corp.io/keys' }),
      },
      'for an issuer that is no URL and so has no host': {
        token: claims({ iss: 'joe' }, { jku: 'https://keys.corp.io/keys' }),
      },
      'for an issuer that is a DID, and two dots that are no folder': {
        token: claims({ iss: 'did:web:corp.io' }, { jku: 'https://keys.corp.io/a..b' }),
      },
    },
  },
  'x5c-malformed': {
    fires: {
      'for text in place of the list': { token: header({ x5c: 'MIIB' }), at: { header: '"x5c":"MIIB"' } },
      'for an empty list': { token: header({ x5c: [] }), at: { header: '"x5c":[]' } },
      'for PEM instead of base64': {
        token: header({ x5c: ['-----BEGIN CERTIFICATE-----'] }),
        at: { header: '"-----BEGIN CERTIFICATE-----"' },
      },
      'for a second certificate that is cut off, at that one': {
        token: withChain(leaf, 'MIIBszCCAVmg'),
        at: { header: '"MIIBszCCAVmg"' },
      },
      'for a first certificate that is cut off': {
        token: withChain(leaf.slice(0, -4)),
        at: { header: JSON.stringify(leaf.slice(0, -4)) },
      },
      'for a certificate of an EC key when the algorithm is an HMAC': {
        token: header({ x5c: [leaf] }),
        at: { header: JSON.stringify(leaf) },
      },
      'for a certificate of another curve than the algorithm has': {
        token: jws({ alg: 'ES384', x5c: [leaf] }, soundClaims),
        at: { header: JSON.stringify(leaf) },
      },
    },
    quiet: {
      'for the certificate of a key that fits the algorithm': { token: withChain(leaf) },
      'for a chain of two certificates': { token: withChain(leaf, leaf) },
      'for "x5t", which is a thumbprint': { token: header({ x5t: 'MIIB' }) },
    },
  },
  'x5c-untrusted': {
    fires: {
      'only as information for a self-signed certificate': {
        token: withChain(certificate({ key })),
        at: { header: JSON.stringify(certificate({ key })) },
        severity: 'information',
      },
      'as a warning for an expired certificate': {
        token: withChain(expired),
        at: { header: JSON.stringify(expired) },
        severity: 'warning',
      },
      'as a warning for an authority whose time has not come': {
        token: withChain(leaf, early),
        at: { header: JSON.stringify(early) },
        severity: 'warning',
      },
      'as a warning for a certificate that was signed over SHA-1': {
        token: withChain(sha1),
        at: { header: JSON.stringify(sha1) },
        severity: 'warning',
      },
      'as a warning for an authority with a short RSA key': {
        token: withChain(leaf, shortKey),
        at: { header: JSON.stringify(shortKey) },
        severity: 'warning',
      },
      'as a warning for a self-signed certificate that expired, too': {
        token: withChain(expiredAlone),
        at: { header: JSON.stringify(expiredAlone) },
        severity: 'warning',
      },
    },
    quiet: {
      'for a certificate of an authority': { token: withChain(leaf) },
      'for a root that is self-signed over SHA-1: trust in it comes from elsewhere': {
        token: withChain(leaf, certificate({ key, subject: 'ca', signatureAlgorithm: withSha1 })),
      },
      'for a malformed certificate, which x5c-malformed reports': { token: withChain('MIIBszCCAVmg') },
    },
  },
  'x5t-sha1': {
    fires: {
      'for the SHA-1 thumbprint of a certificate': { token: header({ x5t: 'abc' }), at: { header: '"x5t":"abc"' } },
      'for an empty thumbprint, which is one all the same': {
        token: header({ x5t: '', x5c: [] }),
        at: { header: '"x5t":""' },
      },
    },
    quiet: {
      'when the SHA-256 thumbprint stands beside it': { token: header({ x5t: 'abc', 'x5t#S256': 'def' }) },
      'for a SHA-256 thumbprint alone': { token: header({ 'x5t#S256': 'def' }) },
    },
  },
  'kid-suspicious': {
    fires: {
      'for a path to the parent folder': kid('../../dev/null'),
      'for an absolute path': kid('/etc/passwd'),
      'for a Windows path': kid('C:\\keys\\a.pem'),
      'for a path in percent encoding': kid('%2e%2e%2fkeys'),
      'for an SQL union': kid("x' UNION SELECT 'secret'"),
      'for a quote and an SQL comment': kid("x'--"),
      'for SQL with comments in place of spaces': kid("x'/**/or/**/1=1"),
      'for a second SQL statement': kid("x'; drop table keys"),
      'for a shell pipe': kid('key|/usr/bin/id'),
      'for a shell substitution': kid('$(id)'),
      'for a null byte': kid('a\0b'),
      'for a JNDI lookup': kid('${jndi:ldap://evil.io}'),
      'for a web address': kid('https://evil.io/key'),
      'for an LDAP filter': kid('*)(uid=*'),
    },
    quiet: {
      'for a DID with a fragment': { token: header({ kid: 'did:example:123#key-1' }) },
      'for a URN': { token: header({ kid: 'urn:key:1' }) },
      'for a key of AWS': { token: header({ kid: 'arn:aws:kms:eu-west-1:111122223333:key/abc' }) },
      'for a key of Google Cloud, which is a path of a fixed form': {
        token: header({ kid: 'projects/p/locations/l/keyRings/r/cryptoKeys/k' }),
      },
      'for a thumbprint': { token: header({ kid: 'NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg' }) },
      'for a name with an apostrophe': { token: header({ kid: "O'Brien's key" }) },
      'for standard base64, which may begin with a slash': {
        token: header({ kid: '/oAbCdEfGhIjKlMnOpQrStUvWxYz01+3456789ABC=' }),
      },
      'for a name with dots, slashes and colons': { token: header({ kid: 'a.b/c:d' }) },
    },
  },
  'crit-unknown': {
    fires: {
      'for an extension that no standard has': { token: header({ x: 1, crit: ['x'] }), at: { header: '"x"' } },
      'for an unknown extension beside a known one, at the unknown one': {
        token: header({ extension: 1, b64: true, crit: ['b64', 'extension'] }),
        at: { header: '"extension"' },
      },
    },
    quiet: {
      'for "b64", which we know': { token: header({ crit: ['b64'], b64: true }) },
      'for an extension that is not critical': { token: header({ x: 1 }) },
    },
  },
  'crit-malformed': {
    fires: {
      'for an empty list': { token: header({ crit: [] }), at: { header: '"crit":[]' } },
      'for text in place of the list': { token: header({ crit: 'b64', b64: true }), at: { header: '"crit":"b64"' } },
      'for a name that the header does not have': { token: header({ crit: ['absent'] }), at: { header: '"absent"' } },
      'for a standard parameter, which is no extension': { token: header({ crit: ['alg'] }), at: { header: '"alg"' } },
      'for a name that is listed twice, at the second': {
        token: header({ x: 1, crit: ['x', 'x'] }),
        at: { header: '"x"' },
      },
      'for a number in the list': { token: header({ crit: [7] }), at: { header: '7' } },
    },
    quiet: {
      'for a list of the one extension in use': { token: header({ b64: true, crit: ['b64'] }) },
      'for a list of two extensions in use': { token: header({ x: 1, y: 2, crit: ['x', 'y'] }) },
    },
  },
  'cty-nested-mismatch': {
    fires: {
      'for claims that "cty" calls a token': { token: header({ cty: 'JWT' }), at: { header: '"cty":"JWT"' } },
      'for a nested token that no "cty" announces, at the payload': {
        token: jws({ alg: 'HS256' }, claims({})),
        at: { part: 1 },
      },
      'for three parts that are no token, although "cty" says so': {
        token: jws({ alg: 'HS256', cty: 'JWT' }, 'eyJ1c2VyIjoxfQ.ZkDdAQ.AAAA'),
        at: { header: '"cty":"JWT"' },
      },
    },
    quiet: {
      'for a nested token that "cty" announces': { token: jws({ alg: 'HS256', cty: 'JWT' }, claims({})) },
      'for a nested SD-JWT that "cty" announces by its media type': {
        token: jws({ alg: 'HS256', cty: 'application/jwt' }, `${claims({})}~`),
      },
      'for three parts that are no token, and nothing announces them': {
        token: jws({ alg: 'HS256' }, 'eyJ1c2VyIjoxfQ.ZkDdAQ.AAAA'),
      },
      'for another content type': { token: header({ cty: 'application/json' }) },
      'for a JWE, whose content nobody sees': { token: jwe({ cty: 'JWT' }) },
    },
  },
  'zip-in-jws': {
    fires: {
      'for compressed claims in a signed token': { token: header({ zip: 'DEF' }), at: { header: '"zip":"DEF"' } },
      'for a compression that no standard has': { token: header({ zip: 'GZIP' }), at: { header: '"zip":"GZIP"' } },
    },
    quiet: {
      'for a JWE, where compression is defined': { token: jwe({ zip: 'DEF' }) },
      'for a payload that is no text, as Smart Health Cards deflate it': {
        token: jws({ alg: 'ES256', zip: 'DEF' }, bytes(60)),
      },
    },
  },
  'typ-not-explicit': {
    fires: {
      'for the type that all JWTs have': { token: claims({}), at: { header: '"typ":"JWT"' } },
      'for no type at all, at the header': { token: jws({ alg: 'HS256' }, soundClaims), at: { part: 0 } },
    },
    quiet: {
      'for a type of its own': { token: header({ typ: 'at+jwt' }) },
      'for a payload that is no claims': { token: jws({ alg: 'HS256' }, 'text') },
    },
  },
  'typ-mismatch': {
    fires: {
      'for a plain JWT when the profile expects an access token': {
        token: claims({}),
        at: { header: '"typ":"JWT"' },
        options: { profile: { tokenType: 'at+jwt' } },
      },
      'for a DPoP proof when the profile expects an access token': {
        token: header({ typ: 'dpop+jwt' }),
        at: { header: '"typ":"dpop+jwt"' },
        options: { profile: { tokenType: 'application/at+jwt' } },
      },
    },
    quiet: {
      'for the expected type, whatever its prefix and letter case': {
        token: header({ typ: 'application/AT+JWT' }),
        options: { profile: { tokenType: 'at+jwt' } },
      },
      'for a token that names no type: typ-not-explicit': {
        token: jws({ alg: 'HS256' }, soundClaims),
        options: { profile: { tokenType: 'at+jwt' } },
      },
    },
  },
  'thumbprint-uri-invalid': {
    fires: {
      'for a hash that is too short': {
        token: claims({ sub: `${thumbprintUri}sha-256:abc` }),
        at: { payload: `"sub":"${thumbprintUri}sha-256:abc"` },
      },
      'for a hash function that no standard has': {
        token: header({ kid: `${thumbprintUri}md5:${'a'.repeat(43)}` }),
        at: { header: `"kid":"${thumbprintUri}md5:${'a'.repeat(43)}"` },
      },
      'as an error for the thumbprint of another key than the header brings': {
        token: header({ jwk: { ...ecJwk, crv: 'P-384' }, kid: `${thumbprintUri}sha-256:${ecThumbprint}` }),
        at: { header: `"kid":"${thumbprintUri}sha-256:${ecThumbprint}"` },
        severity: 'error',
      },
    },
    quiet: {
      'for a hash of the right length': { token: claims({ sub: `${thumbprintUri}sha-256:${'a'.repeat(43)}` }) },
      'for another URN': { token: claims({ sub: 'urn:ietf:params:oauth:other:x' }) },
      'for the thumbprint of the key in the header, whatever else that key says': {
        token: header({ jwk: { ...ecJwk, use: 'sig' }, kid: `${thumbprintUri}sha-256:${ecThumbprint}` }),
      },
      'for the thumbprint of the key in the claims': {
        token: claims({ sub_jwk: ecJwk, sub: `${thumbprintUri}sha-256:${ecThumbprint}` }),
      },
      'for SHA3-512 of the right length': { token: claims({ sub: `${thumbprintUri}sha3-512:${'a'.repeat(86)}` }) },
      'for a type of key of which nobody knows what its thumbprint is made of': {
        token: claims({ sub_jwk: { kty: 'new' }, sub: `${thumbprintUri}sha-256:${ecThumbprint}` }),
      },
      'for the thumbprint of a post-quantum key in the header': {
        token: header({ jwk: akp, kid: `${thumbprintUri}sha-256:${akpThumbprint}` }),
      },
    },
  },
};
