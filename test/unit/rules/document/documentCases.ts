import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { InspectTextOptions } from '../../../../src/core/rules/document/inspectText.ts';
import { keyPair } from '../../../fixtures/keys/keyPairs.ts';
import { togetherCases } from './togetherCases.ts';
import { claims, encode, soundClaims, soundHeader } from '../tokens.ts';

/** A document that fires a rule, with `⟦` and `⟧` around what it has to underline, or one that must not. */
export interface DocumentCase {
  readonly text: string;
  readonly options?: InspectTextOptions;
}

type AtLeastTwo = readonly [DocumentCase, DocumentCase, ...DocumentCase[]];

const jwk = (name: Parameters<typeof keyPair>[0]) => keyPair(name).publicKey.export({ format: 'jwk' });
const privateJwk = (name: Parameters<typeof keyPair>[0]) => keyPair(name).privateKey.export({ format: 'jwk' });
const rsa = jwk('rsa');
const ec = jwk('P-256');
const secret = { kty: 'oct', k: randomBytes(32).toString('base64url') };
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

export const documentCases: Readonly<Record<string, { readonly fires: AtLeastTwo; readonly quiet: AtLeastTwo }>> = {
  ...togetherCases,
  'rsa-key-short': {
    fires: [
      { text: json(jwk('shortRsa'), 'n') },
      { text: underBegin(spki('shortRsa')) },
      { text: `\ufeff// a key\n[${json(jwk('shortRsa'), 'n')},]` },
    ],
    quiet: [plain(rsa), { text: spki('rsa') }],
  },
  'rsa-key-under-3072': {
    fires: [{ text: json(rsa, 'n') }, { text: underBegin(spki('rsa')) }],
    quiet: [{ text: spki('shortRsa') }, { text: spki('P-256') }, plain(ec)],
  },
  'rsa-exponent': {
    fires: [{ text: json({ ...rsa, e: 'AQ' }, 'e') }, { text: json({ keys: [{ ...rsa, e: 'Aw' }] }, 'e') }],
    quiet: [plain(rsa), plain({ ...rsa, e: 'AQ', kty: 'RSAX' })],
  },
  'rsa-modulus-broken': {
    fires: [
      { text: json(evenModulus, 'n') },
      { text: json({ a: [{ jwk: evenModulus }] }, 'n') },
      { text: json({ keys: [rsa, ec, sharing] }, 'n', true) },
    ],
    quiet: [plain(rsa), plain({ keys: [rsa, rsa, jwk('otherRsa')] })],
  },
  'ec-point-invalid': {
    fires: [{ text: json(offCurve, 'x') }, { text: json({ ...ec, y: 'AQ' }, 'y') }],
    quiet: [plain(ec), { text: keyPair('P-256').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string }],
  },
  'hmac-secret-short': {
    fires: [
      { text: json({ kty: 'oct', k: 'c2VjcmV0' }, 'k') },
      { text: json({ ...secret, alg: 'HS512' }, 'k') },
      env('# keys\nexport JWT_SECRET="⟦hush⟧"\nPORT=1'),
      env('A=1\r\nACCESS_TOKEN_SECRET = ⟦two words⟧  # a comment\r\n'),
      { text: "JWT_SECRET_KEY='⟦hush⟧'", options: { fileName: 'app/.env.local' } },
    ],
    quiet: [
      plain(secret),
      plain({ kty: 'oct', k: 'c2VjcmV0', alg: 'A128KW' }),
      plain({ kty: 'oct', k: 'c2VjcmV0', use: 'enc' }),
      env('JWT_SECRET=${OTHER}\nJWT_SECRET_FILE=a\nCLIENT_SECRET=a\nJWT_SECRET='),
      { text: 'JWT_SECRET=hush', options: { fileName: 'notes.txt' } },
    ],
  },
  'hmac-secret-is-public-key': {
    fires: [
      env(`JWT_SECRET="⟦${spki('rsa').trim().replaceAll('\n', '\\n')}⟧"`),
      env(`JWT_SECRET='⟦${JSON.stringify(ec)}⟧'`),
      env(`A=1\nAUTH_TOKEN_SECRET=⟦ssh-ed25519 ${'A'.repeat(68)}⟧`),
    ],
    quiet: [
      env(`JWT_PUBLIC_KEY="${spki('rsa').trim().replaceAll('\n', '\\n')}"`),
      env(`JWT_SECRET='${JSON.stringify(privateJwk('P-256'))}'`),
      env('JWT_SECRET="-----BEGIN PRIVATE KEY-----\\nMIIE"'),
      env(`JWT_SECRET=${randomBytes(32).toString('hex')}`),
    ],
  },
  'hmac-secret-weak': {
    fires: [
      env('JWT_SECRET=⟦this-is-my-very-secret-passphrase-for-tokens⟧'),
      { text: json({ kty: 'oct', alg: 'HS256', k: encode('my secret my secret my secret my secret') }, 'k') },
    ],
    quiet: [
      env(`JWT_SECRET=${randomBytes(32).toString('hex')}`),
      plain(secret),
      { text: 'JWT_SECRET=change-me-change-me-change-me-change-me', options: { fileName: 'app/.env.example' } },
    ],
  },
  'jwks-private-material': {
    fires: [
      published('src/jwks.json', json({ keys: [rsa, privateJwk('P-256')] }, 'd')),
      published('public/.well-known/keys', json({ keys: [{ ...secret, kid: 'a' }] }, 'k')),
      published('/a/issuer.jwks.json', json({ keys: [privateJwk('Ed25519')] }, 'd')),
    ],
    quiet: [
      named('jwks.json', { keys: [rsa, ec] }),
      named('private-jwks.json', { keys: [privateJwk('P-256')] }),
      named('key.jwk.json', privateJwk('P-256')),
      plain({ keys: [privateJwk('P-256')] }),
    ],
  },
  'jwks-mixed-symmetry': {
    fires: [{ text: json({ keys: [secret, rsa] }, 'kty') }, { text: json({ keys: [ec, secret] }, 'kty', true) }],
    quiet: [plain({ keys: [rsa, ec] }), plain({ keys: [secret, secret] }), plain([secret, rsa])],
  },
  'jwks-duplicate-kid': {
    fires: [
      {
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
      {
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
    ],
    quiet: [
      plain({
        keys: [
          { ...rsa, kid: 'a' },
          { ...ec, kid: 'a' },
        ],
      }),
      plain({ keys: [rsa, jwk('otherRsa')] }),
    ],
  },
  'jwk-no-alg': {
    fires: [{ text: json(rsa, 'kty') }, { text: json({ keys: [{ ...ec, use: 'sig' }] }, 'kty') }],
    quiet: [plain({ ...rsa, alg: 'RS256' }), plain({ ...rsa, use: 'enc' }), plain(jwk('X25519'))],
  },
  'jwt-json-serialization': {
    fires: [
      { text: json(flattened, 'protected') },
      { text: JSON.stringify(general).replace('"signatures"', '⟦"signatures"⟧') },
      { text: json({ ...flattened, payload: encode('text') }, 'protected') },
    ],
    quiet: [
      plain({ ...flattened, protected: encode({ alg: 'HS256' }), payload: encode('text') }),
      plain({ signature: 'AAAA', payload: encode(soundClaims) }),
      plain({ payload: soundClaims, protected: true, signature: 'x' }),
    ],
  },
  'jwt-polyglot': {
    fires: [
      { text: `{⟦"  ${token}": ""⟧, ${JSON.stringify({ ...flattened, payload: encode('x') }).slice(1)}` },
      { text: json({ ...flattened, other: token }, 'other') },
    ],
    quiet: [plain(flattened), plain({ token, signature: 'AAAA' })],
  },
  'token-in-url': {
    fires: [
      { text: `curl 'https://api.corp.io/a?b=1&access_token=⟦${token}⟧'` },
      { text: `GET /a?token=⟦${token}⟧ HTTP/1.1` },
      { text: `<a href="https://a.io/cb?state=x&amp;id_token=⟦${token}⟧">` },
      { text: `GET {{host}}/a#id_token=⟦${token}⟧` },
    ],
    quiet: [{ text: `token=${token}` }, { text: `see https://corp.io\nAUTH=${token}` }, { text: `?token=${token}` }],
  },
  'id-token-as-access-token': {
    fires: [
      http(`GET https://a.io\nAuthorization: Bearer ⟦${idToken}⟧`),
      { text: `curl -H 'Authorization: bearer ⟦${idToken}⟧' https://a.io` },
    ],
    quiet: [http(`GET https://a.io\nAuthorization: Bearer ${token}`), { text: `ID_TOKEN=${idToken}` }],
  },
  'token-over-http': {
    fires: [
      http(
        `POST ⟦http://api.corp.io⟧:8080/a\nAuthorization: Bearer {{token}}\n\n###\nGET http://localhost/b\nAuthorization: Bearer x\n`,
      ),
      http(`GET https://a.io\nAuthorization: Bearer x\n###\nGET ⟦http://a.io⟧/b\nX-Token: ${token}`),
      { text: `curl -H "Authorization: Bearer $T" \\\n  ⟦http://api.corp.io⟧/a` },
      { text: `wget --header='X: ${token}' ⟦http://10.0.0.7⟧/a` },
      code(
        'typescript',
        "await fetch('⟦http://api.corp.io⟧/a', {\n  headers: { Authorization: `Bearer ${token}` },\n});",
      ),
      code('python', 'requests.get("⟦http://api.corp.io⟧", headers={"Authorization": "Bearer " + t})'),
      code(
        'go',
        'req, _ := http.NewRequest("GET", "⟦http://api.corp.io⟧", nil)\nreq.Header.Set("Authorization", "Bearer "+t)',
      ),
    ],
    quiet: [
      http(`GET http://api.corp.io/a\n\n###\nGET https://api.corp.io\nAuthorization: Bearer x`),
      http('GET http://127.0.0.1:3000\nAuthorization: Bearer x\n###\nGET http://{{host}}\nAuthorization: Bearer x'),
      { text: `curl -H "Authorization: Bearer $T" https://api.corp.io\ncurl http://api.corp.io` },
      code('typescript', "fetch('http://api.corp.io/a')\n\nconst header = `Bearer ${t}`;"),
      code('csharp', 'const string type = "http://schemas.xmlsoap.org/claims"; // Bearer token'),
    ],
  },
  'leeway-excessive': {
    fires: [
      settings('{ // seconds\n  ⟦"jwtInspector.clockTolerance": 900⟧,\n}'),
      settings('{"jwtInspector.issuers":[{"issuer":"https://a.io",⟦"clockTolerance":301⟧}]}'),
      settings('{"settings":{⟦"jwtInspector.clockTolerance": 1e9⟧}}', 'a.code-workspace'),
    ],
    quiet: [
      settings('{"jwtInspector.clockTolerance": 300, "clockTolerance": 900}'),
      settings('{"jwtInspector.clockTolerance": 900}', 'package.json'),
      settings('{"other.issuers":[{"clockTolerance":301}], "jwtInspector.enabled": true}'),
    ],
  },
  'issuer-unrestricted': {
    fires: [
      settings('{"jwtInspector.issuers":[{ ⟦"name": "a"⟧, "secret": "s" }, /* none */ ⟦{}⟧]}'),
      settings('{"jwtInspector.issuers":[{"name": "a", ⟦"issuer": null⟧}, {⟦"issuer": "https://*.corp.io"⟧}]}'),
      settings('{"settings":{"jwtInspector.issuers":[{⟦"name": "a"⟧}]}}', 'a.code-workspace'),
    ],
    quiet: [
      settings('{"jwtInspector.issuers":[{"name": "a", "issuer": "https://a.io"}]}'),
      settings('{"jwtInspector.issuers": {}, "other.issuers": [{"name": "a"}]}'),
    ],
  },
  'key-shared-across-environments': {
    fires: [
      withSharedKeys(
        '{"jwtInspector.issuers":[{"name":"a",⟦"environment":"test"⟧},{"name":"b",⟦"environment": "production"⟧}]}',
      ),
      withSharedKeys(
        '{"jwtInspector.issuers":[{"name":"c",⟦"environment":"test"⟧},{"name":"other","environment":"x"}]}',
      ),
    ],
    quiet: [
      settings('{"jwtInspector.issuers":[{"name":"a","environment":"test"},{"name":"b","environment":"production"}]}'),
      withSharedKeys('{"jwtInspector.issuers":[{"name":"other","environment":"test"},{"name":"b"}]}'),
    ],
  },
  'cert-key-mismatch': {
    fires: [
      { text: JSON.stringify({ ...rsa, x5c: [ecCertificate] }).replace(`"${ecCertificate}"`, '⟦$&⟧') },
      {
        text: JSON.stringify({ keys: [{ ...jwk('otherRsa'), x5c: [rsaCertificate, 'AA=='] }] }).replace(
          `"${rsaCertificate}"`,
          '⟦$&⟧',
        ),
      },
    ],
    quiet: [
      plain({ ...ec, x5c: [ecCertificate] }),
      plain({ ...rsa, x5c: [rsaCertificate] }),
      plain({ ...ec, x5c: ['AAAA'] }),
    ],
  },
};
