import { inspect } from '../core/rules/inspect.ts';
import { decode } from '../core/token/decode.ts';
import { runCommand } from '../services/commands.ts';
import type { Inspection } from '../services/commands.ts';
import type { Services } from './services.ts';

/** `JWT: Inspect`: the token in the panel. */
export async function inspectToken(
  { config, tokenChooser, tokenHandles }: Pick<Services, 'config' | 'tokenChooser' | 'tokenHandles'>,
  argument: unknown,
): Promise<Inspection | undefined> {
  const source = await tokenChooser.choose(argument);
  if (source === undefined) return undefined;
  await runCommand('jwtInspector.openPanel', { handle: tokenHandles.create(source) });
  const { clockToleranceSeconds: leewaySeconds, diagnostics } = config.get();
  const findings = inspect(source.text, { now: new Date(), leewaySeconds, rules: diagnostics.rules });
  return { decoded: decode(source.text), findings };
}
