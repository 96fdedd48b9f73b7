import * as vscode from 'vscode';

/** Secret storage as VS Code gives it to an extension, in memory. */
export class MemorySecrets implements Pick<vscode.SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'> {
  readonly stored = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  readonly onDidChange = this.#changed.event;

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.stored.get(key));
  }

  store(key: string, value: string): Promise<void> {
    this.stored.set(key, value);
    this.#changed.fire({ key });
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.stored.delete(key);
    this.#changed.fire({ key });
    return Promise.resolve();
  }
}

/** Global state as VS Code gives it to an extension: values go through JSON. */
export class MemoryState implements vscode.Memento {
  readonly stored = new Map<string, string>();

  keys(): readonly string[] {
    return [...this.stored.keys()];
  }

  get<T>(key: string, otherwise?: T): T | undefined {
    const text = this.stored.get(key);
    return text === undefined ? otherwise : (JSON.parse(text) as T);
  }

  update(key: string, value: unknown): Promise<void> {
    this.stored.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}
