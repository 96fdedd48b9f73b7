import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';

import * as fc from 'fast-check';
import nodeJose from 'node-jose';

import type { KeyInput } from '../../../src/core/keys/keyInput.ts';
import { decrypt } from '../../../src/core/verify/decrypt.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import type { KeyPairName } from '../../fixtures/keys/keyPairs.ts';
import { encode, seal } from '../../support/jose.ts';
import type { Recipient } from '../../support/jose.ts';

const plaintext = '{"sub":"42","name":"Ünïcode"}';
const encryptions = ['A128GCM', 'A192GCM', 'A256GCM', 'A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512'] as const;
const directBytes = {
  A128GCM: 16,
  A192GCM: 24,
  A256GCM: 32,
  'A128CBC-HS256': 32,
  'A192CBC-HS384': 48,
  'A256CBC-HS512': 64,
};

const privatePem = (name: KeyPairName) => keyPair(name).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

async function opened(
  token: string,
  material: KeyInput['material'],
  rest: Omit<KeyInput, 'material'> = {},
): Promise<string | undefined> {
  const { outcome, plaintext: bytes, reason } = await decrypt(token, { keys: [{ material, ...rest }] });
  assert.equal(outcome, 'decrypted', reason);
  return bytes && Buffer.from(bytes).toString();
}

async function reasonOf(token: string, keys: readonly KeyInput[]): Promise<string> {
  const { outcome, plaintext: bytes, reason } = await decrypt(token, { keys });
  assert.deepEqual([outcome, bytes], ['failed', undefined]);
  return reason ?? '';
}

/** The same token with the last bit of one part turned. */
function flip(token: string, part: number): string {
  const parts = token.split('.');
  const bytes = Buffer.from(parts[part] ?? '', 'base64url');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  parts[part] = encode(bytes);
  return parts.join('.');
}

interface Row {
  readonly alg: string;
  readonly recipient: Recipient;
  readonly material: KeyInput['material'];
  readonly contents: readonly string[];
}

const pairRow = (alg: string, name: KeyPairName): Row => {
  const publicKey: KeyObject = keyPair(name).publicKey;
  // The content does not depend on how its key came: the slow ways prove their own part with two.
  const contents =
    name === 'P-256' || alg.startsWith('RSA-OAEP') ? encryptions : (['A256GCM', 'A128CBC-HS256'] as const);
  return { alg, recipient: publicKey, material: privatePem(name), contents };
};
const secretRow = (alg: string, length: number): Row => {
  const secret = randomBytes(length);
  return { alg, recipient: secret, material: new Uint8Array(secret), contents: encryptions };
};

const rows: readonly Row[] = [
  ...['RSA1_5', 'RSA-OAEP', 'RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'].map((alg) => pairRow(alg, 'rsa')),
  ...['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'].flatMap((alg) =>
    (['P-256', 'P-384', 'P-521', 'X25519', 'X448'] as const).map((name) => pairRow(alg, name)),
  ),
  ...[128, 192, 256].flatMap((bits) => [secretRow(`A${bits}KW`, bits / 8), secretRow(`A${bits}GCMKW`, bits / 8)]),
  ...['PBES2-HS256+A128KW', 'PBES2-HS384+A192KW', 'PBES2-HS512+A256KW'].map((alg) => secretRow(alg, 12)),
];

