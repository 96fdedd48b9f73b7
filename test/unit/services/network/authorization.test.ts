import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { KeyInput } from '../../../../src/core/keys/keyInput.ts';
import { readAuthorization } from '../../../../src/services/network/authorization.ts';

const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('readAuthorization', () => {
  const accepted: readonly (readonly [text: string, header: string])[] = [
    ['c2VjcmV0', 'Bearer c2VjcmV0'],
    ['Bearer abc.def~1', 'Bearer abc.def~1'],
    ['Basic YWxpY2U6c2VjcmV0==', 'Basic YWxpY2U6c2VjcmV0=='],
    [' word\n', 'Bearer word'],
  ];
  for (const [text, header] of accepted) {
    it(`sends ${JSON.stringify(text)} as ${header}`, () => {
      assert.deepEqual(readAuthorization({ material: text }, 'jwks'), { ok: true, value: header });
    });
  }

  const refused: readonly (readonly [name: string, material: KeyInput['material']])[] = [
    ['a private key', pem],
    ['a JWK', { kty: 'oct', k: 'c2VjcmV0' }],
    ['the text of a JWK', '{"kty":"oct","k":"c2VjcmV0"}'],
    ['bytes', new Uint8Array(16)],
    ['a second header', 'word\r\nX-Evil: 1'],
    ['characters that no header has', 'gehëim'],
    ['several words', 'correct horse battery staple'],
  ];
  for (const [name, material] of refused) {
    it(`does not send ${name}, nor repeat it`, () => {
      const result = readAuthorization({ material }, 'jwks');
      assert.ok(!result.ok);
      assert.match(result.problem, /^The stored secret “jwks” cannot be used as an authorization header/);
      assert.doesNotMatch(result.problem, /staple|PRIVATE|kty|Evil|gehëim/);
    });
  }
});
