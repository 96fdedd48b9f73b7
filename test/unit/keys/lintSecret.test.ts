import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { algorithm } from '../../../src/core/facts/algorithms.ts';
import { lintSecret } from '../../../src/core/keys/lintSecret.ts';
import { knownSecrets } from '../../../src/core/facts/knownSecrets.ts';

function faultsOf(secret: string | Uint8Array, alg = 'HS256'): readonly string[] {
  const fact = algorithm(alg);
  assert.ok(fact);
  const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret;
  return lintSecret(bytes, fact).map(({ ruleId }) => ruleId);
}

describe('lintSecret', () => {
  it('wants as many bytes as the hash has (RFC 7518 §3.2)', () => {
    for (const [alg, needed] of [
      ['HS256', 32],
      ['HS384', 48],
      ['HS512', 64],
    ] as const) {
      assert.deepEqual(faultsOf(randomBytes(needed - 1), alg), ['hmac-secret-short']);
      assert.deepEqual(faultsOf(randomBytes(needed), alg), []);
    }
    // Characters are not bytes.
    assert.deepEqual(faultsOf(`${'ü'.repeat(15)}7`), ['hmac-secret-short']);
    assert.deepEqual(faultsOf(''), ['hmac-secret-short']);
  });

  for (const secret of [
    'this-is-a-very-long-key-for-signing',
    'correct horse battery staple and so on',
    'ThisIsMyCustomKeyForAuthentication',
    'k9Fq2LmX7pRt4VwZk9Fq2LmX7pRt4VwZ',
    'abababababababababababababababab',
    'changeme-changeme-changeme-changeme',
    'qwertyuiop1234567890asdfghjklzxcvb',
  ]) {
    it(`takes for made up by a person: ${secret}`, () => {
      assert.deepEqual(faultsOf(secret), ['hmac-secret-weak']);
    });
  }

  it('has something against every secret that everybody knows', () => {
    for (const secret of knownSecrets) assert.equal(faultsOf(secret).length, 1, secret);
  });

  it('has nothing against random ones, however they are written', () => {
    for (let count = 0; count < 500; count++) {
      const bytes = randomBytes(32);
      assert.deepEqual(faultsOf(bytes), []);
      for (const encoding of ['hex', 'base64', 'base64url'] as const)
        assert.deepEqual(faultsOf(bytes.toString(encoding)), []);
      assert.deepEqual(faultsOf(randomUUID()), []);
    }
  });
});
