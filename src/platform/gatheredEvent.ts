import * as vscode from 'vscode';

/** Milliseconds within which what happens is told of at once. */
const gatheringTime = 50;

/** An event without content that is fired once for all that happens close together. */
export class GatheredEvent implements vscode.Disposable {
  readonly #emitter = new vscode.EventEmitter<void>();
  readonly event: vscode.Event<void> = this.#emitter.event;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Fires once no more than the gathering time has passed. */
  fireSoon(): void {
    this.#timer ??= setTimeout(() => this.fire(), gatheringTime);
  }

  /** Fires now, for what was gathered as well. */
  fire(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#emitter.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#emitter.dispose();
  }
}
