import * as vscode from 'vscode';
import type { KeyStore, StoredKey } from '../../services/keyStore.ts';

/** `JWT: Remove Key…`: asks which stored key to forget, unless the argument names it or is its row in the view, and asks whether that is meant. Gives the name. */
export async function removeKey(keyStore: KeyStore, argument: unknown): Promise<string | undefined> {
  const keys = keyStore.list();
  if (keys.length === 0) {
    void vscode.window.showInformationMessage('There are no stored keys.');
    return undefined;
  }
  const name = nameIn(argument) ?? (await choose(keys));
  if (name === undefined || !keys.some((key) => key.name === name)) return undefined;
  const remove = 'Remove';
  const detail =
    'It is deleted from the secret storage of VS Code and cannot be brought back. Issuers that use it will have no key.';
  const answer = await vscode.window.showWarningMessage(
    `Remove the stored key “${name}”?`,
    { modal: true, detail },
    remove,
  );
  if (answer !== remove) return undefined;
  await keyStore.remove(name);
  return name;
}

function nameIn(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  const isRow = typeof argument === 'object' && argument !== null && 'storedKey' in argument;
  return isRow ? (argument.storedKey as StoredKey).name : undefined;
}

async function choose(keys: ReturnType<KeyStore['list']>): Promise<string | undefined> {
  const items = keys.map(({ name, detail }) => ({ label: name, description: detail }));
  return (await vscode.window.showQuickPick(items, { title: 'JWT: Remove Key', placeHolder: 'Which key?' }))?.label;
}
