import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { bytesToBigint, jacobiSymbol, modPow } from '../../../src/core/keys/bigint.ts';
import { interpretKey } from '../../../src/core/keys/interpretKey.ts';
import { summarizeKeys } from '../../../src/core/keys/keySummary.ts';
import { parseKey } from '../../../src/core/keys/parseKey.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { encode, hs256 } from '../../support/jose.ts';
import { turnsDuring } from '../../support/turnsDuring.ts';

const LIMIT = 65_536;
const tooLong = 'too long for a secret or a key';

describe('what a key costs to read is bounded, and what is left out is said', () => {
  it('refuses what is longer than any secret, in every writing, before it is looked at', async () => {
    const random = randomBytes(LIMIT + 1);
    const materials = {
      text: 'secret '.repeat(150_000),
      'text of one letter more': 'x'.repeat(LIMIT + 1),
      base64: randomBytes(400_000).toString('base64'),
      hex: randomBytes(400_000).toString('hex'),
      bytes: new Uint8Array(random),
      'bytes of zeros': new Uint8Array(1_000_000),
      'an oct JWK': { kty: 'oct', k: random.toString('base64url') },
      'a JWK as text': JSON.stringify({ kty: 'oct', k: randomBytes(700_000).toString('base64url') }),
      'a JWK of many members': `{"kty":"oct","k":"AAAA"${',"a":1'.repeat(100_000)}}`,
      'a JWK of a long name': JSON.stringify({ kty: 'oct', k: 'c2VjcmV0', kid: 'k'.repeat(1_000_000) }),
      'a line of a .env file': `JWT_SECRET=${'a1B'.repeat(300_000)}`,
    };
    for (const [name, material] of Object.entries(materials)) {
      const parsed = await parseKey({ material });
      assert.ok(!parsed.ok, name);
      assert.match(parsed.problem, /too long for a (?:secret or a )?key/, name);
      if (typeof material === 'object' && !(material instanceof Uint8Array)) continue;
      const interpreted = await interpretKey(material);
      assert.ok(!interpreted.ok, name);
    }
    for (const encoding of ['utf8', 'base64', 'base64url', 'hex'] as const) {
      const parsed = await parseKey({ material: 'ab12'.repeat(100_000), encoding });
      assert.ok(!parsed.ok && parsed.problem.includes(tooLong), encoding);
    }
  });

  it('reads what is as long as that, and verifies with it', async () => {
    const material = randomBytes(LIMIT / 2).toString('hex');
    for (const [secret, encoding] of [
      [Buffer.from(material), 'utf8'],
      [Buffer.from(material, 'hex'), 'hex'],
    ] as const) {
      const token = hs256({ sub: 'a' }, secret);
      const { signature } = await verify(token, { keys: [{ material, encoding }] });
      assert.equal(signature, 'valid', encoding);
    }
  });

  it('says what long files are that people take for keys', async () => {
    const keystore = new Uint8Array(200_000);
    keystore.set([0xfe, 0xed, 0xfe, 0xed]);
    const parsed = await parseKey({ material: keystore });
    assert.match(parsed.ok ? '' : parsed.problem, /Java keystore/);
    const putty = await parseKey({ material: `PuTTY-User-Key-File-3: ${'a'.repeat(200_000)}` });
    assert.match(putty.ok ? '' : putty.problem, /PuTTY/);
  });

  it('reads long sets of keys in all forms, and says how many keys it skipped', async () => {
    const { x } = keyPair('P-256').publicKey.export({ format: 'jwk' });
    const secrets = Array.from({ length: 15_000 }, () => ({ kty: 'oct', k: randomBytes(32).toString('base64url') }));
    const pair = generateKeyPairSync('ed25519');
    const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const point = Buffer.concat([
      Buffer.from([0, 0, 0, 19]),
      Buffer.from('ecdsa-sha2-nistp256'),
      Buffer.from([0, 0, 0, 8]),
      Buffer.from('nistp256'),
      Buffer.from([0, 0, 0, 33, 2]),
      Buffer.from(x ?? '', 'base64url'),
    ]);
    const sets = {
      secrets: JSON.stringify({ keys: secrets }),
      'private keys without their public halves': pem.repeat(5000),
      'compressed points': `ecdsa-sha2-nistp256 ${point.toString('base64')} a\n`.repeat(6000),
    };
    for (const [name, material] of Object.entries(sets)) {
      let parsed: Awaited<ReturnType<typeof parseKey>> | undefined;
      const turns = await turnsDuring(async () => (parsed = await parseKey({ material })));
      assert.ok(parsed?.ok, name);
      assert.ok(parsed.keys.length > 50 && parsed.keys.length < 4000, `${name}: ${parsed.keys.length}`);
      assert.match(parsed.skipped.join(' '), /too many keys to read all of them.* \d+ more keys are skipped/, name);
      assert.ok(turns > 2, `${name}: ${turns} turns`);
    }
  });

  it('reads no secret differently when all readings are asked for at once', async () => {
    const texts = [
      randomBytes(32).toString('hex'),
      randomBytes(33).toString('base64'),
      randomBytes(32).toString('base64url'),
      `${randomBytes(32).toString('base64')}\n`,
      ` ${randomBytes(16).toString('hex')} `,
      `JWT_SECRET=${randomBytes(32).toString('hex')}`,
      JSON.stringify({ kty: 'oct', k: encode(randomBytes(32).toString('hex')) }),
      'kJ8f2-mP4q_Rz7w9Xc1vB6n3Lh5s0Dg-TyUe',
    ];
    for (const text of texts) {
      const interpreted = await interpretKey(text);
      assert.ok(interpreted.ok, text);
      for (const { input, keys } of interpreted.interpretations) {
        const parsed = await parseKey(input);
        assert.deepEqual(
          keys.map(({ jwk }) => jwk),
          parsed.ok ? parsed.keys.map(({ jwk }) => jwk) : [],
          text,
        );
      }
    }
    const ofJwk = await interpretKey(texts[6] ?? '');
    assert.equal(ofJwk.ok && ofJwk.interpretations.length, 1);
  });
});

