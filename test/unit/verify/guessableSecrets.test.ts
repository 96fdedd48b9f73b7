import { tokenOf } from '../../../src/core/token/tokenOf.ts';
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, randomInt, randomUUID } from 'node:crypto';

import { isGuessable } from '../../../src/core/keys/guessable.ts';
import type { KeyInput } from '../../../src/core/keys/keyInput.ts';
import { timeState } from '../../../src/core/claims/timeState.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { verdictOn } from '../../../src/core/report/verdict.ts';
import { withForeignKey } from '../../../src/core/verify/foreignKey.ts';
import { tryKnownSecrets } from '../../../src/core/verify/tryKnownSecrets.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { encode, hs256 } from '../../support/jose.ts';

const now = new Date('2026-05-31T20:00:00Z');
const claims = { iss: 'https://a.corp.io', exp: now.getTime() / 1000 + 600 };
const profile = { issuer: claims.iss, audience: null, algorithms: ['HS256'] };

const hmacToken = (secret: string | Uint8Array): string => hs256(claims, secret, { alg: 'HS256' });

const judge = async (secret: string | Uint8Array, key: KeyInput = { material: secret, encoding: 'utf8' }) =>
  verify(hmacToken(secret), { keys: [key], profile, now });

const title = (text: string, verification: Awaited<ReturnType<typeof judge>>): string => {
  const token = parseToken(text);
  return verdictOn(token, timeState(token.payload?.json, now, 60), verification).words;
};

function hashOf(name: string, word: string, encoding: 'hex' | 'base64' | 'base64url'): string {
  return createHash(name).update(word).digest(encoding);
}

/** Secrets that are no secrets, by why. */
const guessable: Readonly<Record<string, readonly string[]>> = {
  'a word': ['elephant', 'keyboard', 'correcthorse', 'пароль', 'geheimnis'],
  'a word and what people put behind it': ['butterfly2019', 'Jennifer1987!', 'summer2024', 'monkey123', 'hunter2'],
  'letters written as digits': ['P@ssw0rd!', 'S3cr3tK3y!', 'myp4ssword99'],
  'a few characters': ['x', 'ab1', 'k9#2'],
  'one row of keys after the other': ['qazwsxedc', '1q2w3e4r5t', 'asdfghjkl', 'abcdefghijkl', '0987654321'],
  'a pattern again and again': [
    'abcabcabcabcabc',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    'x9x9x9x9x9x9',
    'AAAABBBBCCCCDDDD',
  ],
  'a date or time': ['2024-01-15', '19900102', '01/02/1990', '2024-01-15T10:00:00Z', '1700000000'],
  'a word with a few letters and digits': ['liverpoolfc1', 'arsenalfc9', 'realmadrid1'],
  'a word with digits for its letters': ['f00tball', 'b4sk3tb4ll', 'dr4g0n99'],
  'a row of keys with the shift key, of other keyboards, or backwards': [
    '!@#$%^&*()',
    ')(*&^%$#@!',
    '!"§$%&/()',
    'qsdfghjklm',
  ],
  'digits that people know': ['31415926535897932384', '2.718281828459045', '112358132134', '2357111317192329'],
  'the hash of a word': [
    hashOf('md5', 'password', 'hex'),
    hashOf('sha1', 'secret', 'base64'),
    hashOf('sha256', 'letmein', 'hex'),
    hashOf('sha512', 'test', 'base64url'),
  ],
  'bytes that go up or down by the same step': [
    Buffer.from(Uint8Array.from({ length: 32 }, (_, at) => at)).toString('hex'),
    Buffer.from(Uint8Array.from({ length: 32 }, (_, at) => 255 - at)).toString('hex'),
    Buffer.from(Uint8Array.from({ length: 24 }, (_, at) => at * 7)).toString('base64'),
  ],
  'a name in use for something else': ['admin@corp.io', 'acme-corp-signing-key-2024', 'my-company-jwt-key'],
};

