import assert from 'node:assert/strict';
import { calculateJwkThumbprint } from 'jose';
import { thumbprintOf } from '../../../../src/core/keys/thumbprint.ts';
import { tokenHash } from '../../../../src/core/documents/related/tokenHash.ts';
import { parseJson } from '../../../../src/core/text/json.ts';
import { parseToken } from '../../../../src/core/token/parse.ts';
import { keyPair } from '../../../fixtures/keys/keyPairs.ts';
import { header } from '../../rules/tokens.ts';

const hashFor = (alg: string, value: string): string | undefined => tokenHash(value, parseToken(header({ alg })));

describe('hashes that tie tokens together', () => {
  it('are those of the examples of OpenID Connect Core, appendix A', () => {
    assert.equal(hashFor('RS256', 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y'), '77QmUPtjPfzWtF2AnpK9RQ');
    assert.equal(
      hashFor('RS256', 'Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk'),
      'LDktKdoQak3Pk0cnXxCltA',
    );
  });

  it('are left alone where nothing settles the hash', () => {
    for (const alg of ['Ed448', 'ML-DSA-44', 'none', 'XS256']) assert.equal(hashFor(alg, 'a'), undefined, alg);
  });

  it('name keys as jose does (RFC 7638)', async () => {
    for (const name of ['rsa', 'P-256', 'P-521', 'Ed25519', 'X448'] as const) {
      const jwk = keyPair(name).publicKey.export({ format: 'jwk' });
      const reading = parseJson(JSON.stringify({ kid: 'a', ...jwk, use: 'sig' }));
      assert.ok(reading.ok);
      assert.equal(thumbprintOf(reading.root), await calculateJwkThumbprint(jwk), name);
    }
  });

  it('name no key that is incomplete or secret', () => {
    for (const text of ['{"kty":"RSA","n":"AQ"}', '{"kty":"oct","k":"AQ"}', '{}', '[]']) {
      const reading = parseJson(text);
      assert.ok(reading.ok);
      assert.equal(thumbprintOf(reading.root), undefined, text);
    }
  });
});
