import { Disposable } from 'vscode';
import type { AddIssuerDependencies } from './features/commands/addIssuer.ts';
import type { EditDependencies } from './features/commands/edit.ts';
import type { InspectDependencies } from './features/commands/inspect.ts';
import type { ResignDependencies } from './features/commands/resign.ts';
import type { TryKnownSecretsDependencies } from './features/commands/tryKnownSecrets.ts';
import type { VerifyDependencies } from './features/commands/verify.ts';
import type { VerifyAllDependencies } from './features/commands/verifyAll.ts';
import { registerCommand } from './platform/commands.ts';
import type { KeyStore } from './services/keys/keyStore.ts';

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
      const { inspectToken } = await import('./features/commands/inspect.ts');
      return inspectToken(deps, argument);
    }),
    registerCommand('jwtInspector.verify', async (argument) => {
      const { verify } = await import('./features/commands/verify.ts');
      return verify(deps, argument);
    }),
    registerCommand('jwtInspector.verifyAll', async () => {
      const { verifyAll } = await import('./features/commands/verifyAll.ts');
      return verifyAll(deps);
    }),
    registerCommand('jwtInspector.tryKnownSecrets', async (argument) => {
      const { tryKnownSecrets } = await import('./features/commands/tryKnownSecrets.ts');
      return tryKnownSecrets(deps, argument);
    }),
    registerCommand('jwtInspector.copyPayload', async (argument) => {
      const { copy } = await import('./features/commands/copy.ts');
      return copy(tokenChooser, 'payload', argument);
    }),
    registerCommand('jwtInspector.copyHeader', async (argument) => {
      const { copy } = await import('./features/commands/copy.ts');
      return copy(tokenChooser, 'header', argument);
    }),
    registerCommand('jwtInspector.copyRedacted', async (argument) => {
      const { copy } = await import('./features/commands/copy.ts');
      return copy(tokenChooser, 'redacted', argument);
    }),
    registerCommand('jwtInspector.redact', async (argument) => {
      const { redactToken } = await import('./features/commands/redact.ts');
      return redactToken(tokenChooser, argument);
    }),
    registerCommand('jwtInspector.resign', async (argument) => {
      const { resign } = await import('./features/commands/resign.ts');
      return resign(deps, argument);
    }),
    registerCommand('jwtInspector.edit', async (argument) => {
      const { edit } = await import('./features/commands/edit.ts');
      return edit(deps, argument);
    }),
    registerCommand('jwtInspector.generateFixtures', async (folder) => {
      const { generateFixtures } = await import('./features/commands/generateFixtures.ts');
      return generateFixtures(folder);
    }),
    registerCommand('jwtInspector.addKey', async () => {
      const { addKey } = await import('./features/commands/addKey.ts');
      return addKey(keyStore);
    }),
    registerCommand('jwtInspector.removeKey', async (argument) => {
      const { removeKey } = await import('./features/commands/removeKey.ts');
      return removeKey(keyStore, argument);
    }),
    registerCommand('jwtInspector.addIssuer', async () => {
      const { addIssuer } = await import('./features/commands/addIssuer.ts');
      return addIssuer(deps);
    }),
  );
}
