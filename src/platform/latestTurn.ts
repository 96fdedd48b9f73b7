/** Work that can restart while it is still running: only the latest run counts, whether it succeeds or fails. */
export class LatestTurn {
  #turn = 0;

  /**
   * Does `work`, and then `use` with what it gave, or `fail` with the error, unless another run has started by then or
   * this one was canceled. Overtaken results are dropped. Without `fail` the error is thrown.
   */
  async take<T>(
    work: () => Promise<T>,
    use: (result: T) => void,
    fail: (error: unknown) => void = rethrow,
  ): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    await work().then(
      (result) => {
        if (turn === this.#turn) use(result);
      },
      (error: unknown) => {
        if (turn === this.#turn) fail(error);
      },
    );
  }

  /** Drops the work that is still running. */
  callOff(): void {
    this.#turn += 1;
  }
}

function rethrow(error: unknown): never {
  throw error;
}
