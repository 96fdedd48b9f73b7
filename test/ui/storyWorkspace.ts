import { createHash, createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SDJwtInstance } from '@sd-jwt/core';
import { createSigner } from 'fast-jwt';
import jsonwebtoken from 'jsonwebtoken';
import nodeJose from 'node-jose';
import { encode, hs256, issue, rawSignature, unsecured } from '../support/jose.ts';

/** One file of the story: what is in it, and what a person should read when the mouse rests on its token. */
export interface StoryFile {
  readonly name: string;
  readonly text: string;
  readonly token: string;
  /** Words that the hover has to show. */
  readonly hover: readonly RegExp[];
  /** Words that the Problems panel has to list for the file as a warning or an error. */
  readonly problem?: RegExp;
}

export interface StoryKeys {
  readonly secret: string;
  readonly rsaPem: string;
  readonly ecJwk: string;
  readonly jwks: string;
}

const now = Math.floor(Date.now() / 1000);
const current = { iss: 'https://login.corp.io', aud: 'orders-api', sub: 'u17', iat: now - 60, exp: now + 1800 };
const expired = { ...current, iat: now - 7200, exp: now - 3600 };
/** Whose tokens the story's settings know: the one in collection.json. */
export const configuredIssuer = 'https://id.corp.io';
const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

/** Writes a folder of ten formats, every token issued by an implementation other than jose. */
export async function writeStoryWorkspace(folder: string): Promise<{ files: readonly StoryFile[]; keys: StoryKeys }> {
  const secret = randomBytes(32).toString('hex');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ed = generateKeyPairSync('ed25519');
  const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

  const http = jsonwebtoken.sign(current, pem, { algorithm: 'RS256', keyid: 'story-rsa' });
  const env = createSigner({ key: secret, algorithm: 'HS256' })(expired);
  const joseKey = await nodeJose.JWK.asKey(ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'pem');
  // Its types promise an object; the compact form is a string.
  const json = (await nodeJose.JWS.createSign({ format: 'compact', fields: { alg: 'ES256', typ: 'JWT' } }, joseKey)
    .update(JSON.stringify({ ...current, iss: configuredIssuer }))
    .final()) as unknown as string;
  const markdown = issue('PS256', rsa.privateKey, current, { typ: 'JWT' });
  const yaml = unsecured(current);
  const typescript = createSigner({ key: ed.privateKey.export({ type: 'pkcs8', format: 'pem' }), algorithm: 'EdDSA' })(
    current,
  );
  const shell = await nodeJose.JWE.createEncrypt(
    { format: 'compact', contentAlg: 'A256GCM', fields: { alg: 'RSA-OAEP-256' } },
    await nodeJose.JWK.asKey(pem, 'pem'),
  )
    .update('for the bearer only')
    .final();
  const log = jsonwebtoken.sign(current, createSecretKey(Buffer.from(secret.repeat(2))), { algorithm: 'HS512' });
  const python = await new SDJwtInstance({
    signAlg: 'ES256',
    hashAlg: 'sha-256',
    saltGenerator: () => encode(randomBytes(16)),
    hasher: (data) =>
      createHash('sha256')
        .update(Buffer.from(data as string))
        .digest(),
    signer: (data) => encode(rawSignature('ES256', ec.privateKey, data)),
  }).issue({ ...current, given_name: 'Ada' }, { _sd: ['given_name'] });
  const html = hs256(current, secret, { alg: 'HS256', jku: 'https://keys.example/jwks.json' });

  const files: StoryFile[] = [
    file('requests.http', http, (t) => `GET https://api.corp.io/orders\nAuthorization: Bearer ${t}\n`, [
      /RS256/,
      /not verified/i,
      /Expires/i,
    ]),
    file('.env', env, (t) => `ACCESS_TOKEN="${t}"\n`, [/expired/i, /HS256/], /Expired/),
    file('collection.json', json, (t) => `${JSON.stringify({ auth: { token: t } }, null, 2)}\n`, [/ES256/]),
    file('deploy.yaml', yaml, (t) => `env:\n  - name: TOKEN\n    value: ${t}\n`, [/none/], /not signed/),
    file('notes.md', markdown, (t) => `# Notes\n\nTry \`${t}\` against staging.\n`, [/PS256/]),
    file('client.ts', typescript, (t) => `export const token = '${t}';\n`, [/EdDSA/]),
    file('call.sh', shell, (t) => `curl -H "Authorization: Bearer ${t}" https://api.corp.io\n`, [
      /encrypted|JWE/i,
      /RSA-OAEP-256/,
    ]),
    file('server.log', log, (t) => `2026-11-22T10:00:00Z DEBUG request\\n${t}\\nstatus=200\n`, [/HS512/]),
    file('present.py', python, (t) => `CREDENTIAL = "${t}"\n`, [/SD-JWT/i, /ES256/]),
    file(
      'page.html',
      html,
      (t) => `<a href="https://app.corp.io/callback?state=x&amp;id_token=${t}&amp;scope=y">go</a>\n`,
      [/HS256/],
      /names the URL of its key/,
    ),
  ];
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of files) writeFileSync(join(folder, name), text);

  const ecJwk = ec.publicKey.export({ format: 'jwk' });
  const rsaJwk = { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'story-rsa', alg: 'RS256', use: 'sig' };
  writeFileSync(join(folder, 'jwks.json'), JSON.stringify({ keys: [{ ...ecJwk, kid: joseKey.kid }] }));
  return {
    files,
    keys: {
      secret,
      rsaPem: spki(rsa.publicKey),
      ecJwk: JSON.stringify({ ...ecJwk, alg: 'ES256' }),
      jwks: JSON.stringify({ keys: [{ ...ecJwk, kid: 'other' }, rsaJwk] }),
    },
  };
}

function file(
  name: string,
  token: string,
  text: (token: string) => string,
  hover: readonly RegExp[],
  problem?: RegExp,
): StoryFile {
  return { name, token, text: text(token), hover, ...(problem && { problem }) };
}
