/**
 * Writes examples/: what a newcomer opens first. Run it with `npx tsx scripts/examples.ts`. Its keys are made anew each
 * time; the private ones are thrown away at its end. Nothing here shares code with the extension: node:crypto,
 * jsonwebtoken, fast-jwt, node-jose, @sd-jwt/core.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SDJwtInstance } from '@sd-jwt/core';
import { createSigner } from 'fast-jwt';
import jsonwebtoken from 'jsonwebtoken';
import nodeJose from 'node-jose';
import { root } from './host/run.ts';

const folder = path.join(root, 'examples');
/** Public on purpose: it is what the examples show how to verify with. */
const secret = 'n4Kt8wQzR2vYx6LbD9mHc3FgJ7sPa5Te';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const pem = (key: typeof rsa.privateKey): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPem = (key: typeof rsa.publicKey): string => key.export({ type: 'spki', format: 'pem' }).toString();

const year2100 = 4_102_444_800;
const may2026 = 1_780_264_800;
const issuer = 'https://login.corp.io';
const credentialIssuer = 'https://credentials.corp.io';
const access = { iss: issuer, aud: 'orders-api', sub: 'u17', scope: 'orders:read orders:write', exp: year2100 };
const expired = { ...access, iat: may2026 - 3600, exp: may2026 };

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
/** A token with a made-up signature, or none: for headers and claims that no library would write. */
const forge = (header: unknown, payload: unknown, signature: string): string =>
  `${encode(header)}.${encode(payload)}.${signature}`;
const rs256 = (claims: object, keyid = 'corp-2026-05'): string =>
  jsonwebtoken.sign(claims, pem(rsa.privateKey), { algorithm: 'RS256', keyid, noTimestamp: true });
const hs256 = createSigner({ key: secret, algorithm: 'HS256', noTimestamp: true });
const eddsa = createSigner({ key: pem(ed.privateKey), algorithm: 'EdDSA', kid: 'corp-ed25519', noTimestamp: true });

async function es256(claims: object): Promise<string> {
  const key = await nodeJose.JWK.asKey(pem(ec.privateKey), 'pem', { kid: 'corp-p256' });
  const fields = { alg: 'ES256', typ: 'JWT', kid: 'corp-p256' };
  const made = await nodeJose.JWS.createSign({ format: 'compact', fields }, key).update(JSON.stringify(claims)).final();
  return made as unknown as string;
}

async function encrypted(text: string): Promise<string> {
  const key = await nodeJose.JWK.asKey(publicPem(rsa.publicKey), 'pem', { kid: 'corp-2026-05' });
  const options = { format: 'compact', contentAlg: 'A256GCM', fields: { alg: 'RSA-OAEP-256', cty: 'JWT' } } as const;
  return nodeJose.JWE.createEncrypt(options, key).update(text).final();
}

/** One payload with two signatures, in the general JSON serialization. */
function approval(): unknown {
  const payload = encode({ iss: issuer, aud: 'orders-api', sub: 'order 4711', approved: true, exp: year2100 });
  const signatures = (
    [
      ['RS256', 'corp-2026-05', rsa],
      ['ES256', 'corp-p256', ec],
    ] as const
  ).map(([alg, kid, { privateKey }]) => {
    const header = encode({ alg, kid });
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return {
      protected: header,
      signature: sign('sha256', Buffer.from(`${header}.${payload}`), key).toString('base64url'),
    };
  });
  return { payload, signatures };
}

