import { tokenOf } from '../../../src/core/token/tokenOf.ts';
import assert from 'node:assert/strict';

import { ruleOf } from '../../../src/core/documents/catalogue.ts';
import { withForeignKey } from '../../../src/core/verify/foreignKey.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { spanOf } from '../rules/ruleCases.ts';
import { issue } from '../../support/jose.ts';

const named = 'https://a.corp.io';
const other = 'https://b.corp.io';
const { publicKey, privateKey } = keyPair('Ed25519');
const token = issue('EdDSA', privateKey, { iss: named });

/** The rules that are found with keys that are known to be of these issuers. */
async function found(text: string, ...owners: readonly string[]) {
  const verification = await verify(text, { keys: [{ material: publicKey.export({ format: 'jwk' }) }] });
  const thumbprints = [verification.key?.thumbprint ?? ''];
  const known = owners.map((issuer) => ({ issuer, thumbprints }));
  return withForeignKey(tokenOf(text), verification, [...known, { issuer: named, thumbprints: ['another key'] }])
    .findings;
}

describe('withForeignKey', () => {
  it('says that a token is signed with the key of another issuer than it names', async () => {
    const [finding, ...others] = await found(token, other);
    assert.deepEqual(others, []);
    assert.equal(finding?.ruleId, 'iss-key-mismatch');
    assert.equal(finding.severity, ruleOf('iss-key-mismatch')?.severity);
    const { start, end } = finding;
    assert.deepEqual({ start, end }, spanOf(token, { payload: `"iss":"${named}"` }));
    const without = issue('EdDSA', privateKey, { iss: 'https://c.corp.io' });
    assert.equal((await found(without, other, named)).length, 1);
  });

  it('does not mind a key that belongs to the named issuer too, or to nobody', async () => {
    assert.deepEqual(await found(token, other, named), []);
    assert.deepEqual(await found(token), []);
  });

  it('says nothing of a signature that does not hold, nor of a token that names no issuer', async () => {
    assert.ok(
      (await found(issue('EdDSA', keyPair('Ed448').privateKey, { iss: named }), other)).every(
        ({ ruleId }) => ruleId === 'signature-invalid',
      ),
    );
    assert.deepEqual(await found(issue('EdDSA', privateKey, { sub: 'x' }), other), []);
  });
});
