import assert from 'node:assert/strict';
import type { JWK } from 'jose';
import type { LocatedKey } from '../../../src/core/documents/keys/locateKeys.ts';
import { detailsText, titleText } from '../../../src/features/keyHover/keyHoverText.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';

const located = (jwk: JWK, form: LocatedKey['form'] = 'jwk'): LocatedKey => ({
  form,
  start: 0,
  end: 1,
  jwk,
  placeOf: () => ({ start: 0, end: 1 }),
});
const rsa = keyPair('rsa').publicKey.export({ format: 'jwk' });

describe('the hover of a key', () => {
  it('says first what kind of key it is and how large', () => {
    assert.equal(titleText(located(rsa, 'pem'), []), '$(key) **2048&#45;bit RSA public key** · PEM');
    assert.match(titleText(located({ kty: 'oct', k: 'c2VjcmV0' }, 'secret'), []), /\$\(lock\) \*\*6.*byte secret\*\*/);
    assert.match(
      titleText(located(keyPair('P-256').privateKey.export({ format: 'jwk' })), []),
      /\$\(lock\).*private key/,
    );
  });

  it('lists what is wrong with it', () => {
    const finding = { ruleId: 'rsa-key-short', severity: 'error', message: 'Too short.', start: 0, end: 1 } as const;
    assert.match(titleText(located(rsa), [finding]), /\$\(error\) Too short/);
  });

  it('shows ID, use, algorithm and thumbprint, and nothing of the key itself', () => {
    const text = detailsText(located({ ...rsa, kid: 'a', use: 'sig', alg: 'RS256' }), {
      description: '',
      thumbprint: 'tp',
      faults: [],
    });
    for (const shown of ['`a`', '`signatures`', '`RS256`', '`tp`']) assert.ok(text.includes(shown), text);
    assert.ok(!text.includes(rsa.n ?? ''));
    assert.equal(detailsText(located({ kty: 'oct', k: 'c2VjcmV0' }), undefined), '');
  });

  it('says of a certificate that it is one, from when until when, and who vouches for it', () => {
    const [key, certificate] = [{ ok: true, jwk: rsa } as const, { notBefore: 1_700_000_000, notAfter: 1_800_000_000 }];
    const self = {
      ...located(rsa, 'pem'),
      certificate: { ...certificate, key, isSelfIssued: true, hasWeakHash: false },
    };
    assert.match(titleText(self, []), /public key\*\* · X.509 certificate$/);
    assert.match(
      detailsText(self, undefined),
      /Valid from \| `14 Nov 2023[^]*Valid until \| `15 Jan 2027[^]*Issued by \| `itself`/,
    );
    const issued = { ...self, certificate: { ...self.certificate, isSelfIssued: false } };
    assert.doesNotMatch(detailsText(issued, undefined), /Issued by/);
  });

  it('lets no value out of its cell', () => {
    const text = detailsText(located({ ...rsa, kid: 'a|b`\n[x](command:y)' }), undefined);
    assert.equal(text.split('\n').length, 3);
    assert.ok(!text.includes('](command'));
  });
});
