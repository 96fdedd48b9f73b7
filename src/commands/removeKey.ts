import type { KeyStore, StoredKey } from '../services/keys/keyStore.ts';
import { quoted, visibleStart } from '../core/text/visible.ts';
import { confirm, inform, pickOne } from '../platform/messages.ts';
import type { Services } from './services.ts';

/**
 * `JWT: Remove Key…`: removes a stored key, after a confirmation. Asks which one, unless the argument names it or is
 * its row in the view. Returns the name.
 */
export async function removeKey(
  { keyStore }: Pick<Services, 'keyStore'>,
  argument: unknown,
): Promise<string | undefined> {
  const keys = keyStore.list();
  if (keys.length === 0) {
    void inform('There are no stored keys.');
    return undefined;
  }
  const name = nameIn(argument) ?? (await choose(keys));
  if (name === undefined || !keys.some((key) => key.name === name)) return undefined;
  const detail =
    'It is deleted from the secret storage of VS Code. You cannot undo this. Issuers that use it will not have a key.';
  if (!(await confirm(`Remove the stored key ${quoted(name)}?`, detail, 'Remove'))) return undefined;
  await keyStore.remove(name);
  return name;
}

function nameIn(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  const isRow = typeof argument === 'object' && argument !== null && 'storedKey' in argument;
  return isRow ? (argument.storedKey as Partial<StoredKey> | undefined)?.name : undefined;
}

async function choose(keys: ReturnType<KeyStore['list']>): Promise<string | undefined> {
  const rows = keys.map(({ name, detail }) => ({ value: name, label: visibleStart(name), description: detail }));
  return pickOne(rows, 'Select a key', { title: 'JWT: Remove Key' });
}
