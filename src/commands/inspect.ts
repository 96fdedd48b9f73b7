import { inspect } from '../core/rules/inspect.ts';
import { decode } from '../core/token/decode.ts';
import { runCommand } from '../services/commands.ts';
import type { Inspection } from '../services/commands.ts';
import type { Config } from '../services/config.ts';
import type { TokenChooser } from '../services/tokens/tokenChooser.ts';
import type { TokenHandles } from '../services/tokens/tokenHandles.ts';

export interface InspectDependencies {
  readonly config: Config;
  readonly tokenChooser: TokenChooser;
  readonly tokenHandles: TokenHandles;
}

/** `JWT: Inspect`: the token in the panel. */
export async function inspectToken(
  { config, tokenChooser, tokenHandles }: InspectDependencies,
  argument: unknown,
): Promise<Inspection | undefined> {
  const source = await tokenChooser.choose(argument);
  if (source === undefined) return undefined;
  await runCommand('jwtInspector.openPanel', { handle: tokenHandles.create(source) });
  const { clockToleranceSeconds: leewaySeconds, diagnostics } = config.get();
  const findings = inspect(source.text, { now: new Date(), leewaySeconds, rules: diagnostics.rules });
  return { decoded: decode(source.text), findings };
}
