import assert from 'node:assert/strict';
import { tokenOf } from '../../src/core/token/tokenOf.ts';
import jwt from 'jsonwebtoken';
import * as vscode from 'vscode';
import { verifyByCommand } from '../../src/commands/verify.ts';
import type { Services } from '../../src/commands/services.ts';
import { host } from '../../src/platform/host/node.ts';
import { Approvals } from '../../src/services/network/approvals.ts';
import { IssuerKeys } from '../../src/services/issuers/issuerKeys.ts';
import { Issuers } from '../../src/services/issuers/issuers.ts';
import { JwksClient } from '../../src/services/network/jwksClient.ts';
import { KeyStore } from '../../src/services/keys/keyStore.ts';
import { Verifier } from '../../src/services/verification/verifier.ts';
import { MemorySecrets, MemoryState } from '../support/extensionState.ts';
import { startOidcProvider } from '../support/oidcProvider.ts';
import type { TestProvider } from '../support/oidcProvider.ts';
import { log } from '../support/log.ts';
import { resetSettings, updateSetting } from '../support/settings.ts';

const { Global, Workspace } = vscode.ConfigurationTarget;

const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';
const token = jwt.sign({ sub: 'alice' }, secret, { issuer: 'https://idp.example', audience: 'web', expiresIn: '1h' });

function issuer(name: string, more: object = {}): object {
  return {
    name,
    issuer: 'https://idp.example',
    audience: 'web',
    algorithms: ['HS256'],
    secret: 'shared',
    ...more,
  };
}