describe('decrypt', () => {
  for (const { alg, recipient, material, contents } of rows) {
    const curve = Buffer.isBuffer(recipient)
      ? ''
      : ` ${recipient.asymmetricKeyType === 'rsa' ? '' : (recipient.export({ format: 'jwk' }).crv ?? '')}`;
    it(`opens ${alg}${curve} of node:crypto with its content encryptions, and nothing that was altered`, async () => {
      for (const enc of contents) {
        const token = seal(plaintext, alg, enc, recipient);
        assert.equal(await opened(token, material), plaintext);
        for (const part of [2, 3, 4]) await reasonOf(flip(token, part), [{ material }]);
      }
    });
  }

  it('opens RSA1_5 with a key that has no factors', async () => {
    const { kty, n, e, d } = keyPair('rsa').privateKey.export({ format: 'jwk' });
    const token = seal(plaintext, 'RSA1_5', 'A256GCM', keyPair('rsa').publicKey);
    assert.equal(await opened(token, JSON.stringify({ kty, n, e, d })), plaintext);
  });

  for (const enc of encryptions) {
    it(`opens dir with ${enc}, and says how long the secret has to be`, async () => {
      const secret = randomBytes(directBytes[enc]);
      const token = seal(plaintext, 'dir', enc, secret);
      assert.equal(await opened(token, new Uint8Array(secret)), plaintext);
      assert.equal(await opened(token, secret.toString('base64'), { encoding: 'base64' }), plaintext);
      assert.match(
        await reasonOf(token, [{ material: 'short' }]),
        new RegExp(`needs a secret of ${directBytes[enc]} bytes, but this is a 5-byte secret`),
      );
      assert.match(
        await reasonOf(token, [{ material: new Uint8Array(randomBytes(directBytes[enc])) }]),
        /does not decrypt/,
      );
    });
  }

  it('opens tokens of node-jose', async () => {
    const rsa = await nodeJose.JWK.asKey(keyPair('rsa').privateKey.export({ format: 'jwk' }));
    const ec = await nodeJose.JWK.asKey(keyPair('P-256').privateKey.export({ format: 'jwk' }));
    for (const [key, alg, name] of [
      [rsa, 'RSA-OAEP', 'rsa'],
      [rsa, 'RSA1_5', 'rsa'],
      [ec, 'ECDH-ES', 'P-256'],
      [ec, 'ECDH-ES+A128KW', 'P-256'],
    ] as const) {
      const token: unknown = await nodeJose.JWE.createEncrypt(
        { format: 'compact', contentAlg: 'A128CBC-HS256', fields: { alg } },
        key,
      )
        .update(Buffer.from(plaintext))
        .final();
      assert.equal(await opened(String(token), privatePem(name)), plaintext);
    }
  });

  it('gives the header, and answers what is no encrypted token', async () => {
    const secret = randomBytes(16);
    const { header } = await decrypt(seal(plaintext, 'dir', 'A128GCM', secret, { cty: 'JWT' }), { keys: [] });
    assert.deepEqual(header, { alg: 'dir', enc: 'A128GCM', cty: 'JWT' });
    for (const text of ['', 'a.b.c.d.e', `${encode({ alg: 'HS256' })}.e30.AAAA`]) await reasonOf(text, []);
  });

  it('says what is wrong with the key', async () => {
    const token = seal(plaintext, 'RSA-OAEP-256', 'A256GCM', keyPair('rsa').publicKey);
    const publicPem = keyPair('rsa').publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const jwk = keyPair('rsa').privateKey.export({ format: 'jwk' });
    assert.match(await reasonOf(token, []), /No key/);
    assert.match(await reasonOf(token, [{ material: publicPem }]), /needs the private key/);
    assert.match(
      await reasonOf(token, [{ material: 'secret' }]),
      /needs an RSA private key, but this is a 6-byte secret/,
    );
    assert.match(await reasonOf(token, [{ material: privatePem('otherRsa') }]), /does not decrypt/);
    assert.match(await reasonOf(token, [{ material: { ...jwk, use: 'sig' } }]), /not meant for encryption/);
    assert.match(await reasonOf(token, [{ material: { ...jwk, alg: 'RSA-OAEP' } }]), /reserved for RSA-OAEP/);
    assert.match(await reasonOf(token, [{ material: { ...jwk, key_ops: ['sign'] } }]), /key_ops/);
    assert.match(await reasonOf(token, [{ material: '-----BEGIN PRIVATE KEY-----' }]), /damaged/);
  });

  it('goes by the operations of a key, in all words that are in use for them', async () => {
    const good: readonly (readonly [alg: string, name: KeyPairName, ...operations: string[]])[] = [
      ['RSA-OAEP', 'rsa', 'unwrapKey', 'decrypt'],
      ['RSA1_5', 'rsa', 'unwrapKey', 'decrypt'],
      ['ECDH-ES', 'P-256', 'deriveKey', 'deriveBits'],
      ['ECDH-ES+A128KW', 'X448', 'deriveKey', 'deriveBits'],
    ];
    for (const [alg, name, ...operations] of good) {
      const token = seal(plaintext, alg, 'A128GCM', keyPair(name).publicKey);
      const jwk = keyPair(name).privateKey.export({ format: 'jwk' });
      for (const operation of operations)
        assert.equal(await opened(token, { ...jwk, key_ops: [operation] }), plaintext);
      for (const operation of ['sign', 'verify', 'encrypt', 'wrapKey'])
        assert.match(await reasonOf(token, [{ material: { ...jwk, key_ops: [operation] } }]), /key_ops/);
    }
  });

  it('refuses what is not as RFC 7516 has it written, and says which part', async () => {
    const secret = randomBytes(16);
    const keys = [{ material: new Uint8Array(secret) }];
    const [header = '', , iv = '', ciphertext = '', tag = ''] = seal(plaintext, 'dir', 'A128GCM', secret).split('.');
    const refused: readonly (readonly [RegExp, readonly string[]])[] = [
      [/tag has padding/, [header, '', iv, ciphertext, `${tag}==`]],
      [/ciphertext contains white space/, [header, '', iv, `${ciphertext.slice(0, 4)}\n${ciphertext.slice(4)}`, tag]],
      [/does not decrypt/, [encode({ enc: 'A128GCM', alg: 'dir' }), '', iv, ciphertext, tag]],
    ];
    for (const [says, parts] of refused) assert.match(await reasonOf(parts.join('.'), keys), says);
    const twice = encode('{"alg":"dir","enc":"A128GCM","enc":"A128GCM"}');
    assert.match(await reasonOf([twice, '', iv, ciphertext, tag].join('.'), keys), /twice in the header/);
  });

  it('refuses an ephemeral key that is missing, malformed, or off its curve', async () => {
    const { publicKey, privateKey } = keyPair('P-256');
    const keys = [{ material: privateKey.export({ format: 'jwk' }) }];
    const [, ...parts] = seal(plaintext, 'ECDH-ES+A128KW', 'A128GCM', publicKey).split('.');
    const { kty, crv, x } = publicKey.export({ format: 'jwk' });
    const refused: readonly (readonly [unknown, RegExp])[] = [
      [undefined, /but it is missing/],
      ['text', /but it is missing/],
      [{ kty, crv, x }, /malformed.*`y`/],
      [{ kty, crv, x, y: x }, /not a point on its curve/],
    ];
    for (const [epk, says] of refused) {
      assert.match(
        await reasonOf([encode({ alg: 'ECDH-ES+A128KW', enc: 'A128GCM', epk }), ...parts].join('.'), keys),
        says,
      );
    }
  });

  it('opens by itself what the host says that it does not know', async () => {
    const token = seal(plaintext, 'ECDH-ES+A256KW', 'A256GCM', keyPair('X25519').publicKey);
    const importKey = crypto.subtle.importKey.bind(crypto.subtle);
    crypto.subtle.importKey = ((...parameters: Parameters<SubtleCrypto['importKey']>) =>
      JSON.stringify(parameters[2]).includes('X25519')
        ? Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
        : Reflect.apply(importKey, undefined, parameters)) as SubtleCrypto['importKey'];
    try {
      assert.equal(await opened(token, privatePem('X25519')), plaintext);
    } finally {
      Reflect.deleteProperty(crypto.subtle, 'importKey');
    }
  });

  it('takes the key that the kid names, else tries all that fit', async () => {
    const token = seal(plaintext, 'RSA-OAEP', 'A128GCM', keyPair('rsa').publicKey, { kid: 'b' });
    const keys = (kids: readonly string[]) => ({
      keys: (['otherRsa', 'rsa'] as const).map((name, index) => ({
        ...keyPair(name).privateKey.export({ format: 'jwk' }),
        kid: kids[index],
      })),
    });
    assert.equal(await opened(token, JSON.stringify(keys(['a', 'b']))), plaintext);
    assert.match(await reasonOf(token, [{ material: JSON.stringify(keys(['a', 'c'])) }]), /kid/);
    const withoutKid = seal(plaintext, 'RSA-OAEP', 'A128GCM', keyPair('rsa').publicKey);
    assert.equal(await opened(withoutKid, JSON.stringify(keys(['a', 'c']))), plaintext);
  });

  it('refuses to be kept busy by p2c', async () => {
    const password = Buffer.from('password');
    const token = (p2c: unknown) => seal(plaintext, 'PBES2-HS256+A128KW', 'A128GCM', password, { p2c });
    for (const p2c of [1_200_001, 2 ** 31, 1e300, 0, -1, 1.5, '1000', null])
      assert.match(await reasonOf(token(p2c), [{ material: 'password' }]), /p2c/);
  });

  it('is not kept busy by many recipients either', async () => {
    const header = { alg: 'PBES2-HS256+A128KW', p2c: 700_000, p2s: 'AAAAAAAAAAAAAAAAAAAAAA' };
    const recipients = Array.from({ length: 100 }, () => ({ header, encrypted_key: 'A'.repeat(32) }));
    const content = { iv: 'A'.repeat(16), ciphertext: 'AA', tag: 'AAAAAAAAAAAAAAAAAAAAAA' };
    const token = JSON.stringify({ protected: encode({ enc: 'A128GCM' }), recipients, ...content });
    const { subtle } = crypto;
    const deriveBits = subtle.deriveBits.bind(subtle);
    let derivations = 0;
    subtle.deriveBits = (...parameters) => {
      derivations += 1;
      return deriveBits(...parameters);
    };
    try {
      await reasonOf(token, [{ material: 'password' }]);
    } finally {
      Reflect.deleteProperty(subtle, 'deriveBits');
    }
    assert.equal(derivations, 1);
  });

  it('unpacks compressed content up to its limit', async () => {
    const secret = randomBytes(16);
    const material = new Uint8Array(secret);
    const packed = (text: string) => seal(deflateRawSync(text), 'dir', 'A128GCM', secret, { zip: 'DEF' });
    assert.equal(await opened(packed(plaintext), material), plaintext);
    assert.match(await reasonOf(packed('x'.repeat(300_000)), [{ material }]), /250 KB/);
    assert.match(
      await reasonOf(seal('no deflate', 'dir', 'A128GCM', secret, { zip: 'DEF' }), [{ material }]),
      /damaged/,
    );
  });

  it('calls what it does not know unsupported', async () => {
    for (const header of [
      { alg: 'XX', enc: 'A128GCM' },
      { alg: 'dir', enc: 'XX' },
    ]) {
      assert.equal(
        (await decrypt(`${encode(header)}..AAAA.AAAA.AAAA`, { keys: [{ material: 'x' }] })).outcome,
        'unsupported',
      );
    }
  });

  it('never throws', async () => {
    const algorithms = fc.constantFrom(
      'dir',
      'RSA1_5',
      'RSA-OAEP',
      'ECDH-ES',
      'ECDH-ES+A128KW',
      'A128KW',
      'A128GCMKW',
      'PBES2-HS256+A128KW',
    );
    const header = fc.record(
      {
        alg: algorithms,
        enc: fc.constantFrom(...encryptions),
        epk: fc.oneof(fc.jsonValue(), fc.constant({ kty: 'OKP', crv: 'X448', x: 'AAAA' })),
        p2c: fc.nat(5),
        p2s: fc.jsonValue(),
        iv: fc.jsonValue(),
        tag: fc.jsonValue(),
        apu: fc.jsonValue(),
        zip: fc.constant('DEF'),
      },
      { requiredKeys: ['alg', 'enc'] },
    );
    const part = fc.uint8Array({ maxLength: 40 }).map(encode);
    const materials = [privatePem('rsa'), privatePem('P-256'), privatePem('X448'), '0123456789abcdef'].map(
      (material) => ({ material }),
    );
    await fc.assert(
      fc.asyncProperty(header, fc.array(part, { minLength: 4, maxLength: 4 }), async (value, parts) => {
        const { outcome } = await decrypt(`${encode(value)}.${parts.join('.')}`, { keys: materials });
        assert.notEqual(outcome, 'decrypted');
      }),
      { numRuns: 60 },
    );
  });
});
