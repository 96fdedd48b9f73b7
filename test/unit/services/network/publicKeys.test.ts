import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readPublicKeys } from '../../../../src/services/network/publicKeys.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'a', use: 'sig' };
const privateJwk = { ...pair.privateKey.export({ format: 'jwk' }), kid: 'b' };
const oct = { kty: 'oct', k: 'c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0', kid: 's' };

const read = (set: unknown): ReturnType<typeof readPublicKeys> => readPublicKeys(JSON.stringify(set));

describe('readPublicKeys', () => {
  it('takes public keys as they are', () => {
    assert.deepEqual(read({ keys: [jwk] }), { ok: true, keys: [jwk], notes: [] });
  });

  it('leaves out a symmetric key, which everyone can read, and says so', () => {
    const result = read({ keys: [oct, jwk] });
    assert.ok(result.ok);
    assert.deepEqual(result.keys, [jwk]);
    assert.match(result.notes.join(), /symmetric key.*not used/);
  });

  it('drops private members and says that the key is out', () => {
    const result = read({ keys: [privateJwk] });
    assert.ok(result.ok);
    assert.deepEqual(Object.keys(result.keys[0] ?? {}).toSorted(), ['crv', 'kid', 'kty', 'x', 'y']);
    assert.match(result.notes.join(), /private key/);
  });

  it('notes two keys of one kid', () => {
    const result = read({ keys: [jwk, { ...jwk, x: jwk.y }] });
    assert.ok(result.ok);
    assert.equal(result.keys.length, 2);
    assert.match(result.notes.join(), /have the same `kid`/);
  });

  it('does not mind a kid that two algorithms share, nor keys without one', () => {
    const { kid: _kid, ...nameless } = jwk;
    const result = read({
      keys: [{ ...jwk, alg: 'ES256' }, { ...jwk, alg: 'ECDH-ES', use: 'sig' }, nameless, nameless],
    });
    assert.ok(result.ok);
    assert.deepEqual(result.notes, []);
  });

  it('skips keys for encryption and what is no key at all', () => {
    const result = read({ keys: [{ ...jwk, use: 'enc' }, null, 7, {}, [], jwk] });
    assert.ok(result.ok);
    assert.deepEqual(result.keys, [jwk]);
  });

  it('takes no more keys than can be tried, and says so', () => {
    const result = read({ keys: Array.from({ length: 201 }, (_, index) => ({ ...jwk, kid: String(index) })) });
    assert.ok(result.ok);
    assert.equal(result.keys.length, 200);
    assert.match(result.notes.join(), /has 201 keys for signatures\. Only the first 200 are used/);
  });

  const refused: readonly (readonly [name: string, text: string, problem: RegExp])[] = [
    ['text that is not JSON', '<!doctype html>', /not JSON/],
    ['an empty answer', '', /not JSON/],
    ['JSON that is no object', '[]', /no `keys` array/],
    ['an object without keys', '{"error":"x"}', /no `keys` array/],
    ['keys that are no array', '{"keys":{}}', /no `keys` array/],
    ['a discovery document', '{"issuer":"x","jwks_uri":"https://x/jwks"}', /discovery document/],
    ['an empty set', '{"keys":[]}', /no usable key: it is empty/],
    ['a set of symmetric keys', JSON.stringify({ keys: [oct] }), /no usable key: none.*symmetric key/],
    ['a set for encryption', JSON.stringify({ keys: [{ ...jwk, use: 'enc' }] }), /no usable key: none/],
  ];
  for (const [name, text, problem] of refused) {
    it(`refuses ${name}`, () => {
      const result = readPublicKeys(text);
      assert.ok(!result.ok);
      assert.match(result.problem, problem);
    });
  }
});
