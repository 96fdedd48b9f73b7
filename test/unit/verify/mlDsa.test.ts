import assert from 'node:assert/strict';

import { parseKey } from '../../../src/core/keys/parseKey.ts';
import { keyOfSeed } from '../../../src/core/keys/derivePublic.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { mlDsaExamples } from '../../fixtures/keys/mlDsaExamples.ts';
import { encode } from '../../support/jose.ts';

describe('verify: ML-DSA of OpenSSL', () => {
  for (const { alg, seed, thumbprint, signature } of mlDsaExamples) {
    it(`takes and refuses ${alg}`, async () => {
      const key = keyOfSeed(alg, Buffer.from(seed, 'base64url'));
      assert.ok(key.ok);
      const { priv: _private, ...material } = key.jwk;
      assert.ok((await parseKey({ material })).ok);
      const judge = async (text: string) =>
        verify(text, { keys: [{ material }], profile: { issuer: null, audience: null } });
      const input = `${encode({ alg, kid: thumbprint })}.${encode({ sub: '42' })}`;
      const valid = await judge(`${input}.${signature}`);
      assert.deepEqual([valid.signature, valid.verdict, valid.key?.thumbprint], ['valid', 'verified', thumbprint]);
      const changed = signature.startsWith('A') ? 'B' : 'A';
      for (const forged of [
        `${encode({ alg, kid: thumbprint })}.${encode({ sub: '43' })}.${signature}`,
        `${input}.${changed}${signature.slice(1)}`,
        `${input}.${signature.slice(0, -4)}`,
      ]) {
        const { signature: outcome, verdict } = await judge(forged);
        assert.deepEqual([outcome, verdict], ['invalid', 'rejected']);
      }
    });
  }
});
