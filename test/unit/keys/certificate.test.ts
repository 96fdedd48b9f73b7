import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';

import { readCertificate } from '../../../src/core/keys/certificate.ts';
import { certificate } from '../../fixtures/keys/certificates.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';

const key = keyPair('P-256').publicKey;
const read = (base64: string) => readCertificate(Buffer.from(base64, 'base64'));

describe('readCertificate', () => {
  for (const [notBefore, notAfter] of [
    ['1950-01-01T00:00:00Z', '2049-12-31T23:59:59Z'],
    ['1999-12-31T23:59:59Z', '2050-01-01T00:00:00Z'],
  ] as const) {
    it(`reads the times ${notBefore} and ${notAfter} as Node.js does`, () => {
      const text = certificate({ key, notBefore: new Date(notBefore), notAfter: new Date(notAfter) });
      const { validFrom, validTo } = new X509Certificate(Buffer.from(text, 'base64'));
      assert.equal(read(text)?.notBefore, Date.parse(validFrom) / 1000);
      assert.equal(read(text)?.notAfter, Date.parse(validTo) / 1000);
      assert.equal(read(text)?.notAfter, Date.parse(notAfter) / 1000);
    });
  }

  it('tells who vouches for it, how, and for which key', () => {
    const own = read(certificate({ key }));
    assert.deepEqual([own?.isSelfIssued, own?.hasWeakHash, own?.key.ok], [true, false, true]);
    const issued = read(certificate({ key, issuer: 'ca', signatureAlgorithm: '1.2.840.113549.1.1.5' }));
    assert.deepEqual([issued?.isSelfIssued, issued?.hasWeakHash], [false, true]);
    assert.equal(issued?.key.ok && issued.key.jwk.x, key.export({ format: 'jwk' }).x);
  });

  it('reads nothing else, whatever the bytes', () => {
    const bytes = Buffer.from(certificate({ key }), 'base64');
    assert.equal(readCertificate(key.export({ type: 'spki', format: 'der' })), undefined);
    assert.equal(readCertificate(Buffer.alloc(0)), undefined);
    for (let length = 0; length < bytes.length; length += 1)
      assert.equal(readCertificate(bytes.subarray(0, length)), undefined);
    for (const [at, byte] of bytes.entries()) readCertificate(bytes.with(at, byte ^ 0xff));
    const invalid = Buffer.from(bytes.toString('latin1').replace('491231235959Z', '491331235959Z'), 'latin1');
    assert.equal(readCertificate(invalid), undefined);
  });
});
