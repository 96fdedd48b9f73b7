import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { verify } from '../../../src/core/verify/verify.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { encode, rawSignature } from '../../support/jose.ts';

const payload = encode({ iss: 'https://issuer.test' });

/** A token of so many signatures, of which only the one at `genuine` holds. */
function signedOften(alg: string, count: number, genuine: number, sign: (input: string) => Uint8Array): string {
  const signatures = Array.from({ length: count }, (_, index) => {
    const header = encode({ alg, n: index });
    const signature = encode(sign(`${header}.${index === genuine ? payload : 'other'}`));
    return { protected: header, signature };
  });
  return JSON.stringify({ payload, signatures });
}

describe('the signatures of one token have a budget, and verify says when it is spent', () => {
  it('leaves room for other work between any two signatures, also in plain JavaScript', async () => {
    const { publicKey, privateKey } = keyPair('Ed448');
    const token = signedOften('EdDSA', 12, 11, (input) => rawSignature('EdDSA', privateKey, input));
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const { signature } = await verify(token, { keys: [{ material: publicKey.export({ format: 'jwk' }) }] });
    isDone = true;
    assert.equal(signature, 'valid');
    assert.ok(turns >= 24, `${turns} turns`);
  }).timeout(20_000);

  it('stops at many signatures with many keys, and calls what was not tried not checked', async () => {
    const keys = Array.from({ length: 50 }, () => ({ material: new Uint8Array(randomBytes(32)) }));
    const token = signedOften('HS256', 100, 99, () => randomBytes(32));
    const { signature, verdict, checks, signatures = [] } = await verify(token, { keys });
    assert.deepEqual([signature, verdict], ['not-checked', 'not-verified']);
    assert.match(checks.find(({ id }) => id === 'signature')?.detail ?? '', /too many signatures and keys/);
    assert.deepEqual([...new Set(signatures.slice(0, 40).map((each) => each.signature))], ['invalid']);
    assert.deepEqual([...new Set(signatures.slice(40).map((each) => each.signature))], ['not-checked']);
  }).timeout(20_000);

  it('does not spend on a signature what its key would not fit', async () => {
    const { publicKey } = keyPair('P-256');
    const token = signedOften('HS256', 100, 99, () => randomBytes(32));
    const { signatures = [] } = await verify(token, { keys: [{ material: publicKey.export({ format: 'jwk' }) }] });
    assert.ok(signatures.every(({ checks }) => checks.every(({ detail }) => !/too many/i.test(detail))));
  });
});
