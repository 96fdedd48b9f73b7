import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, verify } from 'node:crypto';
import nodeJose from 'node-jose';
import { abilitiesOf } from '../../../../src/core/keys/fittingAlgorithms.ts';
import type { KeyInput } from '../../../../src/core/keys/keyInput.ts';
import { read } from '../../../../src/core/text/sentence.ts';
import { parseToken } from '../../../../src/core/token/parse.ts';
import { encrypt } from '../../../../src/core/verify/encrypt.ts';
import { sign } from '../../../../src/core/verify/sign.ts';
import { editorView } from '../../../../src/panel/view/editorView.ts';
import type { Draft, KeyValues } from '../../../../src/panel/protocol/forms.ts';
import type { EditorView } from '../../../../src/panel/protocol/pageView.ts';
import { TokenEditor } from '../../../../src/panel/host/tokenEditor.ts';
import type { NewToken, NewTokenKey, Signer } from '../../../../src/services/keys/signer.ts';
import type { Signing } from '../../../../src/services/keys/signing.ts';
import { hs256 } from '../../../support/jose.ts';

const now = 1_800_000_000;
const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stored: Readonly<Record<string, KeyInput>> = {
  pair: { material: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() },
  public: { material: { ...pair.publicKey.export({ format: 'jwk' }), kid: 'p' } },
};

/** Makes tokens with core alone, and allows everything. */
const signer: Pick<Signer, 'make' | 'abilities'> = {
  async make({ claims, header, key }: NewToken): Promise<Signing> {
    try {
      const token = header['enc'] === undefined ? sign : encrypt;
      return { kind: 'signed', token: await token(claims, { key: inputOf(key), header }) };
    } catch (error) {
      return { kind: 'refused', problem: (error as Error).message };
    }
  },
  abilities: (key: NewTokenKey) => abilitiesOf(inputOf(key)),
};

function inputOf(key: NewTokenKey): KeyInput {
  return 'stored' in key ? (stored[key.stored] ?? { material: '' }) : key.given;
}

const withKey = (choice: string, keyText = ''): KeyValues => ({ choice, keyText, encoding: 'utf8', password: '' });
const partOf = (token: string, index: number): unknown =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString());

