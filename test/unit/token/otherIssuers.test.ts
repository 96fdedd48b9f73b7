import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { SDJwtInstance } from '@sd-jwt/core';
import { createSigner } from 'fast-jwt';
import { CompactEncrypt, CompactSign, UnsecuredJWT } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import nodeJose from 'node-jose';
import { decode } from '../../../src/core/token/decode.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { scan } from '../../../src/core/token/scan.ts';
import type { TokenKind } from '../../../src/core/token/token.ts';

const CLAIMS = { iss: 'https://issuer.example', sub: 'Zoë', n: [1, { x: null }] };
const secret = randomBytes(64);
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-521' });
const text = new TextEncoder();

/** Tokens by implementations that are not ours. */
const issuers: Record<string, { readonly kind: TokenKind; readonly issue: () => Promise<string> | string }> = {
  'jose, PS256': {
    kind: 'jws',
    issue: () =>
      new CompactSign(text.encode(JSON.stringify(CLAIMS))).setProtectedHeader({ alg: 'PS256' }).sign(rsa.privateKey),
  },
  'jose, unsecured': { kind: 'unsecured', issue: () => new UnsecuredJWT(CLAIMS).encode() },
  'jose, encrypted': {
    kind: 'jwe',
    issue: () =>
      new CompactEncrypt(text.encode('secret'))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256CBC-HS512' })
        .encrypt(rsa.publicKey),
  },
  'jsonwebtoken, ES512': {
    kind: 'jws',
    issue: () => jsonwebtoken.sign(CLAIMS, ec.privateKey, { algorithm: 'ES512', noTimestamp: true }),
  },
  'fast-jwt, HS512': {
    kind: 'jws',
    issue: () => createSigner({ key: secret, algorithm: 'HS512', noTimestamp: true })(CLAIMS),
  },
  'node-jose, RS256': {
    kind: 'jws',
    issue: async () => {
      const key = await nodeJose.JWK.asKey(rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }), 'pem');
      const signer = nodeJose.JWS.createSign({ format: 'compact', alg: 'RS256' }, key);
      return (await signer.update(Buffer.from(JSON.stringify(CLAIMS))).final()) as unknown as string;
    },
  },
};

describe('tokens of other implementations', () => {
  for (const [name, { kind, issue }] of Object.entries(issuers)) {
    it(`are found and decoded: ${name}`, async () => {
      const token = await issue();
      assert.deepEqual(scan(`${token}.txt`), [{ start: 0, end: token.length }]);
      const decoded = decode(token);
      assert.deepEqual([decoded.kind, decoded.problem], [kind, undefined]);
      if (kind !== 'jwe') assert.deepEqual(decoded.payload, CLAIMS);
    });
  }

  it('are found and decoded: @sd-jwt/core', async () => {
    const issuer = new SDJwtInstance({
      signer: (data) => createHash('sha256').update(data).digest('base64url'),
      signAlg: 'HS256',
      hasher: (data) =>
        createHash('sha256')
          .update(typeof data === 'string' ? data : Buffer.from(data))
          .digest(),
      hashAlg: 'sha-256',
      saltGenerator: (length) => randomBytes(length).toString('base64url'),
    });
    const token = await issuer.issue({ given_name: 'Zoë', age: 30 }, { _sd: ['given_name', 'age'] });
    assert.deepEqual(scan(`"${token}"`), [{ start: 1, end: 1 + token.length }]);
    const { kind, disclosures } = parseToken(token);
    assert.equal(kind, 'sd-jwt');
    const claims = disclosures.map((disclosure) => (JSON.parse(disclosure.text) as unknown[]).slice(1));
    assert.deepEqual(
      new Map(claims as [string, unknown][]),
      new Map<string, unknown>([
        ['given_name', 'Zoë'],
        ['age', 30],
      ]),
    );
  });
});
