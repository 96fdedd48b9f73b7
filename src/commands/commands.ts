import { Disposable } from 'vscode';
import { registerCommand } from '../services/commands.ts';
import type { CommandId, CommandResult } from '../services/commands.ts';
import type { Services } from './services.ts';

/** Those that a feature registers beside what they belong to: a view, a document, a quick fix. */
type OfFeatures =
  | 'jwtInspector.copySecret'
  | 'jwtInspector.decode'
  | 'jwtInspector.explainRule'
  | 'jwtInspector.ignoreToken'
  | 'jwtInspector.openPanel'
  | 'jwtInspector.refreshKeys'
  | 'jwtInspector.removeIssuer'
  | 'jwtInspector.setRuleSeverity'
  | 'jwtInspector.showLog'
  | 'jwtInspector.testIssuer';

type Id = Exclude<CommandId, OfFeatures>;
type Command<Of extends Id> = (services: Services, argument: unknown) => CommandResult<Of> | Promise<CommandResult<Of>>;

/** The other commands, each loaded when it is first run. */
const loaders: { readonly [Of in Id]: () => Promise<Command<Of>> } = {
  'jwtInspector.inspect': async () => (await import('./inspect.ts')).inspectToken,
  'jwtInspector.verify': async () => (await import('./verify.ts')).verifyByCommand,
  'jwtInspector.verifyAll': async () => (await import('./verifyAll.ts')).verifyAll,
  'jwtInspector.tryKnownSecrets': async () => (await import('./tryKnownSecrets.ts')).tryKnownSecretsOn,
  'jwtInspector.copyPayload': async () => (await import('./copy.ts')).copyPayload,
  'jwtInspector.copyHeader': async () => (await import('./copy.ts')).copyHeader,
  'jwtInspector.copyRedacted': async () => (await import('./copy.ts')).copyRedacted,
  'jwtInspector.redact': async () => (await import('./redact.ts')).redactToken,
  'jwtInspector.resign': async () => (await import('./resign.ts')).resign,
  'jwtInspector.edit': async () => (await import('./edit.ts')).editToken,
  'jwtInspector.generateFixtures': async () => (await import('./generateFixtures.ts')).generateFixtures,
  'jwtInspector.addKey': async () => (await import('./addKey.ts')).addKey,
  'jwtInspector.removeKey': async () => (await import('./removeKey.ts')).removeKey,
  'jwtInspector.addIssuer': async () => (await import('./addIssuer.ts')).addIssuer,
};

/** Registers the commands of the table. */
export function registerCommands(services: Services): Disposable {
  const register = (id: Id): Disposable =>
    registerCommand(id, async (argument) => {
      const run = await loaders[id]();
      return run(services, argument);
    });
  return Disposable.from(...(Object.keys(loaders) as Id[]).map((id) => register(id)));
}
