import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';

import { decrypt } from '../../../src/core/verify/decrypt.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { encode, hs256, rawSignature } from '../../support/jose.ts';
import { turnsDuring } from '../../support/turnsDuring.ts';

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
    const keys = [{ material: publicKey.export({ format: 'jwk' }) }];
    let signature: string | undefined;
    const turns = await turnsDuring(async () => ({ signature } = await verify(token, { keys })));
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

describe('why a signature fails is looked for within the same budget', () => {
  const secret = randomBytes(32);
  const keys = [{ material: new Uint8Array(secret) }];
  const made = (claims: object, key: Uint8Array): string => hs256(claims, key, { alg: 'HS256' });
  const idsOf = async (token: string): Promise<readonly string[]> =>
    (await verify(token, { keys })).explanations.map(({ id }) => id);

  it('and a token too long to try everything on says so, where a short one is explained or not', async () => {
    assert.ok((await idsOf(made({ sub: 'a'.repeat(180_000) }, randomBytes(32)))).includes('not-all-tried'));
    assert.ok(!(await idsOf(made({ sub: 'a' }, randomBytes(32)))).includes('not-all-tried'));
    assert.ok((await idsOf(made({ sub: 'a' }, Buffer.from('secret')))).includes('hmac-secret-known'));
    // What is found is told, however long the token is.
    assert.ok((await idsOf(made({ sub: 'a'.repeat(180_000) }, new Uint8Array()))).includes('hmac-empty-key'));
  });

  it('which comes after all signatures, so that none of them is left out for it', async () => {
    const long = encode({ sub: 'a'.repeat(120_000) });
    const token = signedOften('HS256', 60, 59, (input) =>
      createHmac('sha256', secret).update(input.replace(payload, long)).digest(),
    ).replace(payload, long);
    const { signature, signatures = [] } = await verify(token, { keys });
    assert.equal(signature, 'valid');
    assert.deepEqual([...new Set(signatures.slice(0, 59).map((each) => each.signature))], ['invalid']);
  }).timeout(20_000);
});

describe('what only JavaScript can check is checked over as much as that takes no longer than a keystroke', () => {
  for (const [curve, alg] of [
    ['Ed448', 'EdDSA'],
    ['secp256k1', 'ES256K'],
  ] as const) {
    it(`${alg} with ${curve}: half a megabyte and no more, which is said`, async () => {
      const { privateKey, publicKey } = keyPair(curve);
      const header = encode({ alg, b64: false, crit: ['b64'] });
      const judge = (length: number) => {
        const bytes = new Uint8Array(randomBytes(length));
        const signature = rawSignature(alg, privateKey, Buffer.concat([Buffer.from(`${header}.`), bytes]));
        const key = { material: publicKey.export({ format: 'jwk' }) };
        return verify(`${header}..${encode(signature)}`, { keys: [key], detachedPayload: bytes });
      };
      assert.equal((await judge(400_000)).signature, 'valid');
      const { signature, verdict, checks } = await judge(600_000);
      assert.deepEqual([signature, verdict], ['not-checked', 'not-verified']);
      assert.match(checks.find(({ id }) => id === 'signature')?.detail ?? '', /takes too long to check/);
    }).timeout(20_000);
  }

  it('where the host has the algorithm, a payload may be as long as a film', async () => {
    const { privateKey, publicKey } = keyPair('P-256');
    const bytes = new Uint8Array(randomBytes(5_000_000));
    for (const b64 of [true, false]) {
      const header = encode({ alg: 'ES256', ...(b64 ? {} : { b64, crit: ['b64'] }) });
      const signed = Buffer.concat([Buffer.from(`${header}.`), b64 ? Buffer.from(encode(bytes)) : bytes]);
      const token = `${header}..${encode(rawSignature('ES256', privateKey, signed))}`;
      const key = { material: publicKey.export({ format: 'jwk' }) };
      assert.equal((await verify(token, { keys: [key], detachedPayload: bytes })).signature, 'valid', String(b64));
    }
  }).timeout(20_000);
});

describe('the recipients of one token have a budget, and decrypt says when it is spent', () => {
  const recipients = Array.from({ length: 100 }, () => ({ header: { alg: 'A128KW' }, encrypted_key: 'A'.repeat(32) }));
  const token = JSON.stringify({
    protected: encode({ enc: 'A128GCM' }),
    iv: 'A'.repeat(16),
    ciphertext: 'AAAA',
    tag: 'A'.repeat(22),
    recipients,
  });
  const secrets = (count: number) =>
    Array.from({ length: count }, () => ({ material: new Uint8Array(randomBytes(16)) }));

  it('with many keys', async () => {
    const many = await decrypt(token, { keys: secrets(100) });
    assert.equal(many.outcome, 'failed');
    assert.match(many.reason ?? '', /too many recipients and keys/);
    const few = await decrypt(token, { keys: secrets(2) });
    assert.match(few.reason ?? '', /does not decrypt the token/);
    const one = await decrypt(JSON.stringify({ ...JSON.parse(token), recipients: recipients.slice(0, 1) }), {
      keys: secrets(1500),
    });
    assert.match(one.reason ?? '', /too many recipients and keys/);
  }).timeout(20_000);
});
