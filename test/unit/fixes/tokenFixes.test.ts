import assert from 'node:assert/strict';
import { createSecretKey, generateKeyPairSync, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import { ruleOf } from '../../../src/core/documents/catalogue.ts';
import { inspect } from '../../../src/core/rules/inspect.ts';
import { tokenFixes } from '../../../src/core/fixes/tokenFixes.ts';
import { redact } from '../../../src/core/token/redact.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { compact, encode, issue, unsecured } from '../../support/jose.ts';

const secret = createSecretKey(Buffer.from('a secret of the unit suites, longer than it has to be'));
const signed = issue('HS256', secret, { sub: 'u17' });

function fixed(title: RegExp, token: string): string | undefined {
  const fix = tokenFixes.find((candidate) => title.test(candidate.title));
  assert.ok(fix);
  return fix.apply(parseToken(token));
}

describe('fixes of a token', () => {
  it('fix rules of the catalogue', () => {
    for (const ruleId of tokenFixes.flatMap(({ rules }) => rules)) assert.ok(ruleOf(ruleId), ruleId);
  });

  for (const [alg, namedCurve] of [
    ['ES256', 'P-256'],
    ['ES384', 'P-384'],
    ['ES512', 'P-521'],
    ['ES256K', 'secp256k1'],
  ] as const) {
    it(`turn a DER signature of ${alg} into one that verifies`, () => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
      const hash = `sha${alg.slice(2, 5)}`;
      const der = compact({ alg }, { sub: 'u17' }, (text) => signBytes(hash, Buffer.from(text), privateKey));
      const input = der.slice(0, der.lastIndexOf('.'));
      assert.ok(inspect(der).some(({ ruleId }) => ruleId === 'ecdsa-der-signature'));
      const raw = fixed(/DER/, der) ?? '';
      assert.ok(!inspect(raw).some(({ ruleId }) => ruleId === 'ecdsa-der-signature'));
      const signature = Buffer.from(raw.split('.')[2] ?? '', 'base64url');
      assert.ok(raw.startsWith(`${input}.`));
      assert.ok(verifyBytes(hash, Buffer.from(input), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature));
      assert.equal(fixed(/DER/, raw), undefined);
    });
  }

  it('write a signature in canonical base64url, and no other part', () => {
    const standard = signed.replace(/[^.]+$/, (text) => `${text.replaceAll('-', '+').replaceAll('_', '/')}=`);
    assert.equal(fixed(/canonical/, standard), signed);
    const last = signed.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    assert.equal(fixed(/canonical/, signed.slice(0, -1) + (alphabet[alphabet.indexOf(last) + 1] ?? '')), signed);
    for (const left of [
      signed,
      signed.replace('.', '=.'),
      `${signed}A`,
      `${signed}A*`,
      signed.replace(/[^.]+$/, 'dummy='),
    ])
      assert.equal(fixed(/canonical/, left), undefined, left);
  });

  it('strip the signature of what is signed', () => {
    assert.equal(fixed(/Strip/, signed), signed.replace(/[^.]+$/, ''));
    for (const left of [unsecured({}), signed.replace(/[^.]+$/, ''), `${signed}~`])
      assert.equal(fixed(/Strip/, left), undefined, left);
  });

  it('fix the one signature of several that wants it', () => {
    const [header = '', payload = '', signature = ''] = signed.split('.');
    const general = (second: string) =>
      JSON.stringify({
        payload,
        signatures: [signature, second].map((each) => ({ protected: header, signature: each })),
      });
    assert.equal(fixed(/canonical/, general(`${signature}=`)), general(signature));
    assert.equal(fixed(/canonical/, general(signature)), undefined);
  });

  it('write a token in compact form, where all of it has a place there', () => {
    const [header = '', payload = '', signature = ''] = signed.split('.');
    const flattened = { payload, protected: header, signature };
    const general = { payload, signatures: [{ protected: header, signature }] };
    for (const form of [flattened, general]) assert.equal(fixed(/compact/, JSON.stringify(form)), `"${signed}"`);
    const encrypted = {
      protected: encode({ alg: 'A128KW', enc: 'A128GCM' }),
      encrypted_key: 'a2V5',
      iv: 'aXY',
      ciphertext: 'dGV4dA',
      tag: 'dGFn',
    };
    assert.equal(fixed(/compact/, JSON.stringify(encrypted, undefined, 2)), `"${Object.values(encrypted).join('.')}"`);
    for (const form of [
      { ...flattened, header: { kid: 'a' } },
      { payload, signatures: [...general.signatures, ...general.signatures] },
      { ...encrypted, aad: 'YQ' },
      { ...encrypted, unprotected: { jku: 'x' } },
      { protected: header, signature: '*' },
    ])
      assert.equal(fixed(/compact/, JSON.stringify(form)), undefined, JSON.stringify(form));
    assert.equal(fixed(/compact/, signed), undefined);
  });

  it('redact, once', () => {
    assert.equal(fixed(/redacted/, signed), redact(signed));
    assert.equal(fixed(/redacted/, redact(signed)), undefined);
  });

  it('keep the meaning where they say so', () => {
    const standard = `${signed}=`;
    for (const { keepsMeaning, apply } of tokenFixes) {
      const result = apply(parseToken(standard));
      if (keepsMeaning && result !== undefined)
        assert.deepEqual(parseToken(result).signature?.bytes, parseToken(standard).signature?.bytes);
    }
  });
});
