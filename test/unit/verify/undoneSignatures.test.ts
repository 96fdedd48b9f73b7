import assert from 'node:assert/strict';
import { constants, createHash, generateKeyPairSync, sign } from 'node:crypto';
import { verify } from '../../../src/core/verify/verify.ts';
import { compact, encode } from '../../support/jose.ts';

const now = new Date(1_800_000_000_000);
const claims = { sub: 'u17', exp: 1_800_000_600 };
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const material = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();

type Signing = (input: string) => Uint8Array;

function pss(hash: string, saltLength: number): Signing {
  const key = { key: pair.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  return (input) => sign(hash, Buffer.from(input), key);
}

function pkcs1(hash: string, content = (input: string) => input, key = pair.privateKey): Signing {
  return (input) => sign(hash, Buffer.from(content(input)), key);
}

async function explanations(alg: string, signing: Signing, payload: object = claims, header: object = {}) {
  const token = compact({ alg, ...header }, payload, (input) => signing(input));
  const { explanations: found, signature } = await verify(token, { keys: [{ material, algorithms: [alg] }], now });
  assert.equal(signature, 'invalid');
  return found.map(({ id, detail }) => `${id}: ${detail}`);
}

describe('an RSA signature that does not hold is undone with the public key', () => {
  for (const salt of [0, 20, 31, 33, 222]) {
    it(`and tells that its salt has ${salt} bytes instead of 32`, async () => {
      const [found] = await explanations('PS256', pss('sha256', salt));
      assert.match(
        found ?? '',
        new RegExp(`^other-padding: The key is right.* salt of ${salt} bytes.* salt of 32 bytes`),
      );
    });
  }

  const others: readonly (readonly [what: string, alg: string, signing: Signing, says: RegExp])[] = [
    ['another hash', 'RS256', pkcs1('sha512'), /PKCS1-v1_5 with SHA-512\. RS256 requires .*SHA-256/],
    ['SHA-1', 'RS384', pkcs1('sha1'), /PKCS1-v1_5 with SHA-1\. RS384 requires/],
    ['PSS instead of PKCS #1', 'RS256', pss('sha256', 32), /RSASSA-PSS with SHA-256 .*RS256 requires RSASSA-PKCS1/],
    ['PKCS #1 instead of PSS', 'PS512', pkcs1('sha512'), /PKCS1-v1_5 with SHA-512\. PS512 requires RSASSA-PSS/],
    ['another hash of PSS', 'PS384', pss('sha256', 32), /RSASSA-PSS with SHA-256 .*PS384 requires/],
  ];
  for (const [what, alg, signing, says] of others) {
    it(`and tells of ${what}`, async () => {
      const [found] = await explanations(alg, signing);
      assert.match(found ?? '', says);
      assert.match(found ?? '', /^other-padding: The key is right/);
    });
  }

  it('and tells that the key is right and signed other content', async () => {
    for (const hash of ['sha256', 'sha384', 'sha512']) {
      const [found] = await explanations(
        'RS256',
        pkcs1(hash, () => 'something else'),
      );
      assert.match(found ?? '', /^other-content: The key is right, but it signed other content/);
    }
  });

  for (const modulusLength of [2049, 2050, 2055]) {
    it(`and reads PSS of a modulus of ${modulusLength} bits, whose block does not fill its bytes`, async () => {
      const odd = generateKeyPairSync('rsa', { modulusLength });
      const key = { key: odd.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 };
      const token = compact({ alg: 'PS256' }, claims, (input) => sign('sha256', Buffer.from(input), key));
      const { explanations: found } = await verify(token, {
        keys: [{ material: odd.publicKey.export({ format: 'jwk' }), algorithms: ['PS256'] }],
        now,
      });
      assert.match(found[0]?.detail ?? '', /salt of 20 bytes/);
    });
  }

  it('and tells nothing if another key made it, or nobody', async () => {
    const noise = (): Uint8Array => createHash('shake256', { outputLength: 256 }).update('noise').digest();
    for (const signing of [pkcs1('sha256', undefined, other.privateKey), noise, () => new Uint8Array(256).fill(1)])
      assert.deepEqual(await explanations('RS256', signing), []);
  });
});

describe('a token of Microsoft for its own APIs', () => {
  const signed =
    (nonce: string): Signing =>
    (input) => {
      const [, payload] = input.split('.');
      const hashed = createHash('sha256').update(nonce).digest('base64url');
      const header = encode({ alg: 'RS256', nonce: hashed });
      return sign('sha256', Buffer.from(`${header}.${payload}`), pair.privateKey);
    };

  it('is signed with the hash of its nonce, which is said, also where the nonce looks like a hash or is short', async () => {
    for (const nonce of ['AQABAAAAAABnfiG-example', 'n', 'a'.repeat(43)]) {
      const found = await explanations('RS256', signed(nonce), claims, { nonce });
      assert.match(found[0] ?? '', /^hashed-nonce: .*Only they can verify the token/);
    }
  });

  it('is told by the nonce of the header itself, escaped or beside another one inside', async () => {
    const header = String.raw`{"alg":"RS256","act":{"nonce":"inner"},"nonce":"outer\u002done"}`;
    const hashed = createHash('sha256').update('outer-one').digest('base64url');
    const written = Buffer.from(header).toString('base64url');
    const meant = Buffer.from(header.replace(String.raw`outer\u002done`, hashed)).toString('base64url');
    const signature = sign('sha256', Buffer.from(`${meant}.${encode(claims)}`), pair.privateKey);
    const token = `${written}.${encode(claims)}.${encode(signature)}`;
    const { explanations: found } = await verify(token, { keys: [{ material, algorithms: ['RS256'] }], now });
    assert.equal(found[0]?.id, 'hashed-nonce');
  });

  it('is not meant where the nonce is another one', async () => {
    const found = await explanations('RS256', signed('one'), claims, { nonce: 'two' });
    assert.ok(!found.some((each) => each.startsWith('hashed-nonce')));
  });
});
