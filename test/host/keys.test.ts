import assert from 'node:assert/strict';
import { KeyStore } from '../../src/services/keys/keyStore.ts';
import type { StoredKey, StoredKeyAnswer } from '../../src/services/keys/keyStore.ts';
import { MemorySecrets, MemoryState } from '../support/extensionState.ts';

const secret = 'hunter2-hunter2-hunter2-hunter2!';

function key(name: string): StoredKey {
  return { name, kind: 'secret', detail: 'secret, utf8' };
}

function problemOf(answer: StoredKeyAnswer): string {
  assert.ok(!answer.ok);
  return answer.problem;
}

describe('KeyStore', () => {
  let secrets: MemorySecrets;
  let state: MemoryState;
  let store: KeyStore;
  beforeEach(() => {
    secrets = new MemorySecrets();
    state = new MemoryState();
    store = new KeyStore(secrets, state);
  });
  afterEach(() => {
    store.dispose();
  });

  it('gives back what was stored, under its name', async () => {
    await store.add(key('b'), { name: 'other', material: secret, encoding: 'utf8', algorithms: ['HS256'] });
    const stored = { name: 'b', material: secret, encoding: 'utf8', algorithms: ['HS256'] };
    assert.deepEqual(await store.get('b'), { ok: true, key: stored });
  });

  it('keeps bytes, JWKs and sets as they are', async () => {
    const jwk = { kty: 'oct', k: 'c2VjcmV0' };
    const materials = [Uint8Array.from({ length: 256 }, (_, index) => index), jwk, { keys: [jwk] }];
    for (const material of materials) {
      await store.add(key('k'), { material });
      assert.deepEqual(await store.get('k'), { ok: true, key: { name: 'k', material } });
    }
  });

  for (const kilobytes of [100, 130, 1000]) {
    it(`keeps a key of ${kilobytes} KB as it is`, async () => {
      const material = Uint8Array.from({ length: kilobytes * 1024 + 1 }, (_, index) => index % 251);
      await store.add(key('large'), { material });
      assert.deepEqual(await store.get('large'), { ok: true, key: { name: 'large', material } });
    });
  }

  it('reads what was stored with padding', async () => {
    await store.add(key('k'), { material: new Uint8Array([1]) });
    const [id] = secrets.stored.keys();
    assert.ok(id !== undefined);
    for (const [bytes, base64] of [
      [[1], 'AQ=='],
      [[255, 254], '//4='],
      [[251, 255, 191], '+/+/'],
    ] as const) {
      secrets.stored.set(id, JSON.stringify({ name: 'k', bytes: base64 }));
      assert.deepEqual(await store.get('k'), { ok: true, key: { name: 'k', material: Uint8Array.from(bytes) } });
    }
  });

  it('lists keys by name, without a trace of their material in global state', async () => {
    await store.add(key('b'), { material: secret });
    await store.add(key('a'), { material: new TextEncoder().encode(secret) });
    assert.deepEqual(
      store.list().map(({ name }) => name),
      ['a', 'b'],
    );
    const state64 = [...state.stored.values()].join();
    for (const trace of [secret, Buffer.from(secret).toString('base64url').slice(0, 12)])
      assert.ok(!state64.includes(trace));
  });

  it('replaces a key of the same name', async () => {
    await store.add(key('a'), { material: secret });
    await store.add({ ...key('a'), kind: 'public key' }, { material: 'new' });
    assert.deepEqual(
      store.list().map(({ kind }) => kind),
      ['public key'],
    );
    assert.deepEqual(await store.get('a'), { ok: true, key: { name: 'a', material: 'new' } });
  });

  it('forgets a removed key everywhere', async () => {
    await store.add(key('a'), { material: secret });
    await store.add(key('b'), { material: secret });
    await store.remove('a');
    assert.deepEqual(
      store.list().map(({ name }) => name),
      ['b'],
    );
    assert.match(problemOf(await store.get('a')), /no stored key “a”/);
    assert.equal(secrets.stored.size, 1);
  });

  it('says when the key chain has lost a key', async () => {
    await store.add(key('a'), { material: secret });
    secrets.stored.clear();
    assert.match(problemOf(await store.get('a')), /no longer contains the key “a”/);
  });

  it('says when the key chain cannot be read, or holds what is no key', async () => {
    await store.add(key('a'), { material: secret });
    secrets.stored.set('jwtInspector.key/a', secret);
    assert.match(problemOf(await store.get('a')), /secret storage of VS Code cannot be read/);
    secrets.get = () => Promise.reject(new Error('The keyring is locked.'));
    assert.match(problemOf(await store.get('a')), /cannot be read, so there is no key “a” now/);
  });

  it('tells of changes, those of other windows included', async () => {
    let changes = 0;
    store.onDidChange(() => {
      changes += 1;
    });
    const another = new KeyStore(secrets, state);
    await another.add(key('a'), { material: secret });
    assert.ok(changes > 0);
    another.dispose();
    changes = 0;
    await secrets.store('of someone else', 'x');
    assert.equal(changes, 0);
  });
});
