import { redact } from '../core/token/redact.ts';
import type { TokenChooser } from '../services/tokens/tokenChooser.ts';
import { replaceToken } from '../services/tokens/tokenReplacement.ts';

/** `JWT: Redact`: the redacted form in the token's place. */
export async function redactToken(tokenChooser: TokenChooser, argument: unknown): Promise<string | undefined> {
  const source = await tokenChooser.choose(argument);
  if (source === undefined) return undefined;
  const redacted = redact(source.text);
  await replaceToken(source, redacted, 'The redacted token');
  return redacted;
}