async function credential(): Promise<string> {
  const instance = new SDJwtInstance({
    signAlg: 'ES256',
    hashAlg: 'sha-256',
    saltGenerator: () => randomBytes(16).toString('base64url'),
    hasher: (data) =>
      createHash('sha256')
        .update(typeof data === 'string' ? data : Buffer.from(data))
        .digest(),
    signer: (data) =>
      sign('sha256', Buffer.from(data), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url'),
  });
  const claims = {
    iss: credentialIssuer,
    exp: year2100,
    vct: 'https://corp.io/employee',
    given_name: 'Ada',
    family_name: 'Lovelace',
  };
  return instance.issue(claims, { _sd: ['given_name', 'family_name'] });
}

const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

async function files(): Promise<Readonly<Record<string, string>>> {
  const live = rs256(access);
  const idToken = await es256({
    ...access,
    aud: 'web-shop',
    nonce: 'n-0S6',
    name: 'Ada Lovelace',
    email: 'ada@corp.io',
  });
  const rsaJwk = { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'corp-2026-05', alg: 'RS256', use: 'sig' };
  const ecJwk = { ...ec.publicKey.export({ format: 'jwk' }), kid: 'corp-p256', alg: 'ES256', use: 'sig' };
  const edJwk = { ...ed.publicKey.export({ format: 'jwk' }), kid: 'corp-ed25519', alg: 'EdDSA', use: 'sig' };
  return {
    'README.md': guide,
    '.vscode/settings.json': jsonText({
      'jwtInspector.issuers': [
        {
          name: 'Corp login',
          issuer,
          audience: ['orders-api', 'web-shop'],
          algorithms: ['RS256', 'ES256', 'EdDSA'],
          jwksFile: 'keys/jwks.json',
        },
        {
          name: 'Corp credentials',
          issuer: credentialIssuer,
          audience: null,
          algorithms: ['ES256'],
          jwksFile: 'keys/jwks.json',
        },
        {
          name: 'Shop',
          issuer: 'shop',
          audience: 'shop',
          algorithms: ['HS256'],
          key: '${env:JWT_SECRET}',
          envFile: '.env',
        },
      ],
    }),
    'keys/jwks.json': jsonText({ keys: [rsaJwk, ecJwk, edJwk] }),
    'keys/corp-2026-05.pem': publicPem(rsa.publicKey),
    'orders.http': `### Valid until 2100: rest the mouse on the token, then choose Verify to see every check.
GET https://api.corp.io/orders
Authorization: Bearer ${live}

### Expired on 31 May 2026, signed with the same key.
GET https://api.corp.io/orders
Authorization: Bearer ${rs256(expired)}

### Names a key that nobody has configured.
GET https://api.corp.io/orders
Authorization: Bearer ${rs256(access, 'unknown-key')}
`,
    '.env': `# The secret is public. The settings of this folder name it as the key of the tokens below.
JWT_SECRET=${secret}
SESSION_TOKEN="${hs256({ iss: 'shop', aud: 'shop', sub: 'cart-3', exp: year2100 })}"
OLD_TOKEN=${hs256({ iss: 'shop', aud: 'shop', sub: 'cart-1', iat: may2026 - 600, exp: may2026 })}
`,
    'responses.json': jsonText({ token_type: 'Bearer', access_token: live, id_token: idToken, expires_in: 3600 }),
    'approval.json': jsonText({ order: 4711, approval: approval() }),
    'client.ts': `// A token in source: its expiry matters less here than in a request that is about to be sent.
export const session = await connect('https://api.corp.io', {
  token: '${eddsa(expired)}',
});
`,
    'deployment.yaml': `apiVersion: v1
kind: Pod
spec:
  containers:
    - name: orders
      env:
        - name: SERVICE_TOKEN
          value: ${await es256({ iss: 'https://kubernetes.default.svc', aud: ['vault'], sub: 'system:serviceaccount:shop:orders', exp: year2100 })}
`,
    'server.log': `2026-05-31T20:59:58.112Z INFO  GET /orders 200 12ms authorization="Bearer ${rs256(expired)}"
2026-05-31T21:00:03.871Z WARN  GET /callback?code=x&id_token=${idToken}&state=y 302
2026-05-31T21:00:04.002Z DEBUG body={"access_token":"${live}"}\\n
`,
    'NOTES.md': `# Tokens people paste

The sample from jwt.io is known, so no problems are listed for it:

\`${jsonwebtoken.sign({ sub: '1234567890', name: 'John Doe', iat: 1_516_239_022 }, 'your-256-bit-secret')}\`

An unsigned token is listed even here: \`${forge({ alg: 'none', typ: 'JWT' }, access, '')}\`
`,
    'credential.py': `# An SD-JWT: an issuer's signature, and disclosures that the holder may leave out.
CREDENTIAL = "${await credential()}"
`,
    'upload.sh': `#!/bin/sh
# Encrypted: only the header can be read.
curl -H "Authorization: Bearer ${await encrypted(live)}" https://api.corp.io/upload
`,
    'explore.ipynb': jsonText({
      cells: [
        { cell_type: 'markdown', metadata: {}, source: ['Tokens are explained in notebook cells, too.'] },
        { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: [`token = "${live}"`] },
      ],
      metadata: { language_info: { name: 'python' } },
      nbformat: 4,
      nbformat_minor: 5,
    }),
    'risky.http': risky(live),
  };
}

/** One request for each thing that is wrong with a token. */
function risky(live: string): string {
  const [header = '', payload = ''] = live.split('.');
  const mac = randomBytes(32).toString('base64url');
  // Of an issuer nobody has configured: else all of these would be rejected for their algorithm, too.
  const shared = { ...access, iss: 'https://login.partner.example' };
  const rows: readonly (readonly [title: string, token: string])[] = [
    ['Anyone can change a token without a signature', forge({ alg: 'none' }, access, '')],
    ['A disguised "none"', forge({ alg: 'nOnE' }, access, '')],
    ['The signature was cut off', `${header}.${payload}.`],
    ['The token was cut off', `${header}.${payload}`],
    [
      'It brings its own key',
      forge(
        { alg: 'ES256', jwk: ec.publicKey.export({ format: 'jwk' }) },
        access,
        randomBytes(64).toString('base64url'),
      ),
    ],
    ['It says where to fetch the key', forge({ alg: 'HS256', jku: 'http://169.254.169.254/keys' }, shared, mac)],
    ['Its key id is a path', forge({ alg: 'HS256', kid: '../../../../dev/null' }, shared, mac)],
    ['Two values for one claim', forge({ alg: 'HS256' }, JSON.stringify(shared).replace('{', '{"sub":"admin",'), mac)],
    ['Milliseconds where seconds belong', forge({ alg: 'HS256' }, { ...shared, exp: year2100 * 1000 }, mac)],
    ['Valid for thirty years', hs256({ ...shared, iat: may2026, exp: may2026 + 30 * 365 * 86_400 })],
    ['It never expires', hs256({ iss: shared.iss, aud: shared.aud, sub: shared.sub })],
    ['A password for everyone to read', hs256({ ...shared, password: 'correct horse battery staple' })],
    ['A critical extension nobody defined', forge({ alg: 'HS256', crit: ['surprise'] }, shared, mac)],
  ];
  return rows
    .map(([title, token]) => `### ${title}\nGET https://api.corp.io/orders\nAuthorization: Bearer ${token}\n`)
    .join('\n');
}

const guide = `# Examples

Every file here contains tokens. All keys were created only for this folder.

1. Open **orders.http** and hover over a token. The first line shows who verified it and how long it is valid. The hint after the token shows the same.
   The issuer is configured in \`.vscode/settings.json\`, with its keys in \`keys/jwks.json\`. Trust the folder to use them.
2. Select **Verify** in the hover to see every check, or open the panel and paste \`keys/corp-2026-05.pem\`.
3. Open **risky.http** and look at the Problems panel. Each request shows one thing that can be wrong with a token.
4. In **.env**, both tokens are signed with the secret above them, which the settings name as the key of *Shop*. Change the secret, save the file, and see how the verdicts change.
   To store your own secret, use \`JWT: Add Key…\`.
5. In **approval.json**, one token in JSON serialization has two signatures. Both are checked.
6. The other files show where tokens appear: JSON, YAML, TypeScript, Python, shell, Markdown, a log, and a notebook.

Generated by \`npx tsx scripts/examples.ts\`.
`;

async function main(): Promise<void> {
  const written = await files();
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(written)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

void main();
