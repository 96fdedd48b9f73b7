import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';

import type { CheckId, Verification } from '../../../src/core/verify/verification.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import type { VerifyOptions } from '../../../src/core/verify/verify.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import type { KeyPairName } from '../../fixtures/keys/keyPairs.ts';
import { encode, issue, rawSignature } from '../../support/jose.ts';

const now = new Date('2026-05-31T20:00:00Z');
const claims = { iss: 'https://issuer.test', exp: now.getTime() / 1000 + 60, note: 'a?b>c~ü' };
const profile = { issuer: claims.iss, audience: null, algorithms: ['HS256', 'ES256', 'EdDSA', 'RS256'] };
const secret = randomBytes(48);
const key = { material: new Uint8Array(secret) };

const mac = (input: string) => encode(rawSignature('HS256', createSecretKey(secret), input));
const header = encode({ alg: 'HS256' });
const payload = encode(claims);
const sign = (first: string, second: string) => `${first}.${second}.${mac(`${first}.${second}`)}`;

const judge = (token: string, options: Partial<VerifyOptions> = {}) =>
  verify(token, { keys: [key], profile, now, ...options });
const outcomeOf = ({ checks }: Verification, id: CheckId) => checks.find((check) => check.id === id)?.outcome;
const detailOf = ({ checks }: Verification, id: CheckId) => checks.find((check) => check.id === id)?.detail ?? '';

/** The signature holds, the one check fails, and nothing says that the signature does not match. */
async function failsOnly(token: string, failed: CheckId, options: Partial<VerifyOptions> = {}) {
  const verification = await judge(token, options);
  const failing = verification.checks.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
  assert.deepEqual([verification.signature, verification.verdict, failing], ['valid', 'rejected', [failed]], token);
  assert.ok(!verification.findings.some(({ severity }) => severity === 'error'), JSON.stringify(verification.findings));
  assert.deepEqual(verification.explanations, []);
}

/** Three bytes that base64 writes with characters that base64url has not. */
const plusAndSlash = Buffer.from('{"iss":"https://issuer.test","exp":1780257660,"n":"~~~???>>>"}').toString('base64');
const genuine = sign(header, payload);

