import assert from 'node:assert/strict';
import { emptyForm } from '../../../src/panel/panelState.ts';
import { readForm } from '../../../src/panel/verifyRequest.ts';

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

  const problems: readonly (readonly [what: string, choice: string, keyText: string, says: RegExp])[] = [
    ['no secret', 'secret', '', /Give the secret/],
    ['no key', 'key', ' \n', /Give the public key/],
    ['a word where a public key belongs', 'key', 'hunter2', /PEM, a certificate, a JWK or a JWKS.*“A secret”/],
    ['JSON cut short', 'key', '{"kty":"RSA","n":', /not valid JSON/],
  ];
  for (const [what, choice, keyText, says] of problems) {
    it(`says in a sentence what is wrong with ${what}`, () => {
      const reading = readForm({ ...emptyForm, choice, keyText });
      assert.ok(!reading.ok);
      assert.match(reading.problem, says);
    });
  }

  it('never takes text that begins like a key for a secret to guess at', () => {
    for (const keyText of ['-----BEGIN PUBLIC KEY-----', '{"kty":"RSA"}', 'ssh-rsa AAAA', 'MIIBIjANBgkqhki']) {
      const reading = readForm({ ...emptyForm, choice: 'key', keyText });
      assert.deepEqual(reading, { ok: true, request: { keys: [{ material: keyText }], profile: {} } });
    }
  });
});
