import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyInput } from '../../../src/core/keys/keyInput.ts';
import { catalogue, ruleOf } from '../../../src/core/documents/catalogue.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { carriedKeyCases } from './cases/carriedKeys.ts';
import { NOW, soundClaims, soundHeader } from './tokens.ts';
import { encode, hs256 } from '../../support/jose.ts';

const secret = 'b1c7f0f2a94d4e3f8a6be0d5c2719e64';
const secretJwk = { kty: 'oct', k: encode(secret) };
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }) as string;

const signed = (key: string, parameters: object = {}): string =>
  hs256(soundClaims, key, { ...soundHeader, ...parameters });

const hexSecret = 'b1c7f0f2a94d4e3f8a6be0d5c2719e64b1c7f0f2a94d4e3f8a6be0d5c2719e65';
const scenarios: readonly (readonly [ruleId: string, token: string, ...materials: KeyInput['material'][]])[] = [
  ['hmac-secret-encoding-ambiguous', signed(secret), hexSecret],
  ['hmac-secret-is-public-key', signed(secret), pem],
  ['signature-invalid', signed(secret), `${secret}!`],
  ['key-confusion-hmac', signed(pem), pem],
  ['hmac-empty-key', signed(''), secret],
  ['hmac-secret-known', signed('your-256-bit-secret'), secret],
  ['key-not-found', signed(secret, { kid: 'a' }), { ...secretJwk, kid: 'b' }],
  [
    'kid-missing-multikey',
    signed(secret),
    {
      keys: [
        { ...secretJwk, kid: 'a' },
        { ...secretJwk, k: encode(`${secret}!`), kid: 'b' },
      ],
    },
  ],
  ['key-type-mismatch', signed(secret, { alg: 'ES256' }), pem],
  ['key-alg-mismatch', signed(secret), { ...secretJwk, alg: 'HS512' }],
  ['key-use-mismatch', signed(secret), { ...secretJwk, use: 'enc' }],
  ['hmac-secret-short', signed('k7'), 'k7'],
  ['hmac-secret-weak', signed('my secret my secret my secret my secret'), 'my secret my secret my secret my secret'],
  [
    'rsa-key-short',
    signed(secret, { alg: 'RS256' }),
    createPublicKey(shortRsa.publicKey.export({ type: 'spki', format: 'pem' })).export({ format: 'jwk' }),
  ],
  ['rsa-key-under-3072', signed(secret, { alg: 'RS256' }), rsa.publicKey.export({ format: 'jwk' })],
  ['rsa-exponent', signed(secret, { alg: 'RS256' }), { ...rsa.publicKey.export({ format: 'jwk' }), e: 'AQ' }],
  [
    'ec-point-invalid',
    signed(secret, { alg: 'ES256' }),
    { kty: 'EC', crv: 'P-256', x: encode(new Uint8Array(32)), y: encode(new Uint8Array(32)) },
  ],
];

describe('rules that need a key', () => {
  for (const [ruleId, token, ...materials] of scenarios) {
    it(`${ruleId} is found by verify with the severity of the catalogue`, async () => {
      const { findings } = await verify(token, {
        keys: materials.map((material) => ({ material })),
        profile: { algorithms: ['HS256', 'RS256', 'ES256'] },
        now: new Date(NOW * 1000),
      });
      const finding = findings.find((candidate) => candidate.ruleId === ruleId);
      assert.equal(finding?.severity, ruleOf(ruleId)?.severity, JSON.stringify(findings));
      assert.equal(ruleOf(ruleId)?.needs, 'key');
      for (const other of findings) assert.ok(ruleOf(other.ruleId), other.ruleId);
    });
  }

  it('each have a scenario, here or among the keys that tokens bring', () => {
    // Which keys belong to which issuers the settings say: see foreignKey.test.ts.
    const found = new Set([
      ...scenarios.map(([ruleId]) => ruleId),
      ...Object.keys(carriedKeyCases),
      'iss-key-mismatch',
    ]);
    assert.deepEqual(
      catalogue.filter(({ id, needs }) => needs === 'key' && !found.has(id)).map(({ id }) => id),
      [],
    );
  });

  const idsWith = async (key: KeyInput, token = signed(secret)): Promise<readonly string[]> =>
    (await verify(token, { keys: [key], now: new Date(NOW * 1000) })).findings.map(({ ruleId }) => ruleId);

  it('hmac-secret-encoding-ambiguous is about the secret that does not fit, where nobody said how it is written', async () => {
    const isAmbiguous = async (key: KeyInput, token?: string): Promise<boolean> =>
      (await idsWith(key, token)).includes('hmac-secret-encoding-ambiguous');
    assert.ok(await isAmbiguous({ material: Buffer.from(hexSecret, 'hex').toString('base64') }));
    assert.ok(await isAmbiguous({ material: encode(Buffer.from(hexSecret, 'hex')) }));
    assert.ok(!(await isAmbiguous({ material: hexSecret, encoding: 'utf8' })));
    assert.ok(!(await isAmbiguous({ material: hexSecret }, signed(hexSecret))), 'it fits');
    assert.ok(!(await isAmbiguous({ material: { ...secretJwk, k: encode(hexSecret) } })));
    assert.ok(!(await isAmbiguous({ material: JSON.stringify({ ...secretJwk, k: encode(hexSecret) }) })));
    assert.ok(!(await isAmbiguous({ material: 'a secret of words, which is no base64 at all' })));
  });

  it('hmac-secret-is-public-key is about what somebody expects, not about what a token says', async () => {
    assert.ok((await idsWith({ material: pem })).includes('key-type-mismatch'));
  });
});