describe('token editor', () => {
  let editor: TokenEditor;
  const token = hs256({ iss: 'x', exp: 1 }, secret, { typ: 'at+jwt', alg: 'HS256', kid: 'a' });

  beforeEach(() => {
    const storedName = (choice: string): string | undefined =>
      choice.startsWith('stored/') ? choice.slice('stored/'.length) : undefined;
    editor = new TokenEditor(signer, storedName, () => undefined);
  });

  const draft = (): Draft => editor.state?.draft ?? assert.fail('Nothing is being edited.');
  const view = (): EditorView =>
    editorView(editor.state ?? assert.fail('Nothing is being edited.'), { choices: [], isInDocument: true });
  const write = (change: Partial<Draft>): Promise<void> => editor.change({ ...draft(), ...change });

  it('signs what was written, with times as they are meant', async () => {
    await editor.open(parseToken(token), withKey('secret', secret));
    await write({ claims: '{ "iss": "x", "exp": "+1h", "big": 12345678901234567890 }' });
    const made = (await editor.make(now)) ?? assert.fail(editor.state?.problem);
    const [header = '', payload = '', signature] = made.split('.');
    assert.equal(
      Buffer.from(payload, 'base64url').toString(),
      `{"iss":"x","exp":${now + 3600},"big":12345678901234567890}`,
    );
    assert.deepEqual(partOf(made, 0), { typ: 'at+jwt', alg: 'HS256', kid: 'a' });
    assert.equal(signature, createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url'));
  });

  it('lets the header name an algorithm that the key is good for', async () => {
    await editor.open(parseToken(token), withKey('stored/pair'));
    assert.deepEqual(JSON.parse(draft().header), { typ: 'at+jwt', alg: 'ES256', kid: 'a' });
    assert.deepEqual(view().algorithms.sign, ['ES256']);
    const made = (await editor.make(now)) ?? assert.fail(editor.state?.problem);
    const [input, signature] = [made.slice(0, made.lastIndexOf('.')), made.slice(made.lastIndexOf('.') + 1)];
    const key = { key: pair.publicKey, dsaEncoding: 'ieee-p1363' } as const;
    assert.ok(verify('sha256', Buffer.from(input), key, Buffer.from(signature, 'base64url')));
  });

  it('says that a public key does not sign, and keeps the header', async () => {
    await editor.open(parseToken(token), withKey('stored/public'));
    assert.equal((JSON.parse(draft().header) as { alg: string }).alg, 'HS256');
    assert.equal(await editor.make(now), undefined);
    assert.match(view().problem, /Signing needs a private key or a secret/);
    await write({ claims: '{}' });
    assert.equal(view().problem, '');
  });

  it('encrypts for a public key, and names it', async () => {
    await editor.open(parseToken(token), withKey('stored/public'));
    await editor.choose('ECDH-ES', '');
    assert.deepEqual(JSON.parse(draft().header), { typ: 'at+jwt', alg: 'ECDH-ES', enc: 'A256GCM', kid: 'p' });
    assert.equal(view().action, 'Encrypt and replace');
    const made = (await editor.make(now)) ?? assert.fail(editor.state?.problem);
    const key = await nodeJose.JWK.asKey(stored['pair']?.material as string, 'pem', { kid: 'p' });
    const { payload } = await nodeJose.JWE.createDecrypt(key).decrypt(made);
    assert.equal(payload.toString(), '{"iss":"x","exp":1}');
  });

  it('encrypts a token whole', async () => {
    await editor.open(undefined, withKey('new'));
    await editor.choose('dir', 'A128GCM');
    await write({ claims: ` ${token}\n` });
    const made = (await editor.make(now)) ?? assert.fail(editor.state?.problem);
    const key = await nodeJose.JWK.asKey({ ...editor.state?.newKey, alg: 'A128GCM' });
    const { payload } = await nodeJose.JWE.createDecrypt(key).decrypt(made);
    assert.equal(payload.toString(), token);
  });

  describe('with a key made here', () => {
    it('offers every algorithm, and makes another key for another one', async () => {
      await editor.open(undefined, withKey('new'));
      const first = editor.state?.newKey;
      assert.equal(first?.alg, 'HS256');
      assert.deepEqual(view().copies, ['jwk']);
      assert.ok(view().algorithms.sign.includes('ML-DSA-65'));
      assert.ok(!view().algorithms.encrypt.includes('RSA1_5'));
      await editor.choose('ES384', '');
      assert.equal(editor.state?.newKey?.crv, 'P-384');
      assert.equal((JSON.parse(draft().header) as { kid?: string }).kid, editor.state.newKey.kid);
      assert.deepEqual(view().copies, ['jwk', 'pem', 'publicPem', 'publicJwks']);
    });

    it('keeps the key that was asked for last, whichever is made first', async () => {
      await editor.open(undefined, withKey('new'));
      await Promise.all([editor.choose('RS256', ''), editor.choose('ES256', '')]);
      assert.equal(editor.state?.newKey?.alg, 'ES256');
      assert.match((await editor.make(now)) ?? assert.fail(editor.state.problem), /^eyJ/);
    });

    it('keeps it while header and claims are written', async () => {
      await editor.open(undefined, withKey('new'));
      const key = editor.state?.newKey;
      await write({ header: '{ "alg": "HS25' });
      await write({ header: '{ "alg": "HS256", "kid": "b" }' });
      assert.equal(editor.state?.newKey, key);
      await write({ header: '{ "alg": "ES256" }' });
      assert.equal(editor.state?.newKey?.crv, 'P-256');
    });
  });

  it('follows the token on the page until something was written', async () => {
    await editor.open(parseToken(token), withKey('secret', secret));
    editor.follow(parseToken(hs256({ sub: 'other' }, secret)));
    assert.deepEqual(JSON.parse(draft().claims), { sub: 'other' });
    await write({ claims: '{ "mine": 1 }' });
    editor.follow(parseToken(token));
    assert.equal(draft().claims, '{ "mine": 1 }');
    await editor.open(parseToken(token), draft());
    assert.deepEqual(JSON.parse(draft().claims), { iss: 'x', exp: 1 });
  });

  it('stays as it is where the same token is opened again', async () => {
    await editor.openOnce(parseToken(token), withKey('secret', secret));
    await write({ claims: '{ "mine": 1 }' });
    await editor.openOnce(parseToken(token), withKey('new'));
    assert.equal(draft().claims, '{ "mine": 1 }');
  });

  for (const [what, change, problem] of [
    ['claims that are not JSON yet', { claims: '{ "exp": ' }, /^Claims: This is not JSON yet\. Line 1, column 10/],
    ['a header that is none', { header: '[]' }, /^Header: This is JSON, but not an object/],
    ['a missing key', { keyText: ' ' }, /^Enter the secret or private key/],
    ['a key that is none', { choice: 'key', keyText: '-----BEGIN NOTHING-----' }, /./],
  ] as const) {
    it(`says what is wrong with ${what}, and loses nothing`, async () => {
      await editor.open(parseToken(token), withKey('secret', secret));
      await write(change);
      const before = draft();
      assert.equal(await editor.make(now), undefined);
      assert.match(view().problem, problem);
      assert.deepEqual(draft(), before);
    });
  }

  it('says what the times come to, and which claims are times', async () => {
    await editor.open(parseToken(token), withKey('secret', secret));
    await write({ claims: '{ "exp": "+1h", "nbf": "soon" }' });
    const words = view().times.map(({ name, words: each }) => `${name}: ${read(each, new Date(0))}`);
    assert.equal(words[0], 'exp: 1 hour after the token is signed');
    assert.match(words[1] ?? '', /^nbf: stays text/);
    assert.ok(view().timeClaims.includes('exp'));
  });

  const failures: readonly (readonly [what: string, make: Signer['make']])[] = [
    ['an error', () => Promise.reject(new Error('The store is locked.'))],
    ['what browsers throw', () => Promise.reject(new DOMException('The store is locked.', 'OperationError'))],
    [
      'an error at once',
      () => {
        throw new Error('The store is locked.');
      },
    ],
  ];
  for (const [what, make] of failures) {
    it(`offers its button again, and says why, where making the token throws ${what}`, async () => {
      const seen: (EditorView | undefined)[] = [];
      editor = new TokenEditor(
        { ...signer, make },
        () => undefined,
        () => {
          if (editor.state) seen.push(view());
        },
      );
      await editor.open(parseToken(token), withKey('secret', secret));
      assert.equal(await editor.make(now), undefined);
      assert.equal(editor.state?.making, false);
      assert.deepEqual(
        seen.slice(-2).map((shown) => shown?.making),
        [true, false],
        'the page hears of it by itself',
      );
      assert.equal(view().problem, 'The token could not be made: The store is locked.');
      assert.equal(view().action, 'Sign and replace');
    });
  }
});
