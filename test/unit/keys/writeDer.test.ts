import assert from 'node:assert/strict';

import { writePem, writePkcs1, writeSpki } from '../../../src/core/keys/writeDer.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';

describe('writeDer', () => {
  for (const name of ['rsa', 'P-256', 'P-384', 'P-521', 'secp256k1', 'Ed25519', 'Ed448', 'X25519', 'X448'] as const) {
    it(`writes the SPKI of a ${name} key as OpenSSL does`, () => {
      const { publicKey } = keyPair(name);
      const spki = writeSpki(publicKey.export({ format: 'jwk' }));
      assert.ok(spki);
      assert.equal(writePem('PUBLIC KEY', spki), publicKey.export({ type: 'spki', format: 'pem' }));
    });
  }

  it('writes PKCS#1 as OpenSSL does', () => {
    const { publicKey } = keyPair('rsa');
    const der = writePkcs1(publicKey.export({ format: 'jwk' }));
    assert.equal(writePem('RSA PUBLIC KEY', der), publicKey.export({ type: 'pkcs1', format: 'pem' }));
  });

  it('has no SPKI for a secret', () => {
    assert.equal(writeSpki({ kty: 'oct', k: 'AAAA' }), undefined);
  });
});