describe('a signature is judged over the characters as they are written', () => {
  const misspelled: Readonly<Record<string, string>> = {
    'a payload with "+" and "/"': sign(header, plusAndSlash.replace(/=+$/, '')),
    'a payload with padding': sign(header, `${payload}${'='.repeat((4 - (payload.length % 4)) % 4 || 4)}`),
    'a payload with a line break': sign(header, `${payload.slice(0, 8)}\n${payload.slice(8)}`),
    'a payload with a byte order mark': sign(header, encode(`\ufeff${JSON.stringify(claims)}`)),
    'a header with padding': sign(`${encode({ alg: 'HS256', a: 1 })}==`, payload),
    'a header with a duplicate parameter': sign(encode('{"alg":"HS256","kid":"a","kid":"b"}'), payload),
    'a header with a byte order mark': sign(encode(`\ufeff${JSON.stringify({ alg: 'HS256' })}`), payload),
    'a signature with padding': `${genuine}=`,
    'a signature with a line break': `${genuine.slice(0, -5)}\r\n${genuine.slice(-5)}`,
  };
  for (const [what, token] of Object.entries(misspelled))
    it(`${what} fails the encoding and not the signature`, () => failsOnly(token, 'encoding'));

  it('a signature with spare bits, or in the other alphabet, is the same signature in a wrong spelling', async () => {
    for (let round = 0; round < 200; round++) {
      const token = sign(header, encode({ ...claims, round }));
      const [last = ''] = token.slice(-1);
      const spare = String.fromCharCode(last.charCodeAt(0) + 1);
      if (!/[AEIMQUYcgkosw048]/.test(last)) continue;
      await failsOnly(`${token.slice(0, -1)}${spare}`, 'encoding');
      if (!/[-_]/.test(token.split('.')[2] ?? '')) continue;
      const [first, second, third = ''] = token.split('.');
      await failsOnly([first, second, third.replaceAll('-', '+').replaceAll('_', '/')].join('.'), 'encoding');
      return;
    }
    assert.fail('No signature had such an end.');
  });

  it('a parameter in the protected and the unprotected header fails the encoding, whatever its name and value', async () => {
    for (const [name, value, other] of [
      ['kid', 'a', 'a'],
      ['typ', 'JWT', 'at+jwt'],
      ['alg', 'HS256', 'ES256'],
      ['__proto__', 1, 2],
    ] as const) {
      const protectedHeader = encode(`{"alg":"HS256"${name === 'alg' ? '' : `,"${name}":${JSON.stringify(value)}`}}`);
      const token = `{"payload":"${payload}","protected":"${protectedHeader}","header":{"${name}":${JSON.stringify(other)}},"signature":"${mac(`${protectedHeader}.${payload}`)}"}`;
      await failsOnly(token, 'encoding');
    }
  });

  it('what was changed after signing is still a wrong signature, in every spelling', async () => {
    const forged = encode({ ...claims, admin: true });
    for (const end of ['', '=', '\n']) {
      const verification = await judge([header, forged, `${genuine.split('.')[2]}${end}`].join('.'));
      assert.deepEqual([verification.signature, verification.verdict], ['invalid', 'rejected']);
    }
  });

  it('a signature that cannot be read at all is not a wrong one', async () => {
    for (const junk of ['!', 'ü', '\u{1f511}', '%3D']) {
      const verification = await judge(`${genuine.slice(0, -4)}${junk}${genuine.slice(-4)}`);
      assert.deepEqual([verification.signature, outcomeOf(verification, 'encoding')], ['not-checked', 'fail']);
      assert.equal(verification.verdict, 'rejected');
      assert.ok(!verification.findings.some(({ ruleId }) => ruleId === 'signature-invalid'));
    }
  });

  it('holds on every path: the cryptography of the host and that in JavaScript', async () => {
    for (const [name, alg] of [
      ['P-256', 'ES256'],
      ['rsa', 'RS256'],
      ['Ed25519', 'EdDSA'],
      ['Ed448', 'EdDSA'],
    ] as const satisfies readonly (readonly [KeyPairName, string])[]) {
      const { publicKey, privateKey } = keyPair(name);
      const keys = [{ material: publicKey.export({ format: 'jwk' }) }];
      const first = encode({ alg });
      const second = plusAndSlash.replace(/=+$/, '');
      const signature = encode(rawSignature(alg, privateKey, `${first}.${second}`));
      await failsOnly(`${first}.${second}.${signature}`, 'encoding', { keys });
      assert.equal((await judge(issue(alg, privateKey, claims), { keys })).verdict, 'verified');
    }
  });
});

