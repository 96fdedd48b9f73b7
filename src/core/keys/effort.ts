import { pause } from './pause.ts';

/** Some hundred milliseconds in all. */
const MOST_UNITS = 2000;
/** In milliseconds: nobody notices a thread that is busy for so long. */
const SLICE = 12;

/**
 * What may be spent on keys and signatures that somebody else wrote, in units of about a tenth of a millisecond: the
 * price of one check of a signature by the host. A token of many signatures and a set of many keys must not cost their
 * product. Whoever stops for it says so.
 */
export class Effort {
  #left: number;
  readonly #paid = new WeakSet<object>();
  #busySince = performance.now();
  #isShort = false;

  constructor(units = MOST_UNITS) {
    this.#left = units;
  }

  /** Whether there is anything left for something that costs so much; it is then paid for, the last one on credit. */
  affords(cost: number): boolean {
    this.#isShort = this.#left <= 0;
    if (this.#isShort) return false;
    this.#left -= cost;
    return true;
  }

  /** Gives up what is left beyond so many units. */
  keepAtMost(units: number): void {
    this.#left = Math.min(this.#left, units);
  }

  /** Whether something could not be afforded. */
  get ranOut(): boolean {
    return this.#isShort;
  }

  /** As {@link affords}, of something that is remembered: it is paid for once. */
  affordsOnce(thing: object, cost: number): boolean {
    if (this.#paid.has(thing)) return true;
    if (!this.affords(cost)) return false;
    this.#paid.add(thing);
    return true;
  }

  /** Whether this thread has been busy for so long that other work has to go first: see {@link rest}. */
  isTired(): boolean {
    return performance.now() - this.#busySince >= SLICE;
  }

  /** Lets other work on this thread run first. */
  async rest(): Promise<void> {
    await pause();
    this.#busySince = performance.now();
  }
}
