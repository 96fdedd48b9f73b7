import { relativeTime } from '../../core/text/time.ts';

interface Timed {
  readonly node: Node;
  readonly seconds: number;
  readonly update: (distance: string) => void;
}

/** Browsers fire timers that are further away at once. */
const longestTimeout = 2 ** 31 - 1;

/** Updates every text about time on the page with one timer, set for the next instant at which any of them changes. */
export class Clock {
  #timed: Timed[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isArming = false;

  /** Text that says how far away an instant is, and keeps it up to date. */
  words(seconds: number): Text {
    const node = document.createTextNode('');
    this.watch(node, seconds, (distance) => {
      node.data = distance;
    });
    return node;
  }

  /** Calls `update` now and whenever the words for the distance of `seconds` change, until `node` leaves the page. */
  watch(node: Node, seconds: number, update: (distance: string) => void): void {
    update(relativeTime(seconds, new Date()));
    this.#timed.push({ node, seconds, update });
    if (!this.#isArming) {
      this.#isArming = true;
      queueMicrotask(() => this.#arm());
    }
  }

  #arm(): void {
    this.#isArming = false;
    clearTimeout(this.#timer);
    this.#timed = this.#timed.filter(({ node }) => node.isConnected);
    if (this.#timed.length > 0) {
      const now = Date.now();
      const next = Math.min(...this.#timed.map(({ seconds }) => sameWordsFor(seconds, now)));
      this.#timer = setTimeout(() => {
        this.#tick();
      }, next);
    }
  }

  #tick(): void {
    const now = new Date();
    for (const { seconds, update } of this.#timed) update(relativeTime(seconds, now));
    this.#arm();
  }
}

/**
 * Milliseconds until the words for `seconds` are others than at `now`. Words pass and never come back, so the instant
 * is found by halving, and agrees with `relativeTime` whatever units that uses.
 */
function sameWordsFor(seconds: number, now: number): number {
  const words = relativeTime(seconds, new Date(now));
  const differs = (wait: number): boolean => relativeTime(seconds, new Date(now + wait)) !== words;
  let same = 0;
  let changed = 1000;
  while (!differs(changed)) {
    same = changed;
    changed *= 2;
    if (changed > longestTimeout) return longestTimeout;
  }
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (differs(middle)) changed = middle;
    else same = middle;
  }
  return changed;
}