describe('Verifier', () => {
  let keyStore: KeyStore;
  let issuers: Issuers;
  let verifier: Verifier;
  beforeEach(async () => {
    keyStore = new KeyStore(new MemorySecrets(), new MemoryState());
    issuers = new Issuers(log);
    const issuerKeys = new IssuerKeys(new JwksClient(new Approvals()), keyStore, host);
    verifier = new Verifier({ issuers, issuerKeys, keyStore, leewaySeconds: () => 7 });
    await keyStore.add(
      { name: 'shared', kind: 'secret', detail: 'secret, utf8' },
      { material: secret, algorithms: ['HS256'] },
    );
  });
  afterEach(async () => {
    verifier.dispose();
    issuers.dispose();
    keyStore.dispose();
    await resetSettings();
  });

  it('offers issuers in the order of the settings, then stored keys', async () => {
    await updateSetting('issuers', [issuer('Staging', { environment: 'staging' })], Global);
    await updateSetting('issuers', [issuer('Ours', { issuer: 'https://ours.example' })], Workspace);
    const choices = verifier.choices().map(({ id, label, detail, kind }) => ({ id, label, detail, kind }));
    assert.deepEqual(choices, [
      { id: 'issuer/Staging', label: 'Staging', detail: 'staging · https://idp.example', kind: 'issuer' },
      { id: 'issuer/Ours', label: 'Ours', detail: 'https://ours.example · workspace settings', kind: 'issuer' },
      { id: 'stored/shared', label: 'shared', detail: 'secret, utf8', kind: 'stored' },
    ]);
  });

  it('verifies with the issuer that fits the token, and holds it against that issuer’s profile', async () => {
    await updateSetting('issuers', [issuer('Other', { issuer: 'https://other.example' }), issuer('Idp')], Global);
    assert.equal(verifier.matching(tokenOf(token))?.id, 'issuer/Idp');
    const { verification, profile, problem } = await verifier.verify(tokenOf(token), { interactive: false });
    assert.equal(verification.verdict, 'verified', JSON.stringify(verification.checks));
    assert.equal(problem, undefined);
    assert.deepEqual(profile, {
      name: 'Idp',
      issuer: 'https://idp.example',
      audience: 'web',
      algorithms: ['HS256'],
      leewaySeconds: 7,
    });
  });

  it('lets expectations of the moment go before those of the profile', async () => {
    await updateSetting('issuers', [issuer('Idp')], Global);
    const { verification } = await verifier.verify(tokenOf(token), {
      profile: { audience: 'mobile' },
      interactive: false,
    });
    assert.equal(verification.verdict, 'rejected');
    assert.equal(verification.checks.find(({ id }) => id === 'aud')?.outcome, 'fail');
  });

  it('does not guess between issuers that fit equally, and names them', async () => {
    await updateSetting('issuers', [issuer('One'), issuer('Two')], Global);
    assert.equal(verifier.matching(tokenOf(token)), undefined);
    const { verification, problem } = await verifier.verify(tokenOf(token), { interactive: false });
    assert.equal(verification.signature, 'not-checked');
    assert.match(problem ?? '', /One, Two\. Choose one/);
    const chosen = await verifier.verify(tokenOf(token), { choice: 'issuer/Two', interactive: false });
    assert.equal(chosen.verification.verdict, 'verified');
  });

  it('has JWT: Verify ask which of them is meant, those that fit before all others', async () => {
    const shown: vscode.QuickPickItem[] = [];
    let asked: string | undefined;
    const showQuickPick = Object.getOwnPropertyDescriptor(vscode.window, 'showQuickPick');
    Object.defineProperty(vscode.window, 'showQuickPick', {
      configurable: true,
      value: (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions) => {
        shown.push(...items);
        asked = options.placeHolder;
        return Promise.resolve(undefined);
      },
    });
    try {
      await updateSetting('issuers', [issuer('Other', { issuer: 'b' }), issuer('One'), issuer('Two')], Global);
      const source = { tokenChooser: { choose: () => Promise.resolve({ text: token }) }, tokenHandles: {}, verifier };
      assert.equal(await verifyByCommand(source as unknown as Services, token), undefined);
    } finally {
      Object.defineProperty(vscode.window, 'showQuickPick', showQuickPick ?? {});
    }
    assert.equal(asked, 'Several configured issuers match this token. Select one.');
    assert.deepEqual(
      shown.map(({ label }) => label.replace(/^\$\(\w+\) /, '')),
      ['One', 'Two', 'Other', 'shared'],
    );
  });

  it('tells issuers that fit equally apart by the key ID, where the keys of one bear it', async () => {
    const material = (kid: string): object => ({ kty: 'oct', k: Buffer.from(secret).toString('base64url'), kid });
    for (const kid of ['one', 'two'])
      await keyStore.add({ name: kid, kind: 'secret', detail: 'secret' }, { material: JSON.stringify(material(kid)) });
    await updateSetting('issuers', [issuer('One', { secret: 'one' }), issuer('Two', { secret: 'two' })], Global);
    const signed = (keyid: string): string =>
      jwt.sign({}, secret, { issuer: 'https://idp.example', audience: 'web', expiresIn: '1h', keyid });
    assert.equal(verifier.matching(tokenOf(signed('two'))), undefined);
    assert.equal((await verifier.find(tokenOf(signed('two'))))?.id, 'issuer/Two');
    const { verification, profile } = await verifier.verify(tokenOf(signed('one')), { interactive: false });
    assert.equal(verification.verdict, 'verified', JSON.stringify(verification.checks));
    assert.equal(profile?.name, 'One');
    assert.equal(await verifier.find(tokenOf(signed('three'))), undefined);
    assert.equal(await verifier.find(tokenOf(token)), undefined);
  });

  it('finds the issuer of a token without iss and aud by its key ID, where its tokens have none', async () => {
    const material = { kty: 'oct', k: Buffer.from(secret).toString('base64url'), kid: 'mine' };
    await keyStore.add({ name: 'mine', kind: 'secret', detail: 'secret' }, { material: JSON.stringify(material) });
    const none = { issuer: null, audience: null };
    await updateSetting(
      'issuers',
      [issuer('Other', none), issuer('Mine', { ...none, secret: 'mine' }), issuer('Idp', { secret: 'mine' })],
      Global,
    );
    const nameless = jwt.sign({}, secret, { expiresIn: '1h', keyid: 'mine' });
    assert.equal((await verifier.find(tokenOf(nameless)))?.id, 'issuer/Mine');
    const { verification } = await verifier.verify(tokenOf(nameless), { interactive: false });
    assert.equal(verification.verdict, 'verified', JSON.stringify(verification.checks));
    const named = jwt.sign({ iss: 'https://else.example' }, secret, { expiresIn: '1h', keyid: 'mine' });
    assert.equal(await verifier.find(tokenOf(named)), undefined);
    assert.equal(await verifier.find(tokenOf(jwt.sign({}, secret, { expiresIn: '1h' }))), undefined);
  });

  it('checks the claims of a token that no issuer fits', async () => {
    const { verification, problem } = await verifier.verify(tokenOf(token), { interactive: false });
    assert.equal(verification.verdict, 'not-verified');
    assert.equal(verification.checks.find(({ id }) => id === 'exp')?.outcome, 'pass');
    assert.match(problem ?? '', /No configured issuer matches this token/);
  });

  it('says which entry of the settings is not used, when nothing fits', async () => {
    await updateSetting('issuers', [{ ...issuer('Idp'), algorithms: ['rs256'] }], Global);
    const { problem } = await verifier.verify(tokenOf(token), { interactive: false });
    assert.match(problem ?? '', /Entry 1 is ignored: "rs256" is not a signature algorithm/);
  });

  it('verifies with a stored key, and with keys given on the spot', async () => {
    const stored = await verifier.verify(tokenOf(token), { choice: 'stored/shared', interactive: false });
    assert.equal(stored.verification.signature, 'valid');
    assert.equal(stored.verification.verdict, 'not-verified', 'nobody said which issuer and audience are expected');
    const given = await verifier.verify(tokenOf(token), { keys: [{ material: 'another secret' }], interactive: false });
    assert.equal(given.verification.signature, 'invalid');
  });

  it('says of a token that it was signed with the key of another issuer than it names', async () => {
    const isForeign = async (choice?: string): Promise<boolean> => {
      const request = { interactive: false, ...(choice !== undefined && { choice }) };
      const { findings } = (await verifier.verify(tokenOf(token), request)).verification;
      return findings.some(({ ruleId }) => ruleId === 'iss-key-mismatch');
    };
    await updateSetting('issuers', [issuer('Other', { issuer: 'https://other.example' })], Global);
    assert.ok(await isForeign('issuer/Other'));
    assert.ok(await isForeign('stored/shared'));
    await updateSetting('issuers', [issuer('Other', { issuer: 'https://other.example' }), issuer('Idp')], Global);
    assert.ok(!(await isForeign('stored/shared')));
    assert.ok(!(await isForeign()));
  });

  it('says when what was chosen has gone', async () => {
    for (const choice of ['stored/nothing', 'issuer/nothing', 'nonsense']) {
      const { verification, problem } = await verifier.verify(tokenOf(token), { choice, interactive: false });
      assert.equal(verification.signature, 'not-checked');
      assert.match(problem ?? '', /no stored key|no longer configured/);
    }
  });

  it('survives whatever is no token', async () => {
    await updateSetting('issuers', [issuer('Idp')], Global);
    for (const text of ['', 'x', 'e30.e30.', 'eyJhbGciOiJub25lIn0.bnVsbA.', 'eyJhbGciOiJub25lIn0.WzFd.']) {
      assert.equal(verifier.matching(tokenOf(text)), undefined);
      assert.notEqual((await verifier.verify(tokenOf(text), { interactive: false })).verification.verdict, 'verified');
    }
  });

  it('tells when answers may differ', async () => {
    let changes = 0;
    verifier.onDidChange(() => {
      changes += 1;
    });
    await keyStore.remove('shared');
    assert.ok(changes > 0);
    changes = 0;
    await updateSetting('network.allowedOrigins', ['https://idp.example'], Global);
    assert.ok(changes > 0);
  });

  describe('with an OpenID Provider', () => {
    let provider: TestProvider;
    beforeEach(async () => {
      provider = await startOidcProvider();
      const { clientId, issuer: iss } = provider;
      const jwksUri = await provider.jwksUri();
      await updateSetting(
        'issuers',
        [{ name: 'Provider', issuer: iss, audience: clientId, algorithms: ['RS256'], jwksUri }],
        Workspace,
      );
    });
    afterEach(() => provider.close());

    const changeOfSettings = async (change: () => Thenable<void>): Promise<void> => {
      const changed = new Promise<unknown>((resolve) => {
        const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
          if (event.affectsConfiguration('jwtInspector.diagnostics.enabled')) resolve(subscription.dispose());
        });
      });
      await change();
      await changed;
    };
    const jwksRequests = (): number => provider.requests.filter((path) => path === '/jwks').length;

    it('waits for approval when nobody is there to give it, and asks nothing of the network', async () => {
      const { verification, problem } = await verifier.verify(tokenOf(await provider.idToken()), {
        interactive: false,
      });
      assert.equal(verification.signature, 'not-checked');
      assert.match(problem ?? '', new RegExp(`Fetching keys from ${provider.issuer}/jwks requires your approval`));
      assert.equal(jwksRequests(), 0);
    });

    it('takes no approval from workspace settings', async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no folder is open');
      const file = vscode.Uri.joinPath(folder, '.vscode/settings.json');
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
      const settings = {
        ...(JSON.parse(text) as object),
        'jwtInspector.network.allowedOrigins': [provider.issuer],
        // Told of the change of this one, we know that the file has been read.
        'jwtInspector.diagnostics.enabled': false,
      };
      await changeOfSettings(() => vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(settings))));
      const { problem } = await verifier.verify(tokenOf(await provider.idToken()), { interactive: false });
      await changeOfSettings(() => vscode.workspace.fs.writeFile(file, Buffer.from(text)));
      assert.match(problem ?? '', /requires your approval/);
      assert.equal(jwksRequests(), 0);
    });

    it('takes no approval of another port', async () => {
      await updateSetting('network.allowedOrigins', ['http://127.0.0.1:1'], Global);
      const { problem } = await verifier.verify(tokenOf(await provider.idToken()), { interactive: false });
      assert.match(problem ?? '', /requires your approval/);
    });

    it('verifies ID tokens from an approved origin, through a rotation of keys', async () => {
      await updateSetting('network.allowedOrigins', [provider.issuer], Global);
      const old = await provider.idToken();
      const first = await verifier.verify(tokenOf(old), { interactive: false });
      assert.equal(first.verification.verdict, 'verified', first.problem);
      await provider.rotate();
      const second = await verifier.verify(tokenOf(await provider.idToken()), { interactive: false });
      assert.equal(second.verification.verdict, 'verified', second.problem);
      assert.equal((await verifier.verify(tokenOf(old), { interactive: false })).verification.verdict, 'verified');
      assert.equal(jwksRequests(), 2);
    });

    it('is found by its own discovery document, through a rotation of keys', async () => {
      await updateSetting('network.allowedOrigins', [provider.issuer], Global);
      const { clientId: audience, issuer: iss } = provider;
      const entry = { name: 'Provider', issuer: iss, audience, algorithms: ['RS256'], discovery: true };
      await updateSetting('issuers', [entry], Workspace);
      const first = await verifier.verify(tokenOf(await provider.idToken()), { interactive: false });
      assert.equal(first.verification.verdict, 'verified', first.problem);
      await provider.rotate();
      const second = await verifier.verify(tokenOf(await provider.idToken()), { interactive: false });
      assert.equal(second.verification.verdict, 'verified', second.problem);
      assert.equal(jwksRequests(), 2);
    });

    it('is what the command JWT: Verify uses', async () => {
      await updateSetting('network.allowedOrigins', [provider.issuer], Global);
      const verification = await vscode.commands.executeCommand<{ verdict: string }>(
        'jwtInspector.verify',
        await provider.idToken(),
      );
      assert.equal(verification.verdict, 'verified');
    });

    it('is tested by a command that says how it went, through a rotation of keys', async () => {
      const test = async (): Promise<string> => vscode.commands.executeCommand('jwtInspector.testIssuer', 'Provider');
      await updateSetting('network.allowedOrigins', [provider.issuer], Global);
      assert.equal(await test(), '“Provider” has 1 key ready: 2048-bit RSA public key.');
      await provider.rotate();
      assert.equal(await test(), '“Provider” has 2 keys ready: 2048-bit RSA public key.');
      await provider.close();
      assert.match(
        await test(),
        /has 2 keys ready.* may be out of date, because refreshing them failed\. 127\.0\.0\.1/,
      );
    });

    it('is asked again for its keys by JWT: Refresh Keys, where that is approved', async () => {
      await vscode.commands.executeCommand('jwtInspector.refreshKeys');
      assert.equal(jwksRequests(), 0);
      await updateSetting('network.allowedOrigins', [provider.issuer], Global);
      await vscode.commands.executeCommand('jwtInspector.refreshKeys');
      await vscode.commands.executeCommand('jwtInspector.refreshKeys');
      assert.equal(jwksRequests(), 2);
    });

    it('says that the provider is down, and keeps the keys it had', async () => {
      await updateSetting('network.allowedOrigins', [provider.issuer], Global);
      const idToken = await provider.idToken();
      await verifier.verify(tokenOf(idToken), { interactive: false });
      await provider.rotate();
      const fresh = await provider.idToken();
      await provider.close();
      const { verification, problem } = await verifier.verify(tokenOf(fresh), { interactive: false });
      assert.equal(verification.signature, 'not-checked');
      assert.match(problem ?? '', /may be out of date.*127\.0\.0\.1:\d+ (?:refused|closed) the connection/);
      assert.equal((await verifier.verify(tokenOf(idToken), { interactive: false })).verification.verdict, 'verified');
    });
  });
});
