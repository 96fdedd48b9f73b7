import type { Change } from '../services/keys/signer.ts';
import { replaceToken } from '../services/tokens/tokenReplacement.ts';
import { complain } from '../platform/messages.ts';
import type { Services } from './services.ts';

/** `JWT: Renew and Re-sign`: a token like this one that is valid from now on, in its place. */
export async function resign(
  { tokenChooser, signer }: Pick<Services, 'tokenChooser' | 'signer'>,
  argument: unknown,
): Promise<string | undefined> {
  const source = await tokenChooser.choose(argument);
  if (source === undefined) return undefined;
  const caller = typeof argument === 'string' ? 'command' : 'editor';
  const outcome = await signer.resign(source.text, changeOf(argument), caller, Math.floor(Date.now() / 1000));
  if (outcome.kind === 'refused') void complain(outcome.problem);
  if (outcome.kind !== 'signed') return undefined;
  await replaceToken(source, outcome.token, 'The new token');
  return outcome.token;
}

function changeOf(argument: unknown): Change {
  const asked = typeof argument === 'object' && argument !== null && 'change' in argument ? argument.change : undefined;
  return asked === 'seconds' ? 'seconds' : 'renew';
}
