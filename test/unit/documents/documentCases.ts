import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { InspectTextOptions } from '../../../src/core/documents/inspectText.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { relatedTokenCases } from './relatedCases.ts';
import { settingsCases } from './settingsCases.ts';
import { claims, soundClaims, soundHeader } from '../rules/tokens.ts';
import { encode } from '../../support/jose.ts';

/** A document that fires a rule, with `⟦` and `⟧` around what it has to underline, or one that must not. */
export interface DocumentCase {
  readonly text: string;
  readonly options?: InspectTextOptions;
}

/** At least two of each, by what holds and why: a phrase that goes on from "fires" or "stays silent". */
export interface DocumentCases {
  readonly fires: Readonly<Record<string, DocumentCase>>;
  readonly quiet: Readonly<Record<string, DocumentCase>>;
}

const jwk = (name: Parameters<typeof keyPair>[0]) => keyPair(name).publicKey.export({ format: 'jwk' });
const privateJwk = (name: Parameters<typeof keyPair>[0]) => keyPair(name).privateKey.export({ format: 'jwk' });
const rsa = jwk('rsa');
const ec = jwk('P-256');
const secret = { kty: 'oct', k: encode(randomBytes(32)) };
const spki = (name: Parameters<typeof keyPair>[0]) =>
  keyPair(name).publicKey.export({ format: 'pem', type: 'spki' }) as string;

/** JSON of two spaces with this member marked; `last` marks its last occurrence. */
function json(value: unknown, member: string, last = false): string {
  const text = JSON.stringify(value, undefined, 2);
  const mark = `${JSON.stringify(member)}: `;
  const start = last ? text.lastIndexOf(mark) : text.indexOf(mark);
  const end = text.indexOf('"', start + mark.length + 1) + 1;
  return `${text.slice(0, start)}⟦${text.slice(start, end)}⟧${text.slice(end)}`;
}

const plain = (value: unknown): DocumentCase => ({ text: JSON.stringify(value, undefined, 2) });
const env = (text: string): DocumentCase => ({ text, options: { languageId: 'dotenv' } });
const underBegin = (pem: string) => pem.replace(/^-----BEGIN [A-Z ]+-----/, '⟦$&⟧');
const http = (text: string): DocumentCase => ({ text, options: { fileName: 'a.http' } });
const code = (languageId: string, text: string): DocumentCase => ({ text, options: { languageId } });

