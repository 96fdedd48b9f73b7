import assert from 'node:assert/strict';
import { tokenOf } from '../../src/core/token/tokenOf.ts';
import { createSecretKey, randomBytes, generateKeyPairSync } from 'node:crypto';
import * as vscode from 'vscode';
import type { Verification } from '../../src/core/verify/verification.ts';
import { verify } from '../../src/core/verify/verify.ts';
import { verifyAll } from '../../src/commands/verifyAll.ts';
import type { TokenVerification } from '../../src/services/commands.ts';
import { host } from '../../src/platform/host/node.ts';
import { Approvals } from '../../src/services/network/approvals.ts';
import { BackgroundVerifier } from '../../src/services/verification/backgroundVerifier.ts';
import type { IssuerAnswer } from '../../src/services/verification/backgroundVerifier.ts';
import { IssuerKeys } from '../../src/services/issuers/issuerKeys.ts';
import { Issuers } from '../../src/services/issuers/issuers.ts';
import { JwksClient } from '../../src/services/network/jwksClient.ts';
import { KeyStore } from '../../src/services/keys/keyStore.ts';
import { TokenIndex } from '../../src/services/tokens/tokenIndex.ts';
import { Verifier } from '../../src/services/verification/verifier.ts';
import { closeAllEditors, eventually, hoverAt, problemsOf, ruleOf, showText, writeFile } from '../support/documents.ts';
import { MemorySecrets, MemoryState } from '../support/extensionState.ts';
import { serve } from '../support/loopbackServer.ts';
import { startOidcProvider } from '../support/oidcProvider.ts';
import type { TestProvider } from '../support/oidcProvider.ts';
import { log } from '../support/log.ts';
import { resetSettings, updateSetting } from '../support/settings.ts';
import { issue } from '../support/jose.ts';

const { Global, Workspace } = vscode.ConfigurationTarget;

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'auto-1', alg: 'ES256', use: 'sig' }] };
const now = Math.floor(Date.now() / 1000);
const claims = { iss: 'https://auto.example', aud: 'orders-api', sub: 'u17', iat: now - 60, exp: now + 3000 };
const profile = {
  name: 'corp',
  issuer: 'https://auto.example',
  audience: 'orders-api',
  algorithms: ['ES256'],
  tokenType: 'JWT',
  jwksFile: 'auto/jwks.json',
};

function token(changes: object = {}, header: object = {}): string {
  return issue('ES256', privateKey, { ...claims, ...changes }, { typ: 'JWT', kid: 'auto-1', ...header });
}

const valid = token();
const [head = '', , signature = ''] = valid.split('.');
const tampered = `${head}.${token({ sub: 'u18' }).split('.')[1] ?? ''}.${signature}`;

/** The base64url characters of a token that encode a member of its header or payload. */
function charactersOf(text: string, member: string): string {
  for (const segment of text.split('.')) {
    const start = Buffer.from(segment, 'base64url').indexOf(member);
    if (start < 0) continue;
    return segment.slice(Math.floor((start * 4) / 3), Math.ceil(((start + Buffer.byteLength(member)) * 4) / 3));
  }
  throw new Error(`The token has no ${member}.`);
}

async function hintsOf({ uri, lineCount }: vscode.TextDocument): Promise<readonly string[]> {
  const range = new vscode.Range(0, 0, lineCount, 0);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', uri, range);
  return hints.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
}

/** Asks until the text is there, and returns it. */
async function eventuallyMatches(ask: () => Promise<string>, pattern: RegExp): Promise<string> {
  return eventually(async () => {
    const text = await ask();
    return pattern.test(text) ? text : undefined;
  });
}

