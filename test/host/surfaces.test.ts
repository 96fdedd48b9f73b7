import assert from 'node:assert/strict';
import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import * as vscode from 'vscode';
import { inspectText } from '../../src/core/documents/inspectText.ts';
import { relativeTime } from '../../src/core/text/time.ts';
import { PanelSession } from '../../src/panel/host/panelSession.ts';
import type { PanelView } from '../../src/panel/protocol/pageView.ts';
import { Config } from '../../src/services/config.ts';
import { host } from '../../src/platform/host/node.ts';
import { Approvals } from '../../src/services/network/approvals.ts';
import { BackgroundVerifier } from '../../src/services/verification/backgroundVerifier.ts';
import { TrackedFiles } from '../../src/services/tokens/trackedFiles.ts';
import { ExpiryClock } from '../../src/services/tokens/expiryClock.ts';
import { IssuerKeys } from '../../src/services/issuers/issuerKeys.ts';
import { Issuers } from '../../src/services/issuers/issuers.ts';
import { JwksClient } from '../../src/services/network/jwksClient.ts';
import { KeyStore } from '../../src/services/keys/keyStore.ts';
import { KnownSecrets } from '../../src/services/verification/knownSecrets.ts';
import { Reports } from '../../src/services/verification/reports.ts';
import { Signer } from '../../src/services/keys/signer.ts';
import { TokenIndex } from '../../src/services/tokens/tokenIndex.ts';
import { Verifier } from '../../src/services/verification/verifier.ts';
import { closeAllEditors, eventually, hoverAt, problemsOf, ruleOf, showText, writeFile } from '../support/documents.ts';
import { MemorySecrets, MemoryState } from '../support/extensionState.ts';
import { log } from '../support/log.ts';
import { resetSettings, updateSetting } from '../support/settings.ts';
import { encode, issue } from '../support/jose.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' }] };
const seconds = Math.floor(Date.now() / 1000);
const claims = {
  iss: 'https://corp.example',
  aud: 'orders',
  sub: 'u17',
  iat: seconds - 60,
  exp: seconds + 3 * 3600 + 90,
};
const other = { ...claims, iss: 'https://elsewhere.example' };

const hs256 = (payload: object, secret: string): string =>
  issue('HS256', createSecretKey(Buffer.from(secret)), payload, { typ: 'JWT' });
const es256 = (changes: object = {}, header: object = {}, key = privateKey): string =>
  issue('ES256', key, { ...claims, ...changes }, { typ: 'JWT', kid: 'k1', ...header });
const good = es256();
const [head = '', payload = '', signature = ''] = good.split('.');

/** Tokens in every state, by what is the matter with them. */
const tokens: Readonly<Record<string, string>> = {
  'verified by its issuer': good,
  'signed with another key': es256({ jti: 'a' }, {}, stranger),
  'changed after it was signed': `${head}.${es256({ sub: 'u18' }).split('.')[1]}.${signature}`,
  expired: es256({ exp: seconds - 7200, iat: seconds - 9000 }),
  'not valid yet': es256({ nbf: seconds + 7200 }),
  'for another audience': es256({ aud: 'stock' }),
  'from an issuer that nearly fits': es256({ iss: 'https://corp.example/' }),
  'of another type': es256({ jti: 'b' }, { typ: 'secevent+jwt' }),
  'with a key ID that nobody knows': es256({ jti: 'c' }, { kid: 'k2' }),
  'without expiry': es256({ exp: undefined }),
  'in milliseconds': es256({ exp: claims.exp * 1000 }),
  'with an unknown critical extension': es256({ jti: 'd' }, { crit: ['x'], x: 1 }),
  'unsigned, of a known issuer': `${encode({ alg: 'none' })}.${payload}.`,
  'without its signature': `${head}.${payload}.`,
  'with the ID of another token': es256({ jti: 'a' }),
  'of nobody known': hs256(other, 'Zl0ubX9cQh7sJt3nWv8kEyRm2pGdUa5f'),
  'signed with a secret that everybody knows': hs256({ ...other, jti: 'e' }, 'your-256-bit-secret'),
  'of nobody known and expired': hs256({ ...other, exp: seconds - 86_400 }, 'Zl0ubX9cQh7sJt3nWv8kEyRm2pGdUa5f'),
  encrypted: `${encode({ alg: 'dir', enc: 'A256GCM' })}..${'A'.repeat(16)}.${'B'.repeat(40)}.${'C'.repeat(22)}`,
  'of five words': `${encode({ alg: 'HS256' })}.${encode({ sub: 'x' })}.a.b.c`,
  'inside another': issue('ES256', stranger, hs256({ ...other, exp: seconds - 3600 }, 'x'.repeat(40)), { cty: 'JWT' }),
};

