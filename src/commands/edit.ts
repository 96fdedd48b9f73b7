import { claimsToSign, readObject } from '../core/fixes/writtenClaims.ts';
import { complain } from '../platform/messages.ts';
import { runCommand } from '../services/commands.ts';
import type { NewTokenArgument } from '../services/commands.ts';
import type { Signer } from '../services/keys/signer.ts';
import type { Signing } from '../services/keys/signing.ts';
import type { Services } from './services.ts';

/**
 * `JWT: Edit and Sign…`: the token in the panel, where a changed one can be signed or encrypted. Scripts get one made
 * at once.
 */
export async function editToken(
  { tokenChooser, tokenHandles, signer }: Pick<Services, 'tokenChooser' | 'tokenHandles' | 'signer'>,
  argument: unknown,
): Promise<string | undefined> {
  if (isNewToken(argument)) {
    const made = await make(signer, argument);
    if (made.kind === 'refused') void complain(made.problem);
    return made.kind === 'signed' ? made.token : undefined;
  }
  const source = await tokenChooser.choose(argument);
  if (source !== undefined)
    await runCommand('jwtInspector.openPanel', { handle: tokenHandles.create(source), edit: true });
  return undefined;
}

async function make(signer: Signer, { claims, header, key }: NewTokenArgument): Promise<Signing> {
  const reading = readObject(typeof claims === 'string' ? claims : JSON.stringify(claims));
  if (!reading.ok) return { kind: 'refused', problem: `No token was made from the claims. ${reading.problem}` };
  const text = claimsToSign(reading.root, Math.floor(Date.now() / 1000));
  return signer.make({ claims: text, header: { ...header }, key: { stored: key } }, 'command');
}

function isNewToken(argument: unknown): argument is NewTokenArgument {
  if (typeof argument !== 'object' || argument === null) return false;
  const { claims, key, header } = argument as Partial<Record<keyof NewTokenArgument, unknown>>;
  const isClaims = typeof claims === 'string' || (typeof claims === 'object' && claims !== null);
  return isClaims && typeof key === 'string' && (header === undefined || typeof header === 'object');
}