describe('a reason that is given is true', () => {
  it('"b64" that is neither true nor false fails "crit"', async () => {
    for (const b64 of [null, 0, '', 'false', [], {}]) {
      const verification = await judge(sign(encode({ alg: 'HS256', b64, crit: ['b64'] }), payload));
      assert.deepEqual([verification.signature, outcomeOf(verification, 'crit')], ['not-checked', 'fail']);
      assert.match(detailOf(verification, 'crit'), /neither true nor false/);
      assert.equal(verification.verdict, 'rejected');
    }
  });

  it('an algorithm that is not allowed is not a wrong signature', async () => {
    for (const algorithms of [['ES256'], ['hs256'], ['HS512', 'RS256']]) {
      const verification = await judge(genuine, { profile: { ...profile, algorithms } });
      assert.deepEqual([verification.signature, outcomeOf(verification, 'algorithm')], ['not-checked', 'fail']);
      assert.ok(!verification.findings.some(({ ruleId }) => ruleId === 'signature-invalid'));
    }
  });

  it('a signature that was not read is not a wrong one', async () => {
    const [, , signature] = genuine.split('.');
    const forged = { protected: header, signature: mac('something else') };
    const token = (count: number, last: object) =>
      JSON.stringify({ payload, signatures: [...Array.from({ length: count }, () => forged), last] });
    const genuineLast = await judge(token(100, { protected: header, signature }));
    assert.deepEqual([genuineLast.signature, genuineLast.verdict], ['not-checked', 'not-verified']);
    assert.match(detailOf(genuineLast, 'signature'), /was not/);
    assert.deepEqual(
      genuineLast.signatures?.map((each) => each.signature),
      [...Array.from({ length: 100 }, () => 'invalid'), 'not-checked'],
    );
    // All were read, and none holds.
    assert.equal((await judge(token(99, forged))).signature, 'invalid');
  });

  it('keys that were not tried are not keys that do not match', async () => {
    const others = Array.from({ length: 3000 }, () => ({ material: new Uint8Array(randomBytes(32)) }));
    const found = await judge(genuine, { keys: [...others.slice(0, 1000), key] });
    assert.equal(found.verdict, 'verified');
    const unfinished = await judge(genuine, { keys: [...others, key] });
    assert.deepEqual([unfinished.signature, unfinished.verdict], ['not-checked', 'not-verified']);
    assert.match(detailOf(unfinished, 'signature'), /2000 of the 3001 keys/);
    const all = await judge(genuine, { keys: others.slice(0, 1000) });
    assert.deepEqual([all.signature, all.verdict], ['invalid', 'rejected']);
  });

  it('a malformed encrypted token is never called signed', async () => {
    const token = JSON.stringify({
      protected: encode({ alg: 'dir', enc: 'A128GCM' }),
      iv: 7,
      ciphertext: 'AAAA',
      tag: 'AAAA',
    });
    const verification = await judge(token);
    assert.equal(outcomeOf(verification, 'encoding'), 'fail');
    for (const id of ['algorithm', 'signature'] as const) assert.match(detailOf(verification, id), /encrypted/);
  });
});

describe('an empty payload is a payload', () => {
  const empty = sign(header, '');

  it('is verified where the signature holds, and called detached only where it does not', async () => {
    const held = await judge(empty);
    assert.deepEqual([held.signature, held.verdict], ['valid', 'not-verified']);
    assert.match(detailOf(held, 'exp'), /empty/);
    for (const token of [`${header}..${mac('other')}`, `${header}..${genuine.split('.')[2]}`]) {
      const detached = await judge(token);
      assert.deepEqual([detached.signature, detached.verdict], ['not-checked', 'not-verified']);
      assert.match(detailOf(detached, 'signature'), /detached/);
    }
  });

  it('is not taken where another payload was given, and a given one that is empty is the payload', async () => {
    const detachedPayload = new TextEncoder().encode(JSON.stringify(claims));
    assert.equal((await judge(empty, { detachedPayload })).signature, 'invalid');
    assert.equal((await judge(empty, { detachedPayload: new Uint8Array() })).signature, 'valid');
    const detached = `${header}..${genuine.split('.')[2]}`;
    assert.equal((await judge(detached, { detachedPayload })).verdict, 'verified');
    assert.equal((await judge(detached, { detachedPayload: new Uint8Array() })).signature, 'invalid');
  });

  it('is one in JSON form where it is there, whatever payload is given', async () => {
    const token = JSON.stringify({ payload: '', protected: header, signature: mac(`${header}.`) });
    assert.equal((await judge(token)).signature, 'valid');
    assert.equal((await judge(token, { detachedPayload: new TextEncoder().encode('{}') })).signature, 'valid');
    const forged = JSON.stringify({ payload: '', protected: header, signature: mac(`${header}.${encode('{}')}`) });
    assert.equal((await judge(forged, { detachedPayload: new TextEncoder().encode('{}') })).signature, 'invalid');
  });
});

describe('an algorithm that only the unprotected header names', () => {
  it('satisfies no expectation: the signature may hold, the token is not verified', async () => {
    const token = JSON.stringify({ payload, header: { alg: 'HS256' }, signature: mac(`.${payload}`) });
    const verification = await judge(token);
    assert.deepEqual([verification.signature, verification.verdict], ['valid', 'not-verified']);
    assert.deepEqual(outcomeOf(verification, 'algorithm'), 'not-checked');
    const secretKey = createSecretKey(secret);
    assert.equal((await judge(issue('HS256', secretKey, claims))).verdict, 'verified');
  });
});