const prime = (text = '') => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`);
/** It has a prime in common with `rsa`, which shows only where both are there. */
const sharing = {
  ...rsa,
  n: Buffer.from(
    (prime(privateJwk('rsa').p) * prime(privateJwk('otherRsa').q)).toString(16).padStart(512, '0'),
    'hex',
  ).toString('base64url'),
};

const offCurve = { ...ec, x: encode(new Uint8Array(32).fill(1)) };
const evenModulus = {
  ...rsa,
  n: Buffer.from(rsa.n ?? '', 'base64url')
    .fill(0, 255)
    .toString('base64url'),
};
const token = claims({});
const idToken = claims({ nonce: 'n', at_hash: 'a'.repeat(22) });
const flattened = { protected: encode(soundHeader), payload: encode(soundClaims), signature: encode(randomBytes(32)) };
const general = {
  payload: encode(soundClaims),
  signatures: [{ protected: encode({ alg: 'HS256' }), signature: 'AAAA' }],
};
const named = (fileName: string, value: unknown): DocumentCase => ({ ...plain(value), options: { fileName } });
const published = (fileName: string, text: string): DocumentCase => ({ text, options: { fileName } });

const settings = (text: string, fileName = '/a/.vscode/settings.json'): DocumentCase => ({
  text,
  options: { fileName, languageId: 'jsonc' },
});
const withSharedKeys = (text: string): DocumentCase => ({
  text,
  options: {
    ...settings(text).options,
    sharedKeys: [
      ['a', 'b'],
      ['c', 'd'],
    ],
  },
});

const folder = mkdtempSync(path.join(tmpdir(), 'jwt-certificates-'));

/** A certificate of a pair, made by OpenSSL: standard base64 of its DER form. */
function certificate(name: Parameters<typeof keyPair>[0]): string {
  const file = path.join(folder, `${name}.pem`);
  writeFileSync(file, keyPair(name).privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const args = ['req', '-x509', '-key', file, '-subj', '/CN=test', '-days', '2', '-outform', 'DER'];
  return execFileSync('openssl', args, { stdio: 'pipe' }).toString('base64');
}

const ecCertificate = certificate('P-256');
const rsaCertificate = certificate('rsa');
rmSync(folder, { recursive: true });

export const documentCases: Readonly<Record<string, DocumentCases>> = {
  ...relatedTokenCases,
  ...settingsCases,
  'rsa-key-short': {
    fires: {
      'for a JWK of 1024 bits': { text: json(jwk('shortRsa'), 'n') },
      'for PEM of 1024 bits, at its first line': { text: underBegin(spki('shortRsa')) },
      'for a JWK in JSON with comments and a trailing comma': {
        text: `\ufeff// a key\n[${json(jwk('shortRsa'), 'n')},]`,
      },
    },
    quiet: { 'for a JWK of 2048 bits': plain(rsa), 'for PEM of 2048 bits': { text: spki('rsa') } },
  },
  'rsa-key-under-3072': {
    fires: {
      'for a JWK of 2048 bits': { text: json(rsa, 'n') },
      'for PEM of 2048 bits': { text: underBegin(spki('rsa')) },
    },
    quiet: {
      'for 1024 bits, which rsa-key-short reports': { text: spki('shortRsa') },
      'for an EC key in PEM': { text: spki('P-256') },
      'for an EC key as JWK': plain(ec),
    },
  },
  'rsa-exponent': {
    fires: {
      'for an exponent of 1': { text: json({ ...rsa, e: 'AQ' }, 'e') },
      'for an exponent of 3 in a key set': { text: json({ keys: [{ ...rsa, e: 'Aw' }] }, 'e') },
    },
    quiet: { 'for 65537': plain(rsa), 'for a type of key that nobody knows': plain({ ...rsa, e: 'AQ', kty: 'RSAX' }) },
  },
  'rsa-modulus-broken': {
    fires: {
      'for an even modulus': { text: json(evenModulus, 'n') },
      'for a key deep inside of a document': { text: json({ a: [{ jwk: evenModulus }] }, 'n') },
      'for a key that shares a prime with another one of its set, at the later': {
        text: json({ keys: [rsa, ec, sharing] }, 'n', true),
      },
    },
    quiet: {
      'for a sound key': plain(rsa),
      'for one key twice in a set, and for another sound one': plain({ keys: [rsa, rsa, jwk('otherRsa')] }),
    },
  },
  'ec-point-invalid': {
    fires: {
      'for coordinates that are not on the curve': { text: json(offCurve, 'x') },
      'for a coordinate that is too short, at that one': { text: json({ ...ec, y: 'AQ' }, 'y') },
    },
    quiet: {
      'for a point of the curve': plain(ec),
      'for a private key in PEM, whose point is computed': {
        text: keyPair('P-256').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
      },
    },
  },
  'hmac-secret-short': {
    fires: {
      'for six bytes in a JWK': { text: json({ kty: 'oct', k: 'c2VjcmV0' }, 'k') },
      'for 32 bytes when the algorithm hashes to 64': { text: json({ ...secret, alg: 'HS512' }, 'k') },
      'for a short value of an env file, inside of its quotes': env('# keys\nexport JWT_SECRET="⟦hush⟧"\nPORT=1'),
      'for a value of two words before a comment': env('A=1\r\nACCESS_TOKEN_SECRET = ⟦two words⟧  # a comment\r\n'),
      'for an env file that only its name shows': {
        text: "JWT_SECRET_KEY='⟦hush⟧'",
        options: { fileName: 'app/.env.local' },
      },
    },
    quiet: {
      'for 32 random bytes': plain(secret),
      'for a key that wraps keys': plain({ kty: 'oct', k: 'c2VjcmV0', alg: 'A128KW' }),
      'for a key that is meant for encryption': plain({ kty: 'oct', k: 'c2VjcmV0', use: 'enc' }),
      'for a variable, a file, the secret of an OAuth client and an empty value': env(
        'JWT_SECRET=${OTHER}\nJWT_SECRET_FILE=a\nCLIENT_SECRET=a\nJWT_SECRET=',
      ),
      'in a file that is no env file': { text: 'JWT_SECRET=hush', options: { fileName: 'notes.txt' } },
    },
  },
  'hmac-secret-is-public-key': {
    fires: {
      'for the PEM of a public key': env(`JWT_SECRET="⟦${spki('rsa').trim().replaceAll('\n', '\\n')}⟧"`),
      'for the JWK of a public key': env(`JWT_SECRET='⟦${JSON.stringify(ec)}⟧'`),
      'for a key of OpenSSH': env(`A=1\nAUTH_TOKEN_SECRET=⟦ssh-ed25519 ${'A'.repeat(68)}⟧`),
    },
    quiet: {
      'for a public key whose name says so': env(`JWT_PUBLIC_KEY="${spki('rsa').trim().replaceAll('\n', '\\n')}"`),
      'for the JWK of a private key': env(`JWT_SECRET='${JSON.stringify(privateJwk('P-256'))}'`),
      'for the PEM of a private key': env('JWT_SECRET="-----BEGIN PRIVATE KEY-----\\nMIIE"'),
      'for random bytes': env(`JWT_SECRET=${randomBytes(32).toString('hex')}`),
    },
  },
  'hmac-secret-weak': {
    fires: {
      'for a sentence in an env file': env('JWT_SECRET=⟦this-is-my-very-secret-passphrase-for-tokens⟧'),
      'for a repeated phrase in a JWK': {
        text: json({ kty: 'oct', alg: 'HS256', k: encode('my secret my secret my secret my secret') }, 'k'),
      },
    },
    quiet: {
      'for random bytes in an env file': env(`JWT_SECRET=${randomBytes(32).toString('hex')}`),
      'for random bytes in a JWK': plain(secret),
      'for a placeholder in an example file': {
        text: 'JWT_SECRET=change-me-change-me-change-me-change-me',
        options: { fileName: 'app/.env.example' },
      },
    },
  },
  'jwks-private-material': {
    fires: {
      'for a private key in a file named like a published key set': published(
        'src/jwks.json',
        json({ keys: [rsa, privateJwk('P-256')] }, 'd'),
      ),
      'for a shared secret in a folder of well-known files': published(
        'public/.well-known/keys',
        json({ keys: [{ ...secret, kid: 'a' }] }, 'k'),
      ),
      'for a private key in the key set of an issuer': published(
        '/a/issuer.jwks.json',
        json({ keys: [privateJwk('Ed25519')] }, 'd'),
      ),
    },
    quiet: {
      'for a set of public keys': named('jwks.json', { keys: [rsa, ec] }),
      'for a file whose name says that it is private': named('private-jwks.json', { keys: [privateJwk('P-256')] }),
      'for a single key': named('key.jwk.json', privateJwk('P-256')),
      'for a document without a name': plain({ keys: [privateJwk('P-256')] }),
    },
  },
  'jwks-mixed-symmetry': {
    fires: {
      'for a secret before a public key, at the secret': { text: json({ keys: [secret, rsa] }, 'kty') },
      'for a secret after a public key, at the secret': { text: json({ keys: [ec, secret] }, 'kty', true) },
    },
    quiet: {
      'for public keys alone': plain({ keys: [rsa, ec] }),
      'for secrets alone': plain({ keys: [secret, secret] }),
      'for a list that is no key set': plain([secret, rsa]),
    },
  },
  'jwks-duplicate-kid': {
    fires: {
      'for two keys of one type with one ID, at the second': {
        text: json(
          {
            keys: [
              { ...rsa, kid: 'a' },
              { ...jwk('otherRsa'), kid: 'a' },
            ],
          },
          'kid',
          true,
        ),
      },
      'for two of three keys, deep inside of a document': {
        text: json(
          {
            a: {
              keys: [
                { ...ec, kid: 'a' },
                { ...rsa, kid: 'a' },
                { ...ec, kid: 'a' },
              ],
            },
          },
          'kid',
          true,
        ),
      },
    },
    quiet: {
      'for one ID of two keys whose types tell them apart': plain({
        keys: [
          { ...rsa, kid: 'a' },
          { ...ec, kid: 'a' },
        ],
      }),
      'for keys without IDs': plain({ keys: [rsa, jwk('otherRsa')] }),
    },
  },
  'jwk-unreadable': {
    fires: {
      'for a modulus that is no base64url': { text: json({ keys: [ec, { ...rsa, n: '@@' }] }, 'kty', true) },
      'for a curve key without its second coordinate': {
        text: json({ keys: [{ ...ec, y: undefined }, rsa] }, 'kty'),
      },
      'for a set in which no key can be read, deep inside of a document': {
        text: json({ a: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 17 }] } }, 'kty'),
      },
      'for a secret in standard base64': { text: json({ keys: [{ kty: 'oct', k: 'ab+/' }] }, 'kty') },
    },
    quiet: {
      'for keys of a type that is not registered, which verifiers ignore': plain({ keys: [{ kty: 'XYZ', n: '@@' }] }),
      'for an object outside of a set, which may be no key': plain({ kty: 'RSA', n: '@@' }),
      'for sound keys': plain({ keys: [rsa, ec] }),
    },
  },
  'jwk-no-alg': {
    fires: {
      'for a key without an algorithm': { text: json(rsa, 'kty') },
      'for a key of a set that only says it signs': { text: json({ keys: [{ ...ec, use: 'sig' }] }, 'kty') },
    },
    quiet: {
      'for a key with its algorithm': plain({ ...rsa, alg: 'RS256' }),
      'for a key that encrypts': plain({ ...rsa, use: 'enc' }),
      'for a key of X25519, which cannot sign': plain(jwk('X25519')),
    },
  },
  'jwt-json-serialization': {
    fires: {
      'for claims with one signature': { text: json(flattened, 'protected') },
      'for claims with a list of signatures': {
        text: JSON.stringify(general).replace('"signatures"', '⟦"signatures"⟧'),
      },
      'for text that the header calls a JWT': { text: json({ ...flattened, payload: encode('text') }, 'protected') },
    },
    quiet: {
      'for text that nobody calls a JWT': plain({
        ...flattened,
        protected: encode({ alg: 'HS256' }),
        payload: encode('text'),
      }),
      'for an object without a protected header': plain({ signature: 'AAAA', payload: encode(soundClaims) }),
      'for an object whose members are no base64url': plain({ payload: soundClaims, protected: true, signature: 'x' }),
    },
  },
  'jwt-polyglot': {
    fires: {
      'for a compact token in the name of a member': {
        text: `{⟦"  ${token}": ""⟧, ${JSON.stringify({ ...flattened, payload: encode('x') }).slice(1)}`,
      },
      'for a compact token in the value of another member': { text: json({ ...flattened, other: token }, 'other') },
    },
    quiet: {
      'for a token in JSON form alone': plain(flattened),
      'for a compact token in an object that is no token': plain({ token, signature: 'AAAA' }),
    },
  },
  'token-in-url': {
    fires: {
      'in the query of a URL': { text: `curl 'https://api.corp.io/a?b=1&access_token=⟦${token}⟧'` },
      'in the query of a request line': { text: `GET /a?token=⟦${token}⟧ HTTP/1.1` },
      'in the query of a link, after an escaped ampersand': {
        text: `<a href="https://a.io/cb?state=x&amp;id_token=⟦${token}⟧">`,
      },
      'in the fragment behind a variable': { text: `GET {{host}}/a#id_token=⟦${token}⟧` },
    },
    quiet: {
      'for a name and a value outside of a URL': { text: `token=${token}` },
      'for a URL in the line before': { text: `see https://corp.io\nAUTH=${token}` },
      'for a query without a URL': { text: `?token=${token}` },
    },
  },
  'id-token-as-access-token': {
    fires: {
      'in a request file': http(`GET https://a.io\nAuthorization: Bearer ⟦${idToken}⟧`),
      'in a curl command, whatever the letter case': {
        text: `curl -H 'Authorization: bearer ⟦${idToken}⟧' https://a.io`,
      },
    },
    quiet: {
      'for an access token in the header': http(`GET https://a.io\nAuthorization: Bearer ${token}`),
      'for an ID token elsewhere': { text: `ID_TOKEN=${idToken}` },
    },
  },
  'token-over-http': {
    fires: {
      'for a request to plain http, and not for the next one to this machine': http(
        `POST ⟦http://api.corp.io⟧:8080/a\nAuthorization: Bearer {{token}}\n\n###\nGET http://localhost/b\nAuthorization: Bearer x\n`,
      ),
      'for the second of two requests, whose header has another name': http(
        `GET https://a.io\nAuthorization: Bearer x\n###\nGET ⟦http://a.io⟧/b\nX-Token: ${token}`,
      ),
      'for a curl command over two lines': { text: `curl -H "Authorization: Bearer $T" \\\n  ⟦http://api.corp.io⟧/a` },
      'for a wget command to an address of a private network': {
        text: `wget --header='X: ${token}' ⟦http://10.0.0.7⟧/a`,
      },
      'for fetch in TypeScript': code(
        'typescript',
        "await fetch('⟦http://api.corp.io⟧/a', {\n  headers: { Authorization: `Bearer ${token}` },\n});",
      ),
      'for requests in Python': code(
        'python',
        'requests.get("⟦http://api.corp.io⟧", headers={"Authorization": "Bearer " + t})',
      ),
      'for a request in Go whose header is set in the next line': code(
        'go',
        'req, _ := http.NewRequest("GET", "⟦http://api.corp.io⟧", nil)\nreq.Header.Set("Authorization", "Bearer "+t)',
      ),
    },
    quiet: {
      'for a request without a token beside one over https': http(
        `GET http://api.corp.io/a\n\n###\nGET https://api.corp.io\nAuthorization: Bearer x`,
      ),
      'for this machine, and for a host that is a variable': http(
        'GET http://127.0.0.1:3000\nAuthorization: Bearer x\n###\nGET http://{{host}}\nAuthorization: Bearer x',
      ),
      'for a command without a token beside one over https': {
        text: `curl -H "Authorization: Bearer $T" https://api.corp.io\ncurl http://api.corp.io`,
      },
      'for a statement beside one that makes a header': code(
        'typescript',
        "fetch('http://api.corp.io/a')\n\nconst header = `Bearer ${t}`;",
      ),
      'for a name of XML, which nobody opens': code(
        'csharp',
        'const string type = "http://schemas.xmlsoap.org/claims"; // Bearer token',
      ),
    },
  },
  'leeway-excessive': {
    fires: {
      'for the setting, in settings with comments': settings(
        '{ // seconds\n  ⟦"jwtInspector.clockTolerance": 900⟧,\n}',
      ),
      'for an issuer, a second over five minutes': settings(
        '{"jwtInspector.issuers":[{"issuer":"https://a.io",⟦"clockTolerance":301⟧}]}',
      ),
      'for the setting in a workspace file': settings(
        '{"settings":{⟦"jwtInspector.clockTolerance": 1e9⟧}}',
        'a.code-workspace',
      ),
    },
    quiet: {
      'for five minutes, and for a setting of somebody else': settings(
        '{"jwtInspector.clockTolerance": 300, "clockTolerance": 900}',
      ),
      'for a file that holds no settings': settings('{"jwtInspector.clockTolerance": 900}', 'package.json'),
      'for the issuers of somebody else': settings(
        '{"other.issuers":[{"clockTolerance":301}], "jwtInspector.enabled": true}',
      ),
    },
  },
  'issuer-unrestricted': {
    fires: {
      'for issuers that name none, at each': settings(
        '{"jwtInspector.issuers":[{ ⟦"name": "a"⟧, "secret": "s" }, /* none */ ⟦{}⟧]}',
      ),
      'for an issuer that is stated as not used, and for a wildcard': settings(
        '{"jwtInspector.issuers":[{"name": "a", ⟦"issuer": null⟧}, {⟦"issuer": "https://*.corp.io"⟧}]}',
      ),
      'for an issuer in a workspace file': settings(
        '{"settings":{"jwtInspector.issuers":[{⟦"name": "a"⟧}]}}',
        'a.code-workspace',
      ),
    },
    quiet: {
      'for an issuer that is named': settings('{"jwtInspector.issuers":[{"name": "a", "issuer": "https://a.io"}]}'),
      'for settings of another form, and for those of somebody else': settings(
        '{"jwtInspector.issuers": {}, "other.issuers": [{"name": "a"}]}',
      ),
    },
  },
  'key-shared-across-environments': {
    fires: {
      'at both of the issuers that share a key': withSharedKeys(
        '{"jwtInspector.issuers":[{"name":"a",⟦"environment":"test"⟧},{"name":"b",⟦"environment": "production"⟧}]}',
      ),
      'at the one issuer that stands in this file': withSharedKeys(
        '{"jwtInspector.issuers":[{"name":"c",⟦"environment":"test"⟧},{"name":"other","environment":"x"}]}',
      ),
    },
    quiet: {
      'when no keys are shared': settings(
        '{"jwtInspector.issuers":[{"name":"a","environment":"test"},{"name":"b","environment":"production"}]}',
      ),
      'for issuers whose keys are their own': withSharedKeys(
        '{"jwtInspector.issuers":[{"name":"other","environment":"test"},{"name":"b"}]}',
      ),
    },
  },
  'cert-key-mismatch': {
    fires: {
      'for the certificate of a key of another type': {
        text: JSON.stringify({ ...rsa, x5c: [ecCertificate] }).replace(`"${ecCertificate}"`, '⟦$&⟧'),
      },
      'for the certificate of another key of the same type, in a set': {
        text: JSON.stringify({ keys: [{ ...jwk('otherRsa'), x5c: [rsaCertificate, 'AA=='] }] }).replace(
          `"${rsaCertificate}"`,
          '⟦$&⟧',
        ),
      },
    },
    quiet: {
      'for the certificate of the EC key': plain({ ...ec, x5c: [ecCertificate] }),
      'for the certificate of the RSA key': plain({ ...rsa, x5c: [rsaCertificate] }),
      'for a certificate that cannot be read': plain({ ...ec, x5c: ['AAAA'] }),
    },
  },
};