describe('automatic verification', () => {
  afterEach(async () => {
    await resetSettings();
    await closeAllEditors();
  });

  describe('with a key file of the workspace', () => {
    beforeEach(async () => {
      await writeFile('auto/jwks.json', JSON.stringify(jwks));
      await updateSetting('issuers', [profile], Workspace);
    });

    it('says in hover and behind the token who verified it, and lists no problem', async () => {
      const { document } = await showText(valid);
      const hints = await eventuallyMatches(async () => (await hintsOf(document)).join('\n'), /verified/);
      assert.match(hints, /^✓ verified by corp, key from this workspace$/);
      const hover = await eventuallyMatches(() => hoverAt(document.uri), /Verified/);
      assert.match(
        hover,
        /^\$\(verified-filled\) \*\*Verified by corp, key from this workspace · expires in \d+ minutes\*\* · ES256/,
      );
      assert.deepEqual(problemsOf(document.uri), []);
    });

    it('lists a signature that does not match, at the signature', async () => {
      const { document } = await showText(`a\n${tampered}`);
      const [problem] = await eventually(() => {
        const problems = problemsOf(document.uri).filter((each) => ruleOf(each) === 'signature-invalid');
        return problems.length > 0 ? problems : undefined;
      });
      assert.equal(document.getText(problem?.range), signature);
      assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
      const hover = await eventuallyMatches(() => hoverAt(document.uri, 1), /Rejected/);
      assert.match(hover, /\*\*Rejected by corp, key from this workspace: the signature does not match\*\*/);
      assert.match((await hintsOf(document)).join('\n'), /^✗ rejected by corp$/);
    });

    const expectations: readonly (readonly [rule: string, text: string, member: string])[] = [
      ['aud-unexpected', token({ aud: 'stock-api-of-another-team' }), '"aud":"stock-api-of-another-team"'],
      ['typ-mismatch', token({}, { typ: 'secevent+jwt' }), '"typ":"secevent+jwt"'],
      ['key-not-found', token({}, { kid: 'rotated-away-long-ago' }), '"kid":"rotated-away-long-ago"'],
      ['alg-not-allowed', issue('ES256', privateKey, claims, { typ: 'JWT', alg: 'ES384' }), '"alg":"ES384"'],
    ];
    for (const [rule, text, member] of expectations) {
      it(`lists ${rule}, and says no value of the token`, async () => {
        const { document } = await showText(text);
        const [problem] = await eventually(() => {
          const problems = problemsOf(document.uri).filter((each) => ruleOf(each) === rule);
          return problems.length > 0 ? problems : undefined;
        });
        assert.ok(problem !== undefined);
        assert.equal(document.getText(problem.range), charactersOf(text, member));
        assert.doesNotMatch(problem.message, /stock-api|secevent|rotated|u17/);
      });
    }

    it('says that another audience is why it is rejected', async () => {
      const { document } = await showText(token({ aud: 'stock' }));
      await eventuallyMatches(
        () => hoverAt(document.uri),
        /Rejected by corp, key from this workspace: it is for another audience/,
      );
    });

    it('says that its issuer is nearly the expected one, and calls it rejected', async () => {
      const { document } = await showText(token({ iss: `${profile.issuer}/` }));
      const problem = await eventually(() =>
        problemsOf(document.uri).find((each) => ruleOf(each) === 'iss-unexpected'),
      );
      assert.match(problem.message, /differ only by a slash/);
      await eventuallyMatches(() => hoverAt(document.uri), /Rejected by corp/);
      await eventuallyMatches(async () => (await hintsOf(document)).join('\n'), /^✗ rejected by corp/);
    });

    it('names the issuers where several fit, and guesses none', async () => {
      await updateSetting('issuers', [profile, { ...profile, name: 'twin', jwksFile: 'auto/twin.json' }], Workspace);
      const { document } = await showText(valid);
      // Only the keys of one of them bear the token's key ID.
      await eventuallyMatches(() => hoverAt(document.uri), /Verified by corp/);
      await updateSetting('issuers', [profile, { ...profile, name: 'twin' }], Workspace);
      const hover = await eventuallyMatches(() => hoverAt(document.uri), /Several configured issuers match/);
      assert.match(hover, /Not verified by corp, key from this workspace or twin/);
    });

    it('follows the key file: verified, rejected by other keys, verified again, without an edit', async () => {
      const { document } = await showText(valid);
      const hints = async (): Promise<string> => (await hintsOf(document)).join('\n');
      await eventuallyMatches(hints, /verified by corp/);
      const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
      await writeFile('auto/jwks.json', JSON.stringify({ keys: [{ ...jwks.keys[0], ...other }] }));
      await eventuallyMatches(hints, /rejected by corp/);
      await eventually(() => problemsOf(document.uri).find((each) => ruleOf(each) === 'signature-invalid'));
      await writeFile('auto/jwks.json', JSON.stringify(jwks));
      await eventuallyMatches(hints, /✓ verified by corp/);
      await eventually(() => (problemsOf(document.uri).length === 0 ? true : undefined));
    });

    it('takes the secret from an entry of a .env file, and follows it', async () => {
      const secret = randomBytes(33).toString('base64');
      const env = {
        ...profile,
        algorithms: ['HS256'],
        key: '${env:JWT_SECRET}',
        envFile: 'auto/.env',
        encoding: 'base64',
      };
      const { jwksFile: _jwksFile, ...entry } = env;
      await updateSetting('issuers', [entry], Workspace);
      const text = issue('HS256', createSecretKey(Buffer.from(secret, 'base64')), claims, { typ: 'JWT' });
      const { document } = await showText(text);
      await eventuallyMatches(() => hoverAt(document.uri), /The key file auto\/\.env does not exist/);
      await writeFile('auto/.env', `# secrets\r\nexport JWT_SECRET="${secret}" # shared\r\n`);
      await eventuallyMatches(() => hoverAt(document.uri), /Verified by corp/);
      await writeFile('auto/.env', 'OTHER=1\n');
      await eventuallyMatches(() => hoverAt(document.uri), /The file auto\/\.env has no entry JWT_SECRET/);
    });

    it('is done for tokens without iss, by the audience of an issuer whose tokens have none', async () => {
      await updateSetting('issuers', [{ ...profile, issuer: null }], Workspace);
      const { document } = await showText(token({ iss: undefined }));
      await eventuallyMatches(async () => (await hintsOf(document)).join('\n'), /^✓ verified by corp/);
      assert.deepEqual(problemsOf(document.uri), []);
    });

    it('follows edits', async () => {
      const editor = await showText(tampered);
      await eventuallyMatches(async () => (await hintsOf(editor.document)).join('\n'), /rejected/);
      await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 0, tampered.length), valid));
      await eventuallyMatches(async () => (await hintsOf(editor.document)).join('\n'), /^✓ verified/);
      await eventually(() => (problemsOf(editor.document.uri).length === 0 ? true : undefined));
    });

    it('no longer says verified when the issuer is no longer configured', async () => {
      const { document } = await showText(valid);
      await eventuallyMatches(async () => (await hintsOf(document)).join('\n'), /verified/);
      await resetSettings();
      await eventuallyMatches(async () => (await hintsOf(document)).join('\n'), /^\d+ min left$/);
      assert.match(await hoverAt(document.uri), /^\$\(unverified\) \*\*Not verified/);
    });

    it('turns from verified into rejected at the second, without an edit', async () => {
      await updateSetting('clockTolerance', 0, Global);
      const exp = Math.ceil(Date.now() / 1000) + 3;
      const { document } = await showText(token({ exp }));
      const before = await eventuallyMatches(async () => (await hintsOf(document)).join('\n'), /verified|rejected/);
      assert.ok(before === '✓ verified by corp, key from this workspace' || Date.now() >= exp * 1000, before);
      await eventuallyMatches(
        async () => (await hintsOf(document)).join('\n'),
        /^✗ rejected by corp · expired < 1 min ago$/,
      );
      assert.ok(Date.now() >= exp * 1000);
    });

    it('is not made of a verification by command with another key', async () => {
      const { document } = await showText(tampered);
      const verification = await vscode.commands.executeCommand<Verification>('jwtInspector.verify', tampered);
      assert.equal(verification.verdict, 'rejected');
      await eventuallyMatches(() => hoverAt(document.uri), /Rejected by corp/);
    });

    it('says nothing behind tokens where the switches are off, and in streams', async () => {
      const { document } = await showText(valid);
      for (const setting of ['inlayHints.enabled', 'enabled']) {
        await eventuallyMatches(async () => (await hintsOf(document)).join('\n'), /verified/);
        await updateSetting(setting, false, Global);
        assert.deepEqual(await hintsOf(document), [], setting);
        await updateSetting(setting, undefined, Global);
      }
      const channel = vscode.window.createOutputChannel('a stream of tokens');
      channel.appendLine(valid);
      channel.show();
      const stream = await eventually(() =>
        vscode.workspace.textDocuments.find((each) => each.uri.scheme === 'output' && each.getText().includes(valid)),
      );
      assert.deepEqual(await hintsOf(stream), []);
      channel.dispose();
    });

    it('says nothing behind the tokens of a comparison', async () => {
      const left = await writeFile('auto/left.txt', valid);
      const right = await writeFile('auto/right.txt', `${valid}\n`);
      await vscode.commands.executeCommand('vscode.diff', left, right);
      assert.deepEqual(await hintsOf(await vscode.workspace.openTextDocument(right)), []);
      assert.deepEqual(await hintsOf(await vscode.workspace.openTextDocument(left)), []);
    });

    it('verifies all tokens of a file by command, in their order', async () => {
      const other = issue('ES256', privateKey, { sub: 'of nobody' });
      await showText([valid, tampered, valid, other].join('\n'));
      const verified = await vscode.commands.executeCommand<readonly TokenVerification[]>('jwtInspector.verifyAll');
      assert.deepEqual(
        verified.map(({ verification }) => verification.verdict),
        ['verified', 'rejected', 'verified', 'not-verified'],
      );
      assert.equal(verified[1]?.start, valid.length + 1);
      assert.equal(verified[1].end, valid.length + 1 + tampered.length);
    });

    it('stops verifying all at once when called off, though a server has not answered, and gives what was done', async () => {
      const { document } = await showText([valid, tampered, token({ jti: 'third' })].join('\n'));
      const cancellation = new vscode.CancellationTokenSource();
      const withProgress = Object.getOwnPropertyDescriptor(vscode.window, 'withProgress');
      Object.defineProperty(vscode.window, 'withProgress', {
        configurable: true,
        value: (_: unknown, task: (progress: object, token: vscode.CancellationToken) => unknown) =>
          task({ report: () => undefined }, cancellation.token),
      });
      const verification = await verify(valid, { keys: [{ material: jwks }], profile });
      const slow: Partial<Verifier> = {
        matching: () => undefined,
        verify: ({ text }) => {
          if (text === valid) return Promise.resolve({ verification });
          cancellation.cancel();
          return new Promise(() => undefined);
        },
      };
      const tokenIndex = new TokenIndex();
      try {
        const done = await verifyAll({ tokenIndex, verifier: slow as Verifier });
        assert.deepEqual(done, [{ start: 0, end: valid.length, verification }]);
        assert.equal(vscode.window.activeTextEditor?.document, document);
      } finally {
        Object.defineProperty(vscode.window, 'withProgress', withProgress ?? {});
        tokenIndex.dispose();
      }
    });

    it('has nothing to verify in a file without tokens', async () => {
      await showText('nothing here');
      assert.deepEqual(await vscode.commands.executeCommand('jwtInspector.verifyAll'), []);
    });
  });

  describe('with an OpenID Provider', () => {
    let provider: TestProvider;
    beforeEach(async () => {
      provider = await startOidcProvider();
      const { clientId, issuer } = provider;
      const jwksUri = await provider.jwksUri();
      await updateSetting(
        'issuers',
        [{ name: 'idp', issuer, audience: clientId, algorithms: ['RS256'], jwksUri }],
        Global,
      );
    });
    afterEach(() => provider.close());

    const jwksRequests = (): number => provider.requests.filter((path) => path === '/jwks').length;

    it('follows the keys of the provider once they are asked for again, in every token', async () => {
      const idToken = await provider.idToken();
      const { document } = await showText(idToken);
      await updateSetting('network.allowedOrigins', [provider.issuer], Global);
      const hints = async (): Promise<string> => (await hintsOf(document)).join('\n');
      await eventuallyMatches(hints, /✓ verified by idp/);
      await provider.rotate({ withdraw: true });
      await vscode.commands.executeCommand('jwtInspector.refreshKeys');
      await eventuallyMatches(hints, /^not verified by idp/);
      await eventually(() => problemsOf(document.uri).find((each) => ruleOf(each) === 'key-not-found'));
    });

    it('lets nobody wait for a server that does not answer: hover, problems and other issuers', async () => {
      const silent = await serve(() => undefined);
      await updateSetting('network.allowedOrigins', [silent.origin], Global);
      await writeFile('auto/jwks.json', JSON.stringify(jwks));
      const slow = { ...profile, name: 'slow', issuer: silent.origin, jwksUri: `${silent.origin}/jwks` };
      const { jwksFile: _jwksFile, ...entry } = slow;
      await updateSetting('issuers', [entry], Global);
      await updateSetting('issuers', [profile], Workspace);
      const { document } = await showText(`${token({ iss: silent.origin, aud: 'stock' })}\n${valid}`);
      await eventually(() => problemsOf(document.uri).find((each) => ruleOf(each) === 'aud-unexpected'));
      await eventually(() => (silent.requests.length > 0 ? true : undefined));
      assert.match(await hoverAt(document.uri), /Verifying with the keys of slow\. Hover again in a moment/);
      await eventuallyMatches(() => hoverAt(document.uri, 1), /Verified by corp/);
      await silent.close();
      await eventuallyMatches(() => hoverAt(document.uri), /closed the connection before it answered/);
    });

    it('waits for the approval of its origin, then verifies by itself with one request', async () => {
      const { document } = await showText(`${await provider.idToken()}\n${await provider.idToken()}`);
      await eventuallyMatches(
        () => hoverAt(document.uri),
        new RegExp(`Fetching keys from ${provider.issuer}/jwks requires your approval`),
      );
      assert.match((await hintsOf(document))[0] ?? '', /^not verified by idp/);
      assert.equal(jwksRequests(), 0);
      await updateSetting('network.allowedOrigins', [provider.issuer], Global);
      await eventuallyMatches(
        async () => (await hintsOf(document)).join('\n'),
        /^✓ verified by idp.*\n✓ verified by idp/,
      );
      await eventuallyMatches(() => hoverAt(document.uri), /Verified by idp/);
      assert.equal(jwksRequests(), 1);
    });
  });

  describe('with a stored secret', () => {
    const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';
    const settings = { name: 'shared', issuer: 'https://shared.example', audience: 'orders-api', secret: 'kept' };
    const shared = issue('HS256', createSecretKey(Buffer.from(secret)), { ...claims, iss: settings.issuer });
    const stored = { name: 'kept', kind: 'secret', detail: '' } as const;
    const subscriptions: vscode.Disposable[] = [];
    let keyStore: KeyStore;
    let backgroundVerifier: BackgroundVerifier;

    beforeEach(() => {
      keyStore = new KeyStore(new MemorySecrets(), new MemoryState());
      const issuers = new Issuers(log);
      const issuerKeys = new IssuerKeys(new JwksClient(new Approvals()), keyStore, host);
      const verifier = new Verifier({ issuers, issuerKeys, keyStore, leewaySeconds: () => 60 });
      const tokenIndex = new TokenIndex();
      backgroundVerifier = new BackgroundVerifier({ verifier, tokenIndex });
      subscriptions.push(backgroundVerifier, tokenIndex, verifier, issuers, keyStore);
    });
    afterEach(() => {
      for (const subscription of subscriptions.splice(0)) subscription.dispose();
    });

    const about = (text: string): IssuerAnswer | undefined => backgroundVerifier.about(tokenOf(text), 'untitled:a');
    const outcome = (): Promise<IssuerAnswer> =>
      eventually(() => {
        const answer = about(shared);
        return answer?.result && answer;
      });

    it('follows what is stored', async () => {
      await updateSetting('issuers', [{ ...settings, algorithms: ['HS256'] }], Global);
      assert.match((await outcome()).problem ?? '', /no stored key/i);
      await keyStore.add(stored, { material: secret });
      assert.equal((await outcome()).result?.verdict, 'verified');
      await keyStore.remove('kept');
      assert.notEqual((await outcome()).result?.verdict, 'verified');
    });

    it('never happens in Restricted Mode for an issuer of the workspace', async () => {
      await keyStore.add(stored, { material: secret });
      await updateSetting('issuers', [{ ...settings, algorithms: ['HS256'] }], Workspace);
      assert.equal((await outcome()).result?.verdict, 'verified');
      const isTrusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted');
      Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, get: () => false });
      try {
        await updateSetting('issuers', [{ ...settings, name: 'ours', algorithms: ['HS256'] }], Workspace);
        assert.equal(about(shared), undefined);
        await updateSetting('issuers', [{ ...settings, name: 'mine', algorithms: ['HS256'] }], Global);
        assert.equal(about(shared)?.by, 'mine');
      } finally {
        Object.defineProperty(vscode.workspace, 'isTrusted', isTrusted ?? {});
      }
    });
  });
});
