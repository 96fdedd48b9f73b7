import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import * as vscode from 'vscode';
import { host } from '../../src/platform/host/node.ts';
import { Approvals } from '../../src/services/network/approvals.ts';
import type { IssuerEntry } from '../../src/core/issuers/issuerSettings.ts';
import { IssuerKeys } from '../../src/services/issuers/issuerKeys.ts';
import type { IssuerKeyOutcome } from '../../src/services/issuers/issuerKeys.ts';
import { Issuers } from '../../src/services/issuers/issuers.ts';
import { JwksClient } from '../../src/services/network/jwksClient.ts';
import { KeyStore } from '../../src/services/keys/keyStore.ts';
import { eventually } from '../support/documents.ts';
import { MemorySecrets, MemoryState } from '../support/extensionState.ts';
import { sendJson, serve } from '../support/loopbackServer.ts';
import type { LoopbackServer } from '../support/loopbackServer.ts';
import { log } from '../support/log.ts';
import { resetSettings, updateSetting } from '../support/settings.ts';

const { Global, Workspace } = vscode.ConfigurationTarget;

const jwks = JSON.stringify({
  keys: [{ ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }), kid: 'file' }],
});

function named(name: string, more: object = { key: '${env:JWT_INSPECTOR_TEST}' }): object {
  return { name, issuer: `https://${name}.example`, audience: name, ...more };
}

