import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import {
  algorithmsToAdd,
  newSecret,
  removeFromSet,
  stripAllPrivateMembers,
  stripPrivateMembers,
} from '../../../src/core/fixes/keyFixes.ts';
import type { TextChange } from '../../../src/core/fixes/keyFixes.ts';

function changed(text: string, changes: readonly TextChange[]): string {
  return changes
    .toSorted((a, b) => b.start - a.start)
    .reduce((before, { start, end, text: written }) => before.slice(0, start) + written + before.slice(end), text);
}

const pairs = [
  generateKeyPairSync('rsa', { modulusLength: 2048 }),
  generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  generateKeyPairSync('ed25519'),
].map(({ privateKey, publicKey }) => ({
  whole: privateKey.export({ format: 'jwk' }),
  half: publicKey.export({ format: 'jwk' }),
}));

describe('the public half of a JWK', () => {
  for (const { whole, half } of pairs) {
    it(`is what node:crypto says it is: ${String(whole.kty)}`, () => {
      for (const indent of [0, 2]) {
        const text = JSON.stringify({ keys: [half, { kid: 'a', ...whole }] }, undefined, indent);
        const changes = stripPrivateMembers(text, text.lastIndexOf('"d"'));
        assert.deepEqual(JSON.parse(changed(text, changes)), { keys: [half, { kid: 'a', ...half }] });
        assert.deepEqual(stripPrivateMembers(text, text.indexOf('"kty"')), []);
      }
    });
  }

  it('is left of every key of a set, with whatever line ends', () => {
    for (const lineEnd of ['\n', '\r\n']) {
      const text = JSON.stringify({ keys: pairs.map(({ whole }) => whole) }, undefined, 2).replaceAll('\n', lineEnd);
      const after = changed(text, stripAllPrivateMembers(text));
      assert.deepEqual(JSON.parse(after), { keys: pairs.map(({ half }) => half) });
      assert.equal(after, JSON.stringify(JSON.parse(after), undefined, 2).replaceAll('\n', lineEnd));
    }
  });

  it('is JSON, in whatever order the members stand', () => {
    const names = ['kty', 'd', 'p', 'q', 'n', 'e', 'kid'];
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 2 }), fc.boolean(), (order, isSpaced) => {
        const text = JSON.stringify(
          Object.fromEntries([...order, 'kty'].map((name) => [name, 'x'])),
          undefined,
          isSpaced ? 2 : 0,
        );
        const left = JSON.parse(changed(text, stripPrivateMembers(text, 1))) as object;
        assert.deepEqual(
          Object.keys(left),
          Object.keys(JSON.parse(text) as object).filter((name) => !['d', 'p', 'q'].includes(name)),
        );
      }),
    );
  });

  it('is left among comments, too', () => {
    const text = '// keys\n[{ "kty": "EC", /* private */ "d": "AA", "x": "AA" },]';
    const after = changed(text, stripPrivateMembers(text, text.indexOf('"d"')));
    assert.equal(after, '// keys\n[{ "kty": "EC", "x": "AA" },]');
  });

  it('is allowed to verify what the key was allowed to sign', () => {
    const text = '{"kty":"EC","key_ops":["sign"],"d":"AA"}';
    assert.equal(changed(text, stripPrivateMembers(text, 1)), '{"kty":"EC","key_ops":["verify"]}');
  });

  it('is not offered for secrets, nor outside of keys', () => {
    for (const text of ['{"kty":"oct","k":"AA"}', '{"d":1}', '[1]', 'no JSON'])
      assert.deepEqual(stripPrivateMembers(text, 1), []);
  });
});

describe('a shared secret in a public set', () => {
  it('is taken out with one comma, wherever it stands', () => {
    const [oct, other] = ['{"kty":"oct","k":"AA"}', '{"kty":"EC"}'];
    for (const [before, after] of [
      [`{"keys":[${oct}, ${other}]}`, `{"keys":[${other}]}`],
      [`{"keys":[${other}, ${oct}]}`, `{"keys":[${other}]}`],
      [`{"keys":[${other},\n${oct},\n${other}]}`, `{"keys":[${other},\n${other}]}`],
      [`{"keys":[ ${oct} ]}`, '{"keys":[  ]}'],
    ] as const)
      assert.equal(changed(before, removeFromSet(before, before.indexOf('"oct"'))), after);
  });

  it('stays where it is in no set', () => {
    for (const text of ['{"kty":"oct","k":"AA"}', '{"a":[1]}', 'no JSON'])
      assert.deepEqual(removeFromSet(text, text.indexOf('oct')), []);
  });
});

describe('a new secret for a JWK', () => {
  const random = (bytes: number): Uint8Array => new Uint8Array(bytes);
  for (const [alg, bits] of [
    ['HS256', 256],
    ['HS384', 384],
    ['HS512', 512],
    [undefined, 256],
  ] as const) {
    it(`is as long as its algorithm wants it: ${alg ?? 'none'}`, () => {
      const text = JSON.stringify({ kty: 'oct', ...(alg && { alg }), k: 'AA' }, undefined, 2);
      const made = newSecret(text, text.indexOf('"k":'), random);
      assert.equal(made?.bits, bits);
      const after = JSON.parse(changed(text, [made.change])) as { readonly k: string };
      assert.deepEqual(after, { ...(JSON.parse(text) as object), k: Buffer.alloc(bits / 8).toString('base64url') });
    });
  }

  it('is not made for keys of pairs', () => {
    assert.equal(newSecret('{"kty":"EC","k":"AA"}', 1, random), undefined);
  });
});

describe('an algorithm for a JWK', () => {
  const cases: readonly (readonly [before: string, ...after: readonly string[]])[] = [
    ['{"kty":"EC","crv":"P-384"}', '{"kty":"EC","alg":"ES384","crv":"P-384"}'],
    [
      '{"crv":"Ed25519","kty":"OKP"}',
      '{"crv":"Ed25519","kty":"OKP","alg":"Ed25519"}',
      '{"crv":"Ed25519","kty":"OKP","alg":"EdDSA"}',
    ],
    ['{\n  "kty": "oct",\n  "k": "AA"\n}', '{\n  "kty": "oct",\n  "alg": "HS256",\n  "k": "AA"\n}'],
    ['{"kty":"RSA"}', '{"kty":"RSA","alg":"RS256"}', '{"kty":"RSA","alg":"PS256"}'],
    ['{"kty":"RSA","alg":"RS512"}'],
    ['{"kty":"RSA","use":"enc"}'],
    ['{"kty":"OKP","crv":"X25519"}'],
  ];
  for (const [before, ...after] of cases) {
    it(`fits: ${before.replaceAll('\n', '⏎')}`, () => {
      assert.deepEqual(
        algorithmsToAdd(before, before.indexOf('kty')).map(({ change }) => changed(before, [change])),
        after,
      );
    });
  }
});
