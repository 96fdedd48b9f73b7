import * as vscode from 'vscode';
import { encodeBase64url } from '../../core/text/base64url.ts';
import type { KeyInput } from '../../core/keys/keyInput.ts';
import { quoted } from '../../core/text/visible.ts';

/** What is known of a stored key without opening it. Holds nothing of the material. */
export interface StoredKey {
  readonly name: string;
  readonly kind: 'secret' | 'public key' | 'private key' | 'key set';
  /** For people: `RSA, 2048 bits`, `base64url`. */
  readonly detail: string;
}

export type StoredKeyAnswer =
  | { readonly ok: true; readonly key: KeyInput }
  | { readonly ok: false; readonly problem: string };

/** The global state key of the list. `SecretStorage.keys` is newer than the oldest VS Code supported. */
const indexKey = 'jwtInspector.keys';
const secretPrefix = 'jwtInspector.key/';

/** Bytes have no form in JSON: they are kept as base64. */
type StoredMaterial = Omit<KeyInput, 'material'> &
  ({ readonly material: Exclude<KeyInput['material'], Uint8Array> } | { readonly bytes: string });

/**
 * The user's named keys and secrets. Material lives in VS Code's SecretStorage (the operating system's key chain) and
 * nowhere else; global state holds names and kinds.
 */
export class KeyStore implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  /** Fires on every change, those made in another window included. */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor(secrets: vscode.SecretStorage, state: vscode.Memento) {
    this.#secrets = secrets;
    this.#state = state;
    this.#subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(secretPrefix)) this.#changed.fire();
    });
  }

  /** In the order of their names. */
  list(): readonly StoredKey[] {
    return this.#state.get<readonly StoredKey[]>(indexKey, []);
  }

  async get(name: string): Promise<StoredKeyAnswer> {
    try {
      const stored = await this.#secrets.get(secretPrefix + name);
      if (stored !== undefined) return { ok: true, key: deserialize(stored) };
    } catch {
      // The key chain of the operating system is locked or broken, or what it holds has been damaged.
      return {
        ok: false,
        problem: `The secret storage of VS Code cannot be read, so there is no key ${quoted(name)} now.`,
      };
    }
    const problem = this.list().some((key) => key.name === name)
      ? `The secret storage of VS Code no longer contains the key ${quoted(name)}. Store it again with “JWT: Add Key…”.`
      : `There is no stored key ${quoted(name)}. Store it with “JWT: Add Key…”.`;
    return { ok: false, problem };
  }

  /** Stores a key under its name, in place of any other of that name. */
  async add(key: StoredKey, input: KeyInput): Promise<void> {
    await this.#secrets.store(secretPrefix + key.name, serialize({ ...input, name: key.name }));
    await this.#state.update(
      indexKey,
      [...this.#others(key.name), key].toSorted((a, b) => a.name.localeCompare(b.name)),
    );
    this.#changed.fire();
  }

  async remove(name: string): Promise<void> {
    await this.#secrets.delete(secretPrefix + name);
    await this.#state.update(indexKey, this.#others(name));
    this.#changed.fire();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #others(name: string): readonly StoredKey[] {
    return this.list().filter((key) => key.name !== name);
  }
}

function serialize({ material, ...rest }: KeyInput): string {
  const stored: StoredMaterial =
    material instanceof Uint8Array
      ? { ...rest, bytes: base64FromUrl(encodeBase64url(material)) }
      : { ...rest, material };
  return JSON.stringify(stored);
}

/** In the alphabet of `atob`, which wants no padding. */
function base64FromUrl(base64url: string): string {
  return base64url.replaceAll('-', '+').replaceAll('_', '/');
}

function deserialize(text: string): KeyInput {
  const stored = JSON.parse(text) as StoredMaterial;
  if ('material' in stored) return stored;
  const { bytes, ...rest } = stored;
  return { ...rest, material: Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0)) };
}
