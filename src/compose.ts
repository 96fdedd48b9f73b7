import * as vscode from 'vscode';
import { registerCommands } from './commands/commands.ts';
import { registerCodeActions } from './features/codeActions/codeActions.ts';
import { registerDiagnostics } from './features/diagnostics/diagnostics.ts';
import { registerEditorContext } from './features/editorContext.ts';
import { registerHover } from './features/hover/hover.ts';
import { registerInlayHints } from './features/inlayHints/inlayHints.ts';
import { registerKeyHover } from './features/keyHover/keyHover.ts';
import { registerKeysView } from './features/keysView/keysView.ts';
import { registerRuleDocument } from './features/ruleDocument.ts';
import { registerTokenDocument } from './features/tokenDocument.ts';
import { registerPanel } from './panel/host/panel.ts';
import { registerCommand } from './services/commands.ts';
import { Config } from './services/config.ts';
import type { Host } from './platform/host/host.ts';
import { Approvals } from './services/network/approvals.ts';
import { BackgroundVerifier } from './services/verification/backgroundVerifier.ts';
import { TrackedFiles } from './services/tokens/trackedFiles.ts';
import { EnvironmentKeys } from './services/issuers/environmentKeys.ts';
import { ExpiryClock } from './services/tokens/expiryClock.ts';
import { IssuerKeys } from './services/issuers/issuerKeys.ts';
import { Issuers } from './services/issuers/issuers.ts';
import { JwksClient } from './services/network/jwksClient.ts';
import { KeyStore } from './services/keys/keyStore.ts';
import { KnownSecrets } from './services/verification/knownSecrets.ts';
import { Reports } from './services/verification/reports.ts';
import { Signer } from './services/keys/signer.ts';
import { TokenChooser } from './services/tokens/tokenChooser.ts';
import { TokenHandles } from './services/tokens/tokenHandles.ts';
import { TokenIndex } from './services/tokens/tokenIndex.ts';
import { Verifier } from './services/verification/verifier.ts';

/** Builds the services and registers the features. Nothing is scanned, read, or loaded before it is needed. */
export function compose(context: vscode.ExtensionContext, host: Host): vscode.Disposable {
  const log = vscode.window.createOutputChannel('JWT Inspector', { log: true });
  const config = new Config(log);
  const tokenIndex = new TokenIndex();
  const tokenHandles = new TokenHandles();
  const tokenChooser = new TokenChooser(tokenIndex, tokenHandles);
  const expiryClock = new ExpiryClock();
  const keyStore = new KeyStore(context.secrets, context.globalState);
  const signer = new Signer(keyStore);
  const issuers = new Issuers(log);
  const fetched = new vscode.EventEmitter<void>();
  const jwksClient = new JwksClient(new Approvals(), { onFetched: () => fetched.fire() });
  const issuerKeys = new IssuerKeys(jwksClient, keyStore, host);
  const environmentKeys = new EnvironmentKeys({ issuers, issuerKeys, keyStore, log });
  const trackedFiles = new TrackedFiles(log);
  const verifier = new Verifier({
    issuers,
    issuerKeys,
    keyStore,
    leewaySeconds: () => config.get().clockToleranceSeconds,
  });
  const backgroundVerifier = new BackgroundVerifier({ verifier, tokenIndex });
  const knownSecrets = new KnownSecrets(log);
  const reports = new Reports({ config, backgroundVerifier, trackedFiles, knownSecrets });

  return vscode.Disposable.from(
    log,
    config,
    tokenIndex,
    expiryClock,
    keyStore,
    signer,
    issuers,
    fetched,
    issuerKeys,
    environmentKeys,
    trackedFiles,
    verifier,
    backgroundVerifier,
    knownSecrets,
    reports,
    registerHover({ config, tokenIndex, tokenHandles, reports }),
    registerKeyHover({ config, tokenIndex }),
    registerDiagnostics({ config, tokenIndex, expiryClock, environmentKeys, reports }),
    registerInlayHints({ config, tokenIndex, expiryClock, reports }),
    registerCodeActions({ config, tokenIndex, tokenHandles, tokenChooser }),
    registerEditorContext({ config, tokenIndex }),
    registerCommands({
      config,
      host,
      issuers,
      jwksClient,
      keyStore,
      signer,
      tokenChooser,
      tokenHandles,
      tokenIndex,
      verifier,
    }),
    registerTokenDocument({ tokenChooser }),
    registerRuleDocument(),
    registerKeysView({ config, issuers, issuerKeys, keyStore, environmentKeys, onDidFetch: fetched.event }),
    registerPanel({
      extensionUri: context.extensionUri,
      tokenHandles,
      tokenIndex,
      expiryClock,
      verifier,
      reports,
      signer,
    }),
    registerCommand('jwtInspector.showLog', () => log.show()),
  );
}
