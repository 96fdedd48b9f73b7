import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, verify } from 'node:crypto';
import { KeyStore } from '../../src/services/keys/keyStore.ts';
import { Signer } from '../../src/services/keys/signer.ts';
import type { Caller, NewToken } from '../../src/services/keys/signer.ts';
import { MemorySecrets, MemoryState } from '../support/extensionState.ts';
import { encode, hs256, issue, unsecured } from '../support/jose.ts';

const now = 1_800_000_000;
const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';
const claims = { iss: 'x', sub: 'u17', iat: 1_600_000_000, exp: 1_600_000_600 };
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

function hmacToken(payload: string): string {
  return hs256(payload, secret, { alg: 'HS256', typ: 'at+jwt', kid: 'a' });
}

describe('Signer', () => {
  let store: KeyStore;
  let signer: Signer;
  let asked: string[];
  let answer: boolean;

  beforeEach(async () => {
    asked = [];
    answer = true;
    store = new KeyStore(new MemorySecrets(), new MemoryState());
    signer = new Signer(store, (name: string, caller: Caller) => {
      asked.push(`${caller} ${name}`);
      return Promise.resolve(answer);
    });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await store.add(
      { name: 'other', kind: 'secret', detail: '' },
      { material: 'another secret, of which nobody knows a thing' },
    );
    await store.add({ name: 'pair', kind: 'private key', detail: '' }, { material: pem });
    await store.add({ name: 'shared', kind: 'secret', detail: '' }, { material: secret });
  });
  afterEach(() => {
    signer.dispose();
    store.dispose();
  });

  async function signed(token: string, change: 'renew' | 'seconds' = 'renew'): Promise<string> {
    const outcome = await signer.resign(token, change, 'editor', now);
    assert.ok(outcome.kind === 'signed', JSON.stringify(outcome));
    return outcome.token;
  }
  const partOf = (token: string, index: number): string =>
    Buffer.from(token.split('.')[index] ?? '', 'base64url').toString();

  it('renews with the secret that signed, and keeps all but the times', async () => {
    const renewed = await signed(hmacToken('{"id":12345678901234567890,"iat":1600000000,"exp":1600000600}'));
    assert.equal(partOf(renewed, 1), `{"id":12345678901234567890,"iat":${now},"exp":${now + 600}}`);
    assert.deepEqual(JSON.parse(partOf(renewed, 0)), { alg: 'HS256', typ: 'at+jwt', kid: 'a' });
    const input = renewed.slice(0, renewed.lastIndexOf('.'));
    assert.equal(renewed.split('.')[2], createHmac('sha256', secret).update(input).digest('base64url'));
    assert.deepEqual(asked, ['editor shared']);
  });

  it('renews with a private key', async () => {
    const renewed = await signed(issue('ES256', privateKey, claims));
    const [header, payload, signature] = renewed.split('.');
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
    assert.ok(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature ?? '', 'base64url')));
  });

  it('writes seconds for milliseconds, and leaves other times', async () => {
    const token = hmacToken('{"iat":1600000000,"exp":1600000600000}');
    assert.equal(partOf(await signed(token, 'seconds'), 1), '{"iat":1600000000,"exp":1600000600}');
    const outcome = await signer.resign(await signed(token, 'seconds'), 'seconds', 'editor', now);
    assert.equal(outcome.kind, 'refused');
  });

  it('asks once per key and caller, and again when a key was changed', async () => {
    const token = hmacToken(JSON.stringify(claims));
    await signed(token);
    await signed(token);
    assert.deepEqual(asked, ['editor shared']);
    await signer.resign(token, 'renew', 'command', now);
    await signed(issue('ES256', privateKey, claims));
    assert.deepEqual(asked, ['editor shared', 'command shared', 'editor pair']);
    await store.add({ name: 'shared', kind: 'secret', detail: '' }, { material: secret });
    await signed(token);
    assert.deepEqual(asked.slice(3), ['editor shared']);
  });

  it('signs nothing that was not allowed, and asks anew', async () => {
    answer = false;
    const token = hmacToken(JSON.stringify(claims));
    assert.deepEqual(await signer.resign(token, 'renew', 'editor', now), { kind: 'cancelled' });
    assert.deepEqual(await signer.resign(token, 'renew', 'editor', now), { kind: 'cancelled' });
    assert.equal(asked.length, 2);
  });

  it('refuses, without asking, what no stored key signed', async () => {
    const forged = `${hmacToken(JSON.stringify(claims)).slice(0, -4)}AAAA`;
    const unsigned = unsecured(claims);
    const extended = `${encode({ alg: 'HS256', crit: ['b64'], b64: false })}.${encode(claims)}.AAAA`;
    for (const token of [forged, unsigned, extended, 'eyJ', ''])
      assert.equal((await signer.resign(token, 'renew', 'editor', now)).kind, 'refused', token);
    assert.deepEqual(asked, []);
  });

  it('does not take a public key for one that signs', async () => {
    await store.remove('pair');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    await store.add({ name: 'public', kind: 'public key', detail: '' }, { material: pem });
    assert.equal((await signer.resign(issue('ES256', privateKey, claims), 'renew', 'editor', now)).kind, 'refused');
  });

  describe('makes tokens', () => {
    const text = '{"big":12345678901234567890,"sub":"u17"}';
    async function made(token: NewToken, caller: Caller = 'editor'): Promise<string> {
      const outcome = await signer.make(token, caller);
      assert.ok(outcome.kind === 'signed', JSON.stringify(outcome));
      return outcome.token;
    }

    it('with a stored key, of what was written, after asking once for each caller', async () => {
      const wanted = { claims: text, header: { alg: 'ES256', typ: 'x' }, key: { stored: 'pair' } };
      const token = await made(wanted);
      assert.equal(partOf(token, 1), text);
      const [header, payload, signature] = token.split('.');
      const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
      assert.ok(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature ?? '', 'base64url')));
      await made(wanted);
      await made(wanted, 'command');
      assert.deepEqual(asked, ['editor pair', 'command pair']);
    });

    it('with a key that was given, without asking', async () => {
      const token = await made({ claims: text, header: { alg: 'HS256' }, key: { given: { material: secret } } });
      const input = token.slice(0, token.lastIndexOf('.'));
      assert.equal(token.split('.')[2], createHmac('sha256', secret).update(input).digest('base64url'));
      assert.deepEqual(asked, []);
    });

    it('encrypted, asking only where the stored secret itself is used', async () => {
      const header = { alg: 'ECDH-ES', enc: 'A256GCM' };
      assert.equal((await made({ claims: text, header, key: { stored: 'pair' } })).split('.').length, 5);
      assert.deepEqual(asked, []);
      const shared = { alg: 'PBES2-HS256+A128KW', enc: 'A256GCM' };
      assert.equal((await made({ claims: text, header: shared, key: { stored: 'shared' } })).split('.').length, 5);
      assert.deepEqual(asked, ['editor shared']);
    });

    it('not without leave, not with a key that does not fit, and not with one that is gone', async () => {
      const refusal = async (header: NewToken['header'], stored: string): Promise<string> => {
        const outcome = await signer.make({ claims: text, header, key: { stored } }, 'editor');
        return outcome.kind === 'refused' ? outcome.problem : outcome.kind;
      };
      assert.match(await refusal({ alg: 'RS256' }, 'pair'), /needs an RSA key/);
      assert.match(await refusal({ alg: 'none' }, 'pair'), /does not sign/);
      assert.match(await refusal({ alg: 'RSA-OAEP', enc: 'A256GCM' }, 'pair'), /cannot be used/);
      assert.match(await refusal({ alg: 'ES256' }, 'nobody'), /no stored key “nobody”/);
      answer = false;
      assert.equal(await refusal({ alg: 'HS256' }, 'shared'), 'cancelled');
    });

    it('and tells beforehand what a key is good for, without asking', async () => {
      const abilities = await signer.abilities({ stored: 'pair' });
      assert.deepEqual(abilities.ok && abilities.fitting.sign, ['ES256']);
      assert.equal((await signer.abilities({ stored: 'nobody' })).ok, false);
      assert.equal((await signer.abilities({ given: { material: '' } })).ok, false);
      assert.deepEqual(asked, []);
    });
  });
});
