import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { fingerprint, isFingerprint } from '../../../src/core/token/fingerprint.ts';

describe('fingerprint', () => {
  it('recognises a token by its SHA-256', async () => {
    const token = 'eyJhbGciOiJub25lIn0.e30.';
    const print = await fingerprint(token);
    assert.equal(print, createHash('sha256').update(token).digest('base64url'));
    assert.ok(isFingerprint(print) && !isFingerprint(token) && !isFingerprint(`${print}A`));
  });
});