describe('a secret that can be guessed proves nothing', () => {
  for (const [why, secrets] of Object.entries(guessable)) {
    it(`the verdict is at most "signature valid" with ${why}, as text, in base64 and in hex`, async () => {
      for (const secret of secrets) {
        const bytes = Buffer.from(secret);
        for (const written of [secret, bytes.toString('base64'), bytes.toString('hex')]) {
          if (written !== secret && secret.length < 6) continue; // Random bytes are such text too often.
          const verification = await judge(written);
          assert.deepEqual([verification.signature, verification.verdict], ['valid', 'not-verified'], written);
          const { outcome, detail } = verification.checks.find(({ id }) => id === 'key') ?? {};
          assert.equal(outcome, 'not-checked');
          assert.match(detail ?? '', /can be guessed/);
          assert.match(title(hmacToken(written), verification), /Signature valid, but the secret can be guessed/);
        }
      }
    });
  }

  it('the same with secrets that everybody knows, in the bytes that libraries decode them to', async () => {
    for (const known of ['secretkey', 'your-256-bit-secret', 'deadbeef', 'GQDstcKsx0NHjPOuXOYg5MbeJ1XT0uFiwDVvVBrk']) {
      const decodings: readonly BufferEncoding[] =
        known === 'deadbeef' ? ['utf8', 'base64', 'hex'] : ['utf8', 'base64', 'base64url'];
      for (const encoding of decodings) {
        const bytes = Buffer.from(known, encoding);
        const verification = await judge(bytes, { material: { kty: 'oct', k: bytes.toString('base64url') } });
        assert.equal(verification.verdict, 'not-verified', known);
        assert.ok(verification.findings.some(({ ruleId }) => ruleId === 'hmac-secret-known'));
        assert.equal((await tryKnownSecrets(hmacToken(bytes)))?.ruleId, 'hmac-secret-known', known);
      }
    }
    const word = randomBytes(24).toString('base64');
    assert.ok(await tryKnownSecrets(hmacToken(Buffer.from(word, 'base64')), [word]));
  });

  it('the same with bytes that are the hash of a word, or follow from each other', async () => {
    const hashed = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'].map((name) =>
      createHash(name).update('password').digest(),
    );
    const steps = [1, 3, 255].map((step) => Uint8Array.from({ length: 32 }, (_, at) => at * step));
    for (const bytes of [...hashed, ...steps]) {
      const verification = await judge(bytes, {
        material: { kty: 'oct', k: Buffer.from(bytes).toString('base64url') },
      });
      assert.deepEqual([verification.signature, verification.verdict], ['valid', 'not-verified']);
    }
  });

  it('the same with the empty secret, which zero bytes are to HMAC', async () => {
    for (const length of [1, 32, 64]) {
      const bytes = new Uint8Array(length);
      const verification = await judge(bytes, { material: bytes });
      assert.deepEqual([verification.signature, verification.verdict], ['valid', 'not-verified']);
    }
    const padded = new Uint8Array([...Buffer.from('secret'), 0, 0]);
    assert.equal((await judge(padded, { material: padded })).verdict, 'not-verified');
  });

  it('a rejected token stays rejected, whatever the secret is', async () => {
    const late = new Date(now.getTime() + 3_600_000);
    const { verdict } = await verify(hmacToken('secret'), { keys: [{ material: 'secret' }], profile, now: late });
    assert.equal(verdict, 'rejected');
  });

  it('a short random secret keeps its verdict and its finding', async () => {
    for (const secret of ['kq7-vM', 'x7Kp2mQ9', 'R4zwWU@ygY', randomBytes(16)]) {
      const verification = await judge(secret, { material: secret });
      assert.equal(verification.verdict, 'verified');
      assert.deepEqual(
        verification.findings.map(({ ruleId }) => ruleId),
        ['hmac-secret-short'],
      );
    }
  });

  it('random secrets are no guess, of whatever length and however they are written', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    const encoder = new TextEncoder();
    let guessed = 0;
    let count = 0;
    for (let round = 0; round < 60; round += 1) {
      for (const length of [12, 16, 20, 31, 32, 33, 48, 64, 65]) {
        const bytes = randomBytes(length);
        const alphanumeric = Array.from({ length }, () => letters[randomInt(62)]).join('');
        const texts = [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url'), alphanumeric];
        for (const secret of [bytes, randomUUID(), ...texts]) {
          count += 1;
          if (isGuessable(typeof secret === 'string' ? encoder.encode(secret) : secret)) guessed += 1;
        }
      }
    }
    // By chance random letters look like words; of 12 some, of 16 hardly any.
    assert.ok(guessed <= count / 1000, `${guessed} of ${count}`);
  });
});

describe('the thumbprint of a shared secret does not leave verify: whoever has it can search for the secret', () => {
  const secret = randomBytes(32);
  const k = secret.toString('base64url');
  const thumbprint = createHash('sha256')
    .update(JSON.stringify({ k, kty: 'oct' }))
    .digest('base64url');

  it('not in the answer, nor in that of each signature', async () => {
    const [header, payload, signature] = hmacToken(secret).split('.');
    const general = JSON.stringify({ payload, signatures: [{ protected: header, signature }] });
    for (const material of [new Uint8Array(secret), { kty: 'oct', k, kid: 'a' }, { keys: [{ kty: 'oct', k }] }]) {
      for (const text of [hmacToken(secret), general]) {
        const verification = await verify(text, { keys: [{ material }], now });
        assert.equal(verification.signature, 'valid');
        assert.equal(verification.key && 'thumbprint' in verification.key, false);
        assert.ok(!JSON.stringify(verification).includes(thumbprint));
        assert.ok(!JSON.stringify(verification).includes(k));
      }
    }
  });

  it('and a key of another issuer is recognised by it all the same', async () => {
    const verification = await verify(hmacToken(secret), { keys: [{ material: new Uint8Array(secret) }], now });
    const owners = [{ issuer: 'https://b.corp.io', thumbprints: [thumbprint] }];
    const { findings } = withForeignKey(tokenOf(hmacToken(secret)), verification, owners);
    assert.ok(findings.some(({ ruleId }) => ruleId === 'iss-key-mismatch'));
  });

  it('the thumbprint of a public key is there', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const { key } = await verify(`${encode({ alg: 'EdDSA' })}.${encode(claims)}.${'A'.repeat(86)}`, {
      keys: [{ material: publicKey.export({ format: 'jwk' }) }],
    });
    assert.match(key?.thumbprint ?? '', /^[\w-]{43}$/);
  });
});
