import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';

import { knownSecrets } from '../../../src/core/facts/knownSecrets.ts';
import { tryKnownSecrets } from '../../../src/core/verify/tryKnownSecrets.ts';
import { keyPair, randomSecret } from '../../fixtures/keys/keyPairs.ts';
import { issue } from '../../support/jose.ts';

function hmacToken(bits: 256 | 384 | 512, secret: string | Uint8Array): string {
  return issue(`HS${bits}`, createSecretKey(Buffer.from(secret)), { sub: '1' });
}

describe('tryKnownSecrets', () => {
  it('finds what documentation and tutorials sign with, and underlines the signature', async () => {
    for (const bits of [256, 384, 512] as const) {
      for (const secret of [
        'secret',
        'your-256-bit-secret',
        'a-string-secret-at-least-256-bits-long',
        'keyboard cat',
      ]) {
        const token = hmacToken(bits, secret);
        const finding = await tryKnownSecrets(token);
        assert.deepEqual([finding?.ruleId, finding?.severity], ['hmac-secret-known', 'error']);
        assert.equal(finding && token.slice(finding.start, finding.end), token.split('.')[2]);
        assert.doesNotMatch(finding?.message ?? '', /256-bit|keyboard|at-least/);
      }
    }
  });

  it('finds an empty secret, also as zero bytes', async () => {
    for (const secret of ['', new Uint8Array(64)])
      assert.equal((await tryKnownSecrets(hmacToken(256, secret)))?.ruleId, 'hmac-empty-key');
  });

  it('takes the words that it is given instead, of any number', async () => {
    const token = hmacToken(256, 'word-999');
    const words = function* (): Generator<string> {
      for (let index = 0; index < 1000; index += 1) yield `word-${index}`;
    };
    assert.equal((await tryKnownSecrets(token, words()))?.ruleId, 'hmac-secret-known');
    assert.equal(await tryKnownSecrets(token, ['other']), undefined);
    assert.equal(await tryKnownSecrets(token, []), undefined);
    assert.equal(await tryKnownSecrets(hmacToken(256, 'secret'), ['other']), undefined);
  });

  it('finds nothing where there is nothing to find', async () => {
    for (const text of [
      '',
      'a.b.c',
      hmacToken(256, randomSecret(32).bytes),
      issue('ES256', keyPair('P-256').privateKey, {}),
    ])
      assert.equal(await tryKnownSecrets(text), undefined);
  });

  it('has no word twice, and none with white space around it', () => {
    assert.equal(new Set(knownSecrets).size, knownSecrets.length);
    assert.ok(knownSecrets.length > 300);
    assert.deepEqual(
      knownSecrets.filter((word) => word.trim() !== word),
      [],
    );
  });
});