describe('all surfaces', () => {
  const subscriptions: vscode.Disposable[] = [];
  let session: PanelSession;
  let reports: Reports;
  let view: PanelView | undefined;

  before(async () => {
    await writeFile('surfaces/jwks.json', JSON.stringify(jwks));
    await updateSetting(
      'issuers',
      [
        {
          name: 'corp',
          issuer: 'https://corp.example',
          audience: 'orders',
          algorithms: ['ES256'],
          tokenType: 'JWT',
          jwksFile: 'surfaces/jwks.json',
        },
      ],
      vscode.ConfigurationTarget.Workspace,
    );
    const config = new Config(log);
    const keyStore = new KeyStore(new MemorySecrets(), new MemoryState());
    const issuers = new Issuers(log);
    const issuerKeys = new IssuerKeys(new JwksClient(new Approvals()), keyStore, host);
    const leewaySeconds = (): number => config.get().clockToleranceSeconds;
    const verifier = new Verifier({ issuers, issuerKeys, keyStore, leewaySeconds });
    const tokenIndex = new TokenIndex();
    const backgroundVerifier = new BackgroundVerifier({ verifier, tokenIndex });
    const knownSecrets = new KnownSecrets(log);
    reports = new Reports({ config, backgroundVerifier, trackedFiles: new TrackedFiles(log), knownSecrets });
    const expiryClock = new ExpiryClock();
    const signer = new Signer(keyStore);
    session = new PanelSession({ verifier, tokenIndex, expiryClock, reports, signer }, (message) => {
      if (message.type === 'view') view = message.view;
    });
    subscriptions.push(
      session,
      reports,
      knownSecrets,
      backgroundVerifier,
      tokenIndex,
      verifier,
      issuers,
      keyStore,
      config,
    );
  });
  after(async () => {
    for (const subscription of subscriptions) subscription.dispose();
    await resetSettings();
    await closeAllEditors();
  });

  /** The words of the panel once nothing is under way any more. */
  async function panelOf(text: string, uri: vscode.Uri, start: number): Promise<PanelView> {
    view = undefined;
    await session.show({ text, uri: uri.toString(), start });
    return eventually(() =>
      view && !view.verdict.lines.some((line) => line.startsWith('Verifying')) ? view : undefined,
    );
  }

  it('say the same of one document with tokens in every state', async function () {
    this.timeout(60_000);
    const lines = Object.values(tokens);
    const { document } = await showText(lines.join('\n'));
    // Known secrets and verifications are found out behind the asker's back: both are there once the last token's are.
    await eventually(() => problemsOf(document.uri).find((problem) => ruleOf(problem) === 'hmac-secret-known'));
    await eventually(async () => ((await hoverAt(document.uri, 0)).includes('Verified by corp') ? true : undefined));
    const hints = await eventually(async () => {
      const found = await hintsOf(document);
      return found.get(7)?.startsWith('✗') === true ? found : undefined;
    });
    // The extension's own Problems tell its reports what they found in the document; here nobody does.
    reports.keepRelated(document.uri, inspectText(document.getText()));
    const start = (index: number): number => document.offsetAt(new vscode.Position(index, 0));
    const guessed = Object.keys(tokens).indexOf('signed with a secret that everybody knows');
    await eventually(async () => {
      const { findings } = await panelOf(lines[guessed] ?? '', document.uri, start(guessed));
      return findings.find(({ ruleId }) => ruleId === 'hmac-secret-known');
    });
    for (const [index, [name, text]] of Object.entries(tokens).entries()) {
      const hover = await eventually(async () => {
        const shown = await hoverAt(document.uri, index);
        return shown.includes('Verifying with') ? undefined : shown;
      });
      const headline = /\*\*(.*?)\*\*/.exec(hover)?.[1] ?? '';
      const panel = await panelOf(text, document.uri, start(index));
      const { before, seconds: instant, after } = panel.verdict.title;
      const title = before + (instant === undefined ? '' : relativeTime(instant, new Date())) + after;
      assert.equal(title, headline, `${name}: the panel begins as the hover does`);

      const hint = (hints.get(index) ?? '').replace(/^[✓✗] /, '').split(/ · |…/, 1)[0] ?? '';
      const isClock = /^(?:|.* left|expired .* ago|valid in .*)$/.test(hint);
      assert.ok(
        isClock || headline.toLowerCase().startsWith(hint.toLowerCase()),
        `${name}: the hint says “${hint}”, the hover “${headline}”`,
      );

      const inHover = [...hover.matchAll(/`([a-z0-9_-]+)`$/gm)].map(([, rule = '']) => rule);
      assert.deepEqual(
        panel.findings.map(({ ruleId }) => ruleId),
        inHover,
        `${name}: the panel lists what the hover does`,
      );
      const listed = problemsOf(document.uri)
        .filter(({ range }) => range.start.line === index)
        .map(ruleOf);
      assert.deepEqual(
        new Set(listed),
        new Set(inHover.slice(0, 3)),
        `${name}: Problems list the worst three of what the hover does`,
      );
      assert.deepEqual(
        panel.checks.length > 0,
        headline.includes('corp') || headline.startsWith('Signature valid'),
        `${name}: the panel opens with the checklist where an issuer fits`,
      );
    }
  });
});

/** By line. */
async function hintsOf({ uri, lineCount }: vscode.TextDocument): Promise<ReadonlyMap<number, string>> {
  const range = new vscode.Range(0, 0, lineCount, 0);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', uri, range);
  return new Map(
    hints.map(({ label, position }) => [
      position.line,
      typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    ]),
  );
}
