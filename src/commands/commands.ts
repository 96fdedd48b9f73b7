import { Disposable } from 'vscode';
import type { AddIssuerDependencies } from './addIssuer.ts';
import type { EditDependencies } from './edit.ts';
import type { InspectDependencies } from './inspect.ts';
import type { ResignDependencies } from './resign.ts';
import type { TryKnownSecretsDependencies } from './tryKnownSecrets.ts';
import type { VerifyDependencies } from './verify.ts';
import type { VerifyAllDependencies } from './verifyAll.ts';
import { registerCommand } from '../services/commands.ts';
import type { KeyStore } from '../services/keys/keyStore.ts';

export interface CommandDependencies
  extends
    AddIssuerDependencies,
    EditDependencies,
    InspectDependencies,
    ResignDependencies,
    TryKnownSecretsDependencies,
    VerifyAllDependencies,
    VerifyDependencies {
  readonly keyStore: KeyStore;
}

/** The commands that belong to no view and no document. Each is loaded when it is first run. */
export function registerCommands(deps: CommandDependencies): Disposable {
  const { keyStore, tokenChooser } = deps;
  return Disposable.from(
    registerCommand('jwtInspector.inspect', async (argument) => {
      const { inspectToken } = await import('./inspect.ts');
      return inspectToken(deps, argument);
    }),
    registerCommand('jwtInspector.verify', async (argument) => {
      const { verifyByCommand } = await import('./verify.ts');
      return verifyByCommand(deps, argument);
    }),
    registerCommand('jwtInspector.verifyAll', async () => {
      const { verifyAll } = await import('./verifyAll.ts');
      return verifyAll(deps);
    }),
    registerCommand('jwtInspector.tryKnownSecrets', async (argument) => {
      const { tryKnownSecretsOn } = await import('./tryKnownSecrets.ts');
      return tryKnownSecretsOn(deps, argument);
    }),
    registerCommand('jwtInspector.copyPayload', async (argument) => {
      const { copyPart } = await import('./copy.ts');
      return copyPart(tokenChooser, 'payload', argument);
    }),
    registerCommand('jwtInspector.copyHeader', async (argument) => {
      const { copyPart } = await import('./copy.ts');
      return copyPart(tokenChooser, 'header', argument);
    }),
    registerCommand('jwtInspector.copyRedacted', async (argument) => {
      const { copyPart } = await import('./copy.ts');
      return copyPart(tokenChooser, 'redacted', argument);
    }),
    registerCommand('jwtInspector.redact', async (argument) => {
      const { redactToken } = await import('./redact.ts');
      return redactToken(tokenChooser, argument);
    }),
    registerCommand('jwtInspector.resign', async (argument) => {
      const { resign } = await import('./resign.ts');
      return resign(deps, argument);
    }),
    registerCommand('jwtInspector.edit', async (argument) => {
      const { editToken } = await import('./edit.ts');
      return editToken(deps, argument);
    }),
    registerCommand('jwtInspector.generateFixtures', async (folder) => {
      const { generateFixtures } = await import('./generateFixtures.ts');
      return generateFixtures(folder);
    }),
    registerCommand('jwtInspector.addKey', async () => {
      const { addKey } = await import('./addKey.ts');
      return addKey(keyStore);
    }),
    registerCommand('jwtInspector.removeKey', async (argument) => {
      const { removeKey } = await import('./removeKey.ts');
      return removeKey(keyStore, argument);
    }),
    registerCommand('jwtInspector.addIssuer', async () => {
      const { addIssuer } = await import('./addIssuer.ts');
      return addIssuer(deps);
    }),
  );
}
