import assert from 'node:assert/strict';
import { parseToken } from '../../../../src/core/token/parse.ts';
import { emptyForm } from '../../../../src/panel/view/panelState.ts';
import { asks, readForm } from '../../../../src/panel/view/verifyRequest.ts';
import { jwe, jws } from '../../../support/jose.ts';

describe('the form of the panel', () => {
  it('asks for a configured key by its id', () => {
    assert.deepEqual(readForm({ ...emptyForm, choice: 'issuer/staging' }), {
      ok: true,
      request: { choice: 'issuer/staging', profile: {} },
    });
  });

  it('hands over a secret exactly as typed, with its encoding', () => {
    const reading = readForm({ ...emptyForm, keyText: ' c2VjcmV0 ', encoding: 'base64' });
    assert.deepEqual(reading, {
      ok: true,
      request: { keys: [{ material: ' c2VjcmV0 ', encoding: 'base64' }], profile: {} },
    });
  });

  it('tells "not used" from "not said"', () => {
    const unused = readForm({ ...emptyForm, choice: 'x', issuerUnused: true, audienceUnused: true, issuer: 'ignored' });
    assert.deepEqual(unused, { ok: true, request: { choice: 'x', profile: { issuer: null, audience: null } } });
    const unsaid = readForm({ ...emptyForm, choice: 'x', issuer: '  ', audience: ' , ' });
    assert.deepEqual(unsaid, { ok: true, request: { choice: 'x', profile: {} } });
  });

  it('reads several audiences, algorithms and a tolerance within its bounds', () => {
    const reading = readForm({
      ...emptyForm,
      choice: 'x',
      audience: 'orders, stock',
      algorithms: ['RS256'],
      tolerance: '900',
    });
    const profile = { audience: ['orders', 'stock'], algorithms: ['RS256'], leewaySeconds: 300 };
    assert.deepEqual(reading, { ok: true, request: { choice: 'x', profile } });
  });

  describe('of an encrypted token', () => {
    const token = (alg: string) => parseToken(jwe({ alg }));

    it('asks for what its algorithm needs', () => {
      const { action, secret, key } = asks(token('RSA-OAEP'), emptyForm);
      assert.deepEqual([action, secret, key], ['Decrypt', 'Secret', 'Private key']);
      assert.equal(asks(token('PBES2-HS256+A128KW'), emptyForm).secret, 'Passphrase');
      const { action: other, key: publicKey } = asks(parseToken('e30.e30.'), emptyForm);
      assert.deepEqual([other, publicKey], ['Verify', 'Public key']);
    });

    it('asks for a password where the private key is encrypted, and hands it over', () => {
      const keyText = '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII=\n-----END ENCRYPTED PRIVATE KEY-----';
      const form = { ...emptyForm, choice: 'key', keyText, password: 'open sesame' };
      assert.ok(asks(token('RSA-OAEP'), form).password);
      const reading = readForm(form, token('RSA-OAEP'));
      assert.deepEqual(reading.ok && reading.request.keys, [{ material: keyText, password: 'open sesame' }]);
      const plain = { ...form, keyText: keyText.replaceAll('ENCRYPTED ', '') };
      const unprotected = readForm(plain, token('RSA-OAEP'));
      assert.deepEqual(unprotected.ok && unprotected.request.keys, [{ material: plain.keyText }]);
    });

    it('says what is missing in its own words', () => {
      const reading = readForm({ ...emptyForm, choice: 'key' }, token('RSA-OAEP'));
      assert.equal(!reading.ok && reading.problem, 'Enter the private key to decrypt with.');
      const passphrase = readForm(emptyForm, token('PBES2-HS256+A128KW'));
      assert.equal(!passphrase.ok && passphrase.problem, 'Enter the passphrase to decrypt with.');
    });
  });

  it('asks the holder of an SD-JWT, and of nothing else, for a key binding', () => {
    const form = { ...emptyForm, choice: 'x', nonce: 'n', bindingAudience: 'https://verifier.test' };
    const of = (text: string, filled = form) => {
      const reading = readForm(filled, parseToken(text));
      return reading.ok && reading.request.keyBinding;
    };
    const jwt = jws({ alg: 'ES256' }, {});
    assert.deepEqual(of(`${jwt}~`), { nonce: 'n', audience: 'https://verifier.test' });
    assert.deepEqual(of(`${jwt}~`, { ...form, nonce: '' }), { audience: 'https://verifier.test' });
    assert.equal(of(`${jwt}~`, { ...form, nonce: '', bindingAudience: '' }), undefined);
    assert.equal(of(jwt), undefined);
  });

  const problems: readonly (readonly [what: string, choice: string, keyText: string, says: RegExp])[] = [
    ['no secret', 'secret', '', /Enter the secret/],
    ['no key', 'key', ' \n', /Enter the public key/],
    ['a word where a public key belongs', 'key', 'hunter2', /PEM, a certificate, a JWK, or a JWKS.*“A secret”/],
    ['JSON cut short', 'key', '{"kty":"RSA","n":', /not valid JSON/],
  ];
  for (const [what, choice, keyText, says] of problems) {
    it(`says in a sentence what is wrong with ${what}`, () => {
      const reading = readForm({ ...emptyForm, choice, keyText });
      assert.ok(!reading.ok);
      assert.match(reading.problem, says);
    });
  }

  it('hands over PEM with text around it, and a line of a .env file', () => {
    const pem = '-----BEGIN PUBLIC KEY-----\\nMII=\\n-----END PUBLIC KEY-----';
    for (const keyText of [`Bag Attributes\n${pem}`, `export JWT_KEY="${pem}"`, 'JWT_KEY={"kty":"RSA"}']) {
      const reading = readForm({ ...emptyForm, choice: 'key', keyText });
      assert.deepEqual(reading.ok && reading.request.keys, [{ material: keyText }]);
    }
    assert.equal(readForm({ ...emptyForm, choice: 'key', keyText: 'JWT_SECRET=hunter2' }).ok, false);
  });

  it('never takes text that begins like a key for a secret to guess at', () => {
    for (const keyText of ['-----BEGIN PUBLIC KEY-----', '{"kty":"RSA"}', 'ssh-rsa AAAA', 'MIIBIjANBgkqhki']) {
      const reading = readForm({ ...emptyForm, choice: 'key', keyText });
      assert.deepEqual(reading, { ok: true, request: { keys: [{ material: keyText }], profile: {} } });
    }
  });
});