describe('issuers of settings', () => {
  let issuers: Issuers;
  beforeEach(() => {
    issuers = new Issuers(log);
  });
  afterEach(async () => {
    issuers.dispose();
    await resetSettings();
  });

  const ids = (): readonly string[] => issuers.all().map(({ id }) => id);

  it('are those of the user and of the workspace together', async () => {
    await updateSetting('issuers', [named('mine')], Global);
    await updateSetting('issuers', [named('ours')], Workspace);
    assert.deepEqual(ids(), ['issuer/mine', 'issuer/ours']);
    assert.deepEqual(
      issuers.all().map(({ base }) => base?.toString()),
      [undefined, vscode.workspace.workspaceFolders?.[0]?.uri.toString()],
    );
  });

  it('keep the user’s word on an issuer that the workspace also names', async () => {
    await updateSetting('issuers', [named('mine', { key: '${env:A}', algorithms: ['ES256'] })], Global);
    await updateSetting('issuers', [{ ...named('mine'), name: 'loose' }], Workspace);
    assert.deepEqual(ids(), ['issuer/mine']);
    assert.deepEqual(issuers.all()[0]?.profile.algorithms, ['ES256']);
  });

  it('follow the settings', async () => {
    assert.deepEqual(ids(), []);
    const changed = new Promise<void>((resolve) => {
      issuers.onDidChange(resolve);
    });
    await updateSetting('issuers', [named('mine')], Global);
    await changed;
    assert.deepEqual(ids(), ['issuer/mine']);
  });

  describe('that are added and removed', () => {
    const entry = (name: string): IssuerEntry => ({
      name,
      issuer: `https://${name}.example`,
      algorithms: ['RS256'],
      discovery: true,
    });
    const settingOf = (target: 'globalValue' | 'workspaceValue'): unknown =>
      vscode.workspace.getConfiguration('jwtInspector').inspect('issuers')?.[target];

    it('stand behind those that are there, in the settings of whom they are for', async () => {
      await updateSetting('issuers', [named('mine')], Global);
      await updateSetting('issuers', undefined, Workspace);
      assert.equal(await issuers.add({ ...entry('new'), audience: ['a', 'b'] }, 'user'), undefined);
      assert.equal(await issuers.add(entry('ours'), 'workspace'), undefined);
      assert.deepEqual(settingOf('globalValue'), [named('mine'), { ...entry('new'), audience: ['a', 'b'] }]);
      assert.deepEqual(settingOf('workspaceValue'), [entry('ours')]);
      assert.deepEqual(ids(), ['issuer/mine', 'issuer/new', 'issuer/ours']);
    });

    it('are not written where they would not be used, and the reason is said', async () => {
      await updateSetting('issuers', [named('mine')], Global);
      const inTheWay = await issuers.add({ ...entry('mine'), name: 'other' }, 'workspace');
      assert.match(inTheWay ?? '', /your user settings already configure this issuer/);
      assert.match((await issuers.add(entry('mine'), 'user')) ?? '', /an earlier entry has the same name/);
      assert.equal(settingOf('workspaceValue'), undefined);
      assert.deepEqual(settingOf('globalValue'), [named('mine')]);
    });

    it('do not replace a setting that is no list', async () => {
      await updateSetting('issuers', { mine: named('mine') }, Global);
      assert.match((await issuers.add(entry('new'), 'user')) ?? '', /not a list/);
      assert.deepEqual(settingOf('globalValue'), { mine: named('mine') });
    });

    it('leave the others as they were', async () => {
      await updateSetting('issuers', ['nonsense', named('a'), named('b')], Global);
      await updateSetting('issuers', [named('ours')], Workspace);
      const [first, , third] = issuers.all();
      assert.ok(first !== undefined && third !== undefined);
      await issuers.remove(first);
      await issuers.remove(third);
      assert.deepEqual(settingOf('globalValue'), ['nonsense', named('b')]);
      assert.deepEqual(ids(), ['issuer/b']);
    });
  });

  describe('keys', () => {
    const keyStore = new KeyStore(new MemorySecrets(), new MemoryState());
    const issuerKeys = new IssuerKeys(
      new JwksClient({ refusal: () => Promise.resolve('The gate is closed.') }),
      keyStore,
      host,
    );
    after(() => {
      keyStore.dispose();
    });

    const keysOf = async (source: object, target = Workspace): Promise<IssuerKeyOutcome> => {
      await updateSetting('issuers', [named('one', source)], target);
      const [issuer] = issuers.all();
      assert.ok(issuer !== undefined, 'the setting is not accepted');
      return issuerKeys.of(issuer, { interactive: false });
    };
    const problemOf = async (source: object, target = Workspace): Promise<string | undefined> => {
      const { keys, problem } = await keysOf(source, target);
      assert.deepEqual(keys, []);
      return problem;
    };

    it('come from an environment variable', async () => {
      process.env['JWT_INSPECTOR_TEST'] = 'the secret of the environment';
      const { keys } = await keysOf({ key: '${env:JWT_INSPECTOR_TEST}' });
      assert.deepEqual(keys, [{ name: 'one, key from this workspace', material: 'the secret of the environment' }]);
      delete process.env['JWT_INSPECTOR_TEST'];
      assert.match((await problemOf({ key: '${env:JWT_INSPECTOR_TEST}' })) ?? '', /JWT_INSPECTOR_TEST is not set/);
    });

    it('come from a stored key', async () => {
      assert.match((await problemOf({ secret: 'shared' })) ?? '', /no stored key “shared”.*“JWT: Add Key…”/);
      await keyStore.add({ name: 'shared', kind: 'secret', detail: 'secret' }, { material: 'abc', encoding: 'utf8' });
      const { keys } = await keysOf({ secret: 'shared' });
      // The key is the user's, but it was a workspace that chose it.
      assert.deepEqual(keys, [{ name: 'one, key from this workspace', material: 'abc', encoding: 'utf8' }]);
      const [own] = (await keysOf({ secret: 'shared' }, Global)).keys;
      assert.equal(own?.name, 'shared');
    });

    it('do not come from a URL unless the gate is open', async () => {
      assert.equal(await problemOf({ jwksUri: 'https://one.example/jwks' }), 'The gate is closed.');
    });

    describe('over the network', () => {
      let server: LoopbackServer;
      let other: LoopbackServer;
      let authorizations: (string | undefined)[];
      beforeEach(async () => {
        authorizations = [];
        other = await serve((request, response) => {
          authorizations.push(request.headers.authorization);
          sendJson(response, jwks);
        });
        server = await serve((_, response) =>
          sendJson(response, { issuer: server.origin, jwks_uri: `${other.origin}/jwks` }),
        );
      });
      afterEach(async () => {
        await server.close();
        await other.close();
      });
      const approve = (...origins: readonly string[]): Promise<void> =>
        updateSetting('network.allowedOrigins', origins, Global);
      const fetched = async (source: object, target = Workspace): Promise<IssuerKeyOutcome> => {
        await updateSetting('issuers', [named('one', source)], target);
        const [issuer] = issuers.all();
        assert.ok(issuer !== undefined, issuers.problems().join());
        return new IssuerKeys(new JwksClient(new Approvals()), keyStore, host).of(issuer, { interactive: false });
      };

      it('are found by discovery, the issuer and the keys each with an approval of its own', async () => {
        const source = { issuer: server.origin, discovery: true };
        assert.match(
          (await fetched(source)).problem ?? '',
          new RegExp(`keys from ${server.origin}/.well-known/openid-configuration requires your approval`),
        );
        assert.deepEqual(server.requests, []);
        await approve(server.origin);
        assert.match(
          (await fetched(source)).problem ?? '',
          new RegExp(`keys from ${other.origin}/jwks requires your approval`),
        );
        assert.deepEqual(other.requests, []);
        await approve(server.origin, `${other.origin}/jwks`);
        const { keys, problem, fetchedAt, discovered } = await fetched(source);
        assert.equal(problem, undefined);
        assert.deepEqual(keys, [{ name: 'one, key from this workspace', material: JSON.parse(jwks) as object }]);
        assert.ok(fetchedAt !== undefined);
        assert.equal(discovered, `${other.origin}/jwks`);
      });

      it('come from the one address of this machine that was approved, not from others of the same port', async () => {
        await approve(`${other.origin}/jwks`);
        assert.equal((await fetched({ jwksUri: `${other.origin}/jwks` })).problem, undefined);
        assert.deepEqual(other.requests, ['/jwks']);
        for (const path of ['/shutdown', '/jwks?delete=all', '/jwks/', '/JWKS', '/']) {
          assert.match(
            (await fetched({ jwksUri: other.origin + path })).problem ?? '',
            /^Fetching keys from .* requires your approval/,
            path,
          );
        }
        assert.deepEqual(other.requests, ['/jwks']);
        // The same address, however it is written.
        assert.equal((await fetched({ jwksUri: `${other.origin}/a/../jwks` })).problem, undefined);
      });

      it('are asked for with the stored authorization that user settings name', async () => {
        await approve(other.origin);
        const source = { jwksUri: `${other.origin}/jwks`, authorization: 'jwks token' };
        assert.match((await fetched(source, Global)).problem ?? '', /no stored key “jwks token”/);
        assert.deepEqual(authorizations, []);
        await keyStore.add({ name: 'jwks token', kind: 'secret', detail: 'secret' }, { material: 'open-sesame' });
        assert.equal((await fetched(source, Global)).problem, undefined);
        assert.deepEqual(authorizations, ['Bearer open-sesame']);
      });
    });

    describe('in files', () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
      const at = (path: string): vscode.Uri => vscode.Uri.joinPath(folder, path);
      const outside = vscode.Uri.joinPath(folder, '../outside');
      before(async () => {
        await vscode.workspace.fs.writeFile(at('keys/jwks.json'), Buffer.from(jwks));
        await vscode.workspace.fs.writeFile(at('large.json'), new Uint8Array(1024 * 1024 + 1));
        await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(outside, 'jwks.json'), Buffer.from(jwks));
        mkdirSync(at('links').fsPath);
        symlinkSync(vscode.Uri.joinPath(outside, 'jwks.json').fsPath, at('links/file.json').fsPath);
        symlinkSync(outside.fsPath, at('links/folder').fsPath);
      });
      after(async () => {
        for (const path of [at('keys'), at('large.json'), at('links'), outside])
          await vscode.workspace.fs.delete(path, { recursive: true });
      });

      for (const path of ['keys/jwks.json', './keys/jwks.json', 'keys\\jwks.json']) {
        it(`are read at ${path}`, async () => {
          assert.deepEqual(await keysOf({ jwksFile: path }), {
            keys: [{ name: 'one, key from this workspace', material: jwks }],
          });
        });
      }

      const refused: readonly (readonly [path: string, problem: RegExp])[] = [
        ['nowhere.json', /does not exist/],
        ['keys', /is not a file/],
        ['.', /is not a file/],
        ['large.json', /larger than 1 MiB/],
        ['../outside/jwks.json', /outside the folder/],
        ['keys/../../outside/jwks.json', /outside the folder/],
        ['.. /outside/jwks.json', /outside the folder/],
        ['links/file.json', /symbolic link/],
        ['links/folder/jwks.json', /symbolic link/],
        [vscode.Uri.joinPath(outside, 'jwks.json').fsPath, /inside the folder/],
        ['C:\\keys\\jwks.json', /inside the folder/],
        ['\\\\server\\share\\jwks.json', /inside the folder/],
        ['//server/share/jwks.json', /inside the folder/],
      ];
      for (const [path, problem] of refused) {
        it(`are refused at ${path.startsWith(folder.fsPath.slice(0, 4)) ? 'an absolute path' : path}`, async () => {
          assert.match((await problemOf({ jwksFile: path })) ?? '', problem);
        });
      }

      it('of variables are held to the same, and give the entry as it is', async () => {
        const key = '${env:KEY}';
        await vscode.workspace.fs.writeFile(at('keys/.env'), Buffer.from('A=1\r\nKEY="c2VjcmV0" # base64\r\n'));
        assert.deepEqual(await keysOf({ key, envFile: 'keys/.env', encoding: 'base64' }), {
          keys: [{ name: 'one, key from this workspace', material: 'c2VjcmV0', encoding: 'base64' }],
        });
        assert.match(
          (await problemOf({ key: '${env:B}', envFile: 'keys/.env' })) ?? '',
          /keys\/\.env has no entry B\.$/,
        );
        await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(outside, '.env'), Buffer.from('KEY=secret'));
        assert.match((await problemOf({ key, envFile: '../outside/.env' })) ?? '', /outside the folder/);
        assert.match((await problemOf({ key, envFile: 'links/folder/.env' })) ?? '', /symbolic link/);
        const absolute = vscode.Uri.joinPath(outside, '.env').fsPath;
        assert.match((await problemOf({ key, envFile: absolute })) ?? '', /inside the folder/);
        const { keys } = await keysOf({ key, envFile: absolute }, Global);
        assert.deepEqual(keys, [{ name: 'one', material: 'secret' }]);
      });

      it('that hold a secret end before the line break that editors add', async () => {
        await vscode.workspace.fs.writeFile(at('keys/secret.txt'), Buffer.from('a secret \r\n'));
        assert.deepEqual((await keysOf({ jwksFile: 'keys/secret.txt' })).keys, [
          { name: 'one, key from this workspace', material: 'a secret ' },
        ]);
      });

      it('tell when they change, come and go', async () => {
        const issuerKeysOfFiles = new IssuerKeys(new JwksClient(new Approvals()), keyStore, host);
        await updateSetting('issuers', [named('one', { jwksFile: 'keys/[later]*.json' })], Workspace);
        const [issuer] = issuers.all();
        assert.ok(issuer !== undefined);
        const file = at('keys/[later]*.json');
        const material = async (): Promise<unknown> =>
          (await issuerKeysOfFiles.of(issuer, { interactive: false })).keys[0]?.material;
        const told = async (change: () => Thenable<void>): Promise<unknown> => {
          const changed = new Promise<void>((resolve) => {
            issuerKeysOfFiles.onDidChange(resolve);
          });
          await change();
          await changed;
          return material();
        };
        assert.equal(await material(), undefined);
        assert.equal(await told(() => vscode.workspace.fs.writeFile(file, Buffer.from('first'))), 'first');
        await vscode.workspace.fs.writeFile(file, Buffer.from('second'));
        await eventually(async () => ((await material()) === 'second' ? true : undefined));
        assert.equal(await told(() => vscode.workspace.fs.delete(file)), undefined);
        issuerKeysOfFiles.dispose();
      });

      it('that user settings name have an absolute path', async () => {
        const { keys } = await keysOf({ jwksFile: vscode.Uri.joinPath(outside, 'jwks.json').fsPath }, Global);
        assert.deepEqual(keys, [{ name: 'one', material: jwks }]);
        assert.match((await problemOf({ jwksFile: 'keys/jwks.json' }, Global)) ?? '', /must have an absolute path/);
      });
    });
  });
});
