import { redact } from '../core/token/redact.ts';
import { replaceToken } from '../services/tokens/tokenReplacement.ts';
import type { Services } from './services.ts';

/** `JWT: Redact`: the redacted form in the token's place. */
export async function redactToken(
  { tokenChooser }: Pick<Services, 'tokenChooser'>,
  argument: unknown,
): Promise<string | undefined> {
  const source = await tokenChooser.choose(argument);
  if (source === undefined) return undefined;
  const redacted = redact(source.text);
  await replaceToken(source, redacted, 'The redacted token');
  return redacted;
}
