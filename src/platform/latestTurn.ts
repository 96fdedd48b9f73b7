/** Work that is begun anew while it is still going on: only the latest turn counts, whether it succeeds or fails. */
export class LatestTurn {
  #turn = 0;

  /**
   * Does `work`, and then `use` with what it gave, or `fail` with the error, unless another turn has begun by then or
   * this one was called off: what is overtaken is dropped. Without `fail` the error is thrown.
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

  /** What is under way no longer counts. */
  callOff(): void {
    this.#turn += 1;
  }
}

function rethrow(error: unknown): never {
  throw error;
}
