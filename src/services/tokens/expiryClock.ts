import * as vscode from 'vscode';

/** The longest delay `setTimeout` can wait (2^31 − 1 ms, 24.8 days); a longer one would fire at once. */
const longestDelay = 2_147_483_647;

/**
 * Tells when a moment has come that changes what is said about a token. One timer, set to the earliest moment anybody
 * waits for; nothing polls. A timer does not count the time a computer sleeps, so it is set anew when the window gets
 * the focus back.
 */
export class ExpiryClock implements vscode.Disposable {
  readonly #instants = new Map<string, number>();
  readonly #ticked = new vscode.EventEmitter<string>();
  readonly #now: () => number;
  readonly #focus: vscode.Disposable;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Fires with the owner whose moment has come; the owner arms the clock anew for its next one. */
  readonly onDidTick: vscode.Event<string> = this.#ticked.event;

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#focus = vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) this.#tick();
    });
  }

  /** What `owner` waits for from now on: the earliest of these instants. None: it no longer waits. */
  arm(owner: string, instants: readonly Date[]): void {
    if (instants.length > 0) {
      this.#instants.set(
        owner,
        instants.reduce((earliest, instant) => Math.min(earliest, instant.getTime()), Infinity),
      );
    } else {
      this.#instants.delete(owner);
    }
    this.#schedule();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#focus.dispose();
    this.#ticked.dispose();
  }

  #tick(): void {
    const now = this.#now();
    const due = [...this.#instants].filter(([, instant]) => instant <= now).map(([owner]) => owner);
    for (const owner of due) this.#instants.delete(owner);
    this.#schedule();
    for (const owner of due) this.#ticked.fire(owner);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const next = [...this.#instants.values()].reduce((earliest, instant) => Math.min(earliest, instant), Infinity);
    if (Number.isFinite(next)) {
      const delay = Math.min(Math.max(next - this.#now(), 0), longestDelay);
      this.#timer = setTimeout(() => this.#tick(), delay);
    }
  }
}
