import { Session } from 'node:inspector';
import type { Profiler } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { countedMatch } from './countingRegExp.ts';

/**
 * Counts what code does instead of how long it takes, so that the answer is the same on every machine: the blocks of
 * ours that V8 executes, by its precise coverage; the steps of regular expressions; and the characters, items and bytes
 * that built-in methods go through. Only code that is loaded after this has been made is counted.
 */
export class WorkCounter {
  readonly #session = new Session();
  #native = 0;
  /** The files whose functions have been run. */
  readonly entered = new Set<string>();

  constructor() {
    this.#session.connect();
    this.#post('Profiler.enable');
    this.#post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** How many steps an action takes; what came before it since the last count has to be forgotten first. */
  async count(action: () => unknown): Promise<number> {
    this.#native = 0;
    const restore = this.#watchNatives();
    try {
      await action();
    } finally {
      restore();
    }
    return this.#blocks() + this.#native;
  }

  forget(): void {
    this.#blocks();
  }

  /** Executed since the last call. */
  #blocks(): number {
    let blocks = 0;
    const answer = this.#post('Profiler.takePreciseCoverage') as Profiler.TakePreciseCoverageReturnType;
    for (const { url, functions } of answer.result) {
      if (!ours.test(url)) continue;
      const before = blocks;
      // The first function is the file itself, which runs when it is loaded.
      for (const { ranges } of functions.slice(1)) for (const { count } of ranges) blocks += count;
      if (blocks > before) this.entered.add(fileURLToPath(url.replace(/[?#].*/, '')));
    }
    return blocks;
  }

  /** Sessions inside their own process answer at once. */
  #post(method: string, params: object = {}): unknown {
    let answer: unknown;
    this.#session.post(method, params, (error: Error | null, result?: unknown) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  }

  #watchNatives(): () => void {
    const restores = watched.flatMap(([prototype, costs]) =>
      Object.entries(costs).map(([name, cost]) => this.#watch(prototype, name, cost)),
    );
    restores.push(this.#watchIteration(), this.#watchExpressions());
    return () => {
      for (const restore of restores.toReversed()) restore();
    };
  }

  #watch(prototype: object, name: string, cost: Cost): () => void {
    const method = Reflect.get(prototype, name) as ((this: unknown, ...args: unknown[]) => unknown) | undefined;
    if (!method) return () => undefined;
    const add = (steps: number): void => {
      this.#native += steps;
    };
    return replace(prototype, name, function counted(this: unknown, ...args: unknown[]) {
      const result: unknown = method.apply(this, args);
      add(1 + cost(this, args, result));
      return result;
    });
  }

  /** Lists that are spread or walked. */
  #watchIteration(): () => void {
    // oxlint-disable-next-line typescript/unbound-method -- it is bound at each call
    const { values } = Array.prototype;
    const add = (steps: number): void => {
      this.#native += steps;
    };
    return replace(Array.prototype, Symbol.iterator, function counted(this: unknown[]) {
      add(this.length);
      return values.call(this);
    });
  }

  /**
   * By the standard, all of match, matchAll, replace, search, split and test ask `exec` once it is not the built-in
   * one.
   */
  #watchExpressions(): () => void {
    // oxlint-disable-next-line typescript/unbound-method -- it is bound at each call
    const { exec } = RegExp.prototype;
    const out = { steps: 0 };
    const add = (steps: number): void => {
      this.#native += steps;
    };
    let isCounting = false;
    return replace(RegExp.prototype, 'exec', function counted(this: RegExp, text: string) {
      if (isCounting) return exec.call(this, text);
      const from = this.global || this.sticky ? this.lastIndex : 0;
      const found = exec.call(this, text);
      isCounting = true;
      out.steps = 0;
      const same = countedMatch(this, text, from, out);
      isCounting = false;
      if (found?.index !== same?.start || (found && found.index + found[0].length !== same?.end))
        throw new Error(`The counting engine reads ${String(this)} in a way of its own.`);
      add(out.steps);
      return found;
    });
  }
}

/** What is measured: the project, and the libraries that it brings along. */
const ours = /\/(?:src\/|node_modules\/(?:@noble|jose)\/)/;

type Cost = (self: unknown, args: readonly unknown[], result: unknown) => number;

const lengthOf = (value: unknown): number => (value as { length?: number } | undefined)?.length ?? 0;
const own: Cost = (self) => lengthOf(self);
const made: Cost = (_self, _args, result) => lengthOf(result);
const given: Cost = (_self, [value]) => lengthOf(value);
/** Up to what was found, or to the end. */
const onward: Cost = (self, [wanted, from], result) => {
  const end = typeof result === 'number' && result >= 0 ? result + lengthOf(wanted) : lengthOf(self);
  return Math.max(0, end - (typeof from === 'number' ? Math.max(0, from) : 0));
};
const backward: Cost = (self, [, from], result) =>
  Math.max(0, Math.min(typeof from === 'number' ? from : Infinity, lengthOf(self)) - (Number(result) || 0));
const ofIncludes: Cost = (self, [wanted, from], result) =>
  result === true && typeof self === 'string'
    ? nativeIndexOf.call(self, String(wanted), typeof from === 'number' ? from : 0)
    : lengthOf(self);
// oxlint-disable-next-line typescript/unbound-method -- it is bound at each call
const nativeIndexOf = String.prototype.indexOf;

/** Slices share their text and cost nothing in V8; whoever reads them pays. Callbacks are blocks of ours. */
const watched: readonly (readonly [object, Readonly<Record<string, Cost>>])[] = [
  [
    String.prototype,
    {
      indexOf: onward,
      lastIndexOf: backward,
      includes: ofIncludes,
      split: own,
      replaceAll: own,
      replace: own,
      trim: (self, _args, result) => lengthOf(self) - lengthOf(result),
      toLowerCase: own,
      toUpperCase: own,
      normalize: own,
      repeat: made,
      padStart: made,
      padEnd: made,
      isWellFormed: own,
      toWellFormed: own,
    },
  ],
  [
    Array.prototype,
    {
      indexOf: onward,
      lastIndexOf: own,
      includes: own,
      slice: made,
      concat: made,
      join: made,
      toSorted: own,
      sort: own,
      toReversed: own,
      reverse: own,
      toSpliced: made,
      splice: own,
      shift: own,
      unshift: own,
      flat: made,
      flatMap: made,
    },
  ],
  [
    Object.getPrototypeOf(Uint8Array.prototype) as object,
    { slice: made, set: given, indexOf: onward, fill: own, join: own, toReversed: own },
  ],
  [TextEncoder.prototype, { encode: given }],
  [TextDecoder.prototype, { decode: given }],
  [JSON, { stringify: made, parse: given }],
  [Object, { keys: made, entries: made, values: made, fromEntries: given }],
  [Array, { from: made }],
];

function replace(prototype: object, name: string | symbol, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
  Object.defineProperty(prototype, name, { ...before, value });
  return () => {
    Object.defineProperty(prototype, name, before);
  };
}
