import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import * as vscode from 'vscode';
import { KeyTree } from '../../src/features/keysView/keyTree.ts';
import type { Node } from '../../src/features/keysView/keyTree.ts';
import { Config } from '../../src/services/config.ts';
import { host } from '../../src/platform/host/node.ts';
import { Approvals } from '../../src/services/network/approvals.ts';
import { EnvironmentKeys } from '../../src/services/issuers/environmentKeys.ts';
import { IssuerKeys } from '../../src/services/issuers/issuerKeys.ts';
import { Issuers } from '../../src/services/issuers/issuers.ts';
import { JwksClient } from '../../src/services/network/jwksClient.ts';
import { KeyStore } from '../../src/services/keys/keyStore.ts';
import { MemorySecrets, MemoryState } from '../support/extensionState.ts';
import { sendJson, serve } from '../support/loopbackServer.ts';
import { log } from '../support/log.ts';
import { resetSettings, updateSetting } from '../support/settings.ts';

const { Global } = vscode.ConfigurationTarget;
const jwk = { ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }), kid: 'one' };
const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();

describe('the tree of issuers and keys', () => {
  let secrets: MemorySecrets;
  let keyStore: KeyStore;
  let issuers: Issuers;
  let tree: KeyTree;
  let config: Config;
  let environmentKeys: EnvironmentKeys;
  beforeEach(() => {
    secrets = new MemorySecrets();
    keyStore = new KeyStore(secrets, new MemoryState());
    issuers = new Issuers(log);
    const issuerKeys = new IssuerKeys(new JwksClient(new Approvals()), keyStore, host);
    config = new Config(log);
    environmentKeys = new EnvironmentKeys({ issuers, issuerKeys, keyStore, log });
    tree = new KeyTree({ issuers, issuerKeys, keyStore, config, environmentKeys });
  });
  afterEach(async () => {
    tree.dispose();
    environmentKeys.dispose();
    config.dispose();
    issuers.dispose();
    keyStore.dispose();
    await resetSettings();
  });

  const textOf = (node: Node): string => {
    const { label, description } = tree.getTreeItem(node);
    return [label, description].flatMap((part) => (typeof part === 'string' && part !== '' ? [part] : [])).join(': ');
  };
  const below = async (...path: readonly string[]): Promise<readonly Node[]> => {
    let nodes: readonly Node[] = await tree.getChildren();
    for (const step of path) {
      const node = nodes.find((one) => textOf(one).startsWith(step));
      assert.ok(node !== undefined, `${step} is not among ${nodes.map(textOf).join(', ')}`);
      nodes = await tree.getChildren(node);
    }
    return nodes;
  };
  const rows = async (...path: readonly string[]): Promise<readonly string[]> => (await below(...path)).map(textOf);

  it('is empty where nothing is configured, so that the view shows its welcome', async () => {
    assert.deepEqual(await rows(), []);
  });

  it('lists stored keys, and opens those that are no secrets', async () => {
    await keyStore.add({ name: 'shared', kind: 'secret', detail: 'secret, utf8' }, { material: 'abc' });
    await keyStore.add({ name: 'server', kind: 'public key', detail: 'Ed25519 public key' }, { material: pem });
    assert.deepEqual(await rows(), ['Stored Keys']);
    assert.deepEqual(await rows('Stored Keys'), ['server: Ed25519 public key', 'shared: secret, utf8']);
    const [server, shared] = await below('Stored Keys');
    assert.ok(server !== undefined && shared !== undefined);
    assert.equal(tree.getTreeItem(server).collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
    assert.equal(tree.getTreeItem(shared).collapsibleState, vscode.TreeItemCollapsibleState.None);
    assert.match((await rows('Stored Keys', 'server')).join(), /^Ed25519 public key: [\w-]{43}$/);
  });

  it('says when the secret storage has lost a key', async () => {
    await keyStore.add({ name: 'server', kind: 'public key', detail: 'Ed25519 public key' }, { material: pem });
    secrets.stored.clear();
    assert.match((await rows('Stored Keys', 'server')).join(), /no longer contains the key “server”/);
  });

  it('lists what is wrong with the setting, with a way to it', async () => {
    await updateSetting('issuers', [{ name: 'half' }], Global);
    const [problem] = await below('Issuers');
    assert.ok(problem !== undefined);
    assert.match(textOf(problem), /Entry 1 is ignored: it needs exactly one of/);
    assert.equal(tree.getTreeItem(problem).command?.command, 'workbench.action.openSettings');
  });

  it('asks nothing of an origin that is not approved, and says what is missing', async () => {
    const server = await serve((_, response) => sendJson(response, { keys: [jwk] }));
    await updateSetting('issuers', [{ name: 'idp', issuer: server.origin, discovery: true }], Global);
    assert.match((await rows('Issuers', 'idp'))[0] ?? '', /requires your approval/);
    assert.deepEqual(server.requests, []);
    await server.close();
  });

  it('tells of a secret that two environments share, of an issuer that is not checked, and is quiet on request', async () => {
    for (const name of ['one', 'two'])
      await keyStore.add({ name, kind: 'secret', detail: 'secret' }, { name, material: 'the very same secret' });
    await updateSetting(
      'issuers',
      [
        { name: 'test', issuer: 'https://test.corp.io', environment: 'test', secret: 'one' },
        { name: 'live', environment: 'production', secret: 'two' },
      ],
      Global,
    );
    const found = new Promise<void>((resolve) => {
      environmentKeys.onDidChange(resolve);
    });
    assert.deepEqual(environmentKeys.shared(), []);
    await found;
    assert.deepEqual(environmentKeys.shared(), [['test', 'live']]);
    assert.match((await rows('Issuers', 'test'))[0] ?? '', /same key/);
    assert.match((await rows('Issuers', 'live')).slice(0, 2).join(), /It has no "issuer".*same key/);
    await updateSetting('diagnostics.rules', { 'key-shared-across-environments': 'off' }, Global);
    assert.doesNotMatch((await rows('Issuers', 'test')).join(), /same key/);
  });

  it('shows the keys of an issuer and what is odd about them, and follows a change', async () => {
    const secret = { kty: 'oct', k: 'c2VjcmV0', kid: 'secret' };
    const server = await serve((_, response) => sendJson(response, { keys: [jwk, { ...jwk }, secret] }));
    await updateSetting('network.allowedOrigins', [server.origin], Global);
    const entry = { name: 'idp', issuer: server.origin, algorithms: ['EdDSA'], jwksUri: `${server.origin}/jwks` };
    await updateSetting('issuers', [entry], Global);
    const shown = await rows('Issuers', 'idp');
    assert.match(shown[0] ?? '', /publishes a symmetric key \(`oct`\).*have the same `kid`/);
    assert.ok(shown.includes(`Keys from: ${server.origin}/jwks`));
    assert.equal(shown.filter((text) => text.startsWith('one: Ed25519 public key')).length, 2);
    const [idp] = await below('Issuers');
    assert.ok(idp !== undefined);
    const spoken = tree.getTreeItem(idp).accessibilityInformation?.label;
    assert.equal(spoken, `Problem: idp, ${server.origin} · 2 keys`, 'the icon says it to the eye only');
    assert.ok(!shown.some((text) => text.startsWith('secret')));

    const changed = new Promise<void>((resolve) => {
      tree.onDidChangeTreeData(resolve);
    });
    await updateSetting('issuers', [{ ...entry, algorithms: ['Ed25519'] }], Global);
    tree.renew();
    await changed;
    assert.ok((await rows('Issuers', 'idp')).includes('Algorithms: Ed25519'));
    await server.close();
  });
});