describe('whether keys of a long set are sound is found out within a budget', () => {
  const { privateKey, publicKey } = keyPair('rsa');
  const input = `${encode({ alg: 'RS256' })}.${encode({ sub: 'a' })}`;
  const named = `${encode({ alg: 'RS256', kid: 'k1999' })}.${encode({ sub: 'a' })}`;
  const signed = (text: string): string =>
    `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  /** Each with another exponent, so that none is remembered; the last is the one that signs. */
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const keys = Array.from({ length: 2000 }, (_, index) => {
    const exponent = Buffer.from([1, 0, 0, index >> 8, (index & 0xff) | 1]);
    return { kty: 'RSA', n, e: exponent.toString('base64url'), kid: `k${index}` };
  });
  keys[1999] = { kty: 'RSA', n, e, kid: 'k1999' };
  const material = { keys };

  it('so that a token with a key ID costs one of them', async () => {
    const { signature } = await verify(signed(named), { keys: [{ material }] });
    assert.equal(signature, 'valid');
  });

  it('and one without is not checked with all, which is said, and is not called invalid', async () => {
    let verification: Awaited<ReturnType<typeof verify>> | undefined;
    const turns = await turnsDuring(async () => (verification = await verify(signed(input), { keys: [{ material }] })));
    assert.equal(verification?.signature, 'not-checked');
    assert.equal(verification.verdict, 'not-verified');
    const detail = verification.checks.find(({ id }) => id === 'signature')?.detail ?? '';
    assert.match(detail, /too many signatures and keys to try them all/);
    assert.ok(turns > 2, `${turns} turns`);
  });

  it('and a list of them says how many were not looked at', async () => {
    const { keys: listed, problems } = await summarizeKeys([{ material }]);
    assert.equal(listed.length, 2000);
    assert.match(problems.join(' '), /too many keys to see whether all are sound: \d+ were not looked at/);
  });

  it('and squares modulo a prime are those of Euler', () => {
    const primes = [7n, 11n, 13n, 65_537n, 2n ** 255n - 19n, 2n ** 448n - 2n ** 224n - 1n];
    for (const prime of primes) {
      const random = Array.from({ length: 60 }, () => bytesToBigint(randomBytes(60)) % prime);
      for (const value of [0n, 1n, 2n, 3n, 4n, prime - 1n, 2n ** 64n % prime, ...random]) {
        const power = modPow(value, (prime - 1n) / 2n, prime);
        assert.equal(BigInt(jacobiSymbol(value, prime)), power === prime - 1n ? -1n : power, `${value} mod ${prime}`);
      }
    }
  });
});
