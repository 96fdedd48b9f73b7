/** Work that waits for its turn: some of it at once, in the order in which it was asked for. */
export class WorkLine<Item> {
  readonly #atOnce: number;
  readonly #work: (item: Item) => Promise<void>;
  /** What waits, and who asks for it. */
  readonly #waiting = new Map<Item, Set<string>>();
  #running = 0;

  /** `work` handles its errors: the line goes on whatever becomes of it. */
  constructor(atOnce: number, work: (item: Item) => Promise<void>) {
    this.#atOnce = atOnce;
    this.#work = work;
  }

  /** Lets an item wait for its turn. One that waits already keeps its place, and is wanted by one more. */
  ask(item: Item, asker = ''): void {
    this.#waiting.set(item, (this.#waiting.get(item) ?? new Set()).add(asker));
    this.#startNext();
  }

  /** What only this one asked for is no longer waited for. */
  withdraw(asker: string): void {
    for (const [item, askers] of this.#waiting) {
      askers.delete(asker);
      if (askers.size === 0) this.#waiting.delete(item);
    }
  }

  /** An item is no longer waited for, whoever asked for it. */
  drop(item: Item): void {
    this.#waiting.delete(item);
  }

  clear(): void {
    this.#waiting.clear();
  }

  #startNext(): void {
    for (const [item] of this.#waiting) {
      if (this.#running >= this.#atOnce) return;
      this.#waiting.delete(item);
      void this.#run(item);
    }
  }

  async #run(item: Item): Promise<void> {
    this.#running += 1;
    try {
      await this.#work(item);
    } finally {
      this.#running -= 1;
      this.#startNext();
    }
  }
}
