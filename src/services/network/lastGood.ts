/** What a source gave, and for how many seconds it may be used without asking again; or why it gave nothing. */
export type Loaded<T> =
  | { readonly ok: true; readonly value: T; readonly freshSeconds: number }
  | { readonly ok: false; readonly problem: string };

export type LastGoodOutcome<T> =
  | {
      readonly ok: true;
      readonly value: T;
      readonly loadedAt: Date;
      /** Why the latest attempt to renew the value failed, if it did. */
      readonly staleBecause?: string;
    }
  | { readonly ok: false; readonly problem: string };

export interface LastGoodRequest<T> {
  /** Someone waits for the answer: a source that failed a moment ago is tried again. */
  readonly interactive: boolean;
  /** Asks the source even though the value is fresh. */
  readonly refresh?: boolean | undefined;
  /** False asks for what is known already, however old. */
  readonly fetch?: false;
  /**
   * Whether the caller has a reason to think that a fresh value is out of date: it is renewed, at most once a minute.
   */
  readonly isOutdated?: (value: T) => boolean;
}

interface LoadState<T> {
  /** Kept when a later attempt fails. */
  good?: { readonly value: T; readonly loadedAt: number; readonly freshUntil: number };
  failure?: { readonly problem: string; readonly at: number };
  suspectedAt?: number;
  running?: Promise<void>;
}

/** Between two attempts for a suspicion, and between automatic attempts on a source that fails. */
const pauseMilliseconds = 60_000;

/**
 * Remembers by key what sources gave: asks again when it is no longer fresh, and goes on with the last good value when
 * that fails.
 */
export class LastGood<T> {
  readonly #entries = new Map<string, LoadState<T>>();
  readonly #now: () => number;
  readonly #onLoaded: (isNews: boolean) => void;

  /**
   * `onLoaded` is called after each attempt, failed ones included, with whether its answer differs from that of the one
   * before.
   */
  constructor(now: () => number, onLoaded: (isNews: boolean) => void = () => undefined) {
    this.#now = now;
    this.#onLoaded = onLoaded;
  }

  /** The value of `key`, by `load` where it has to be renewed. Those who ask at the same time share one attempt. */
  async get(key: string, request: LastGoodRequest<T>, load: () => Promise<Loaded<T>>): Promise<LastGoodOutcome<T>> {
    const entry = this.#entries.get(key) ?? {};
    this.#entries.set(key, entry);
    if (request.fetch === false) return outcome(entry);
    if (request.refresh === true || this.#needsLoading(entry, request)) {
      await this.#renew(entry, load);
    } else if (this.#isSuspect(entry, request)) {
      entry.suspectedAt = this.#now();
      await this.#renew(entry, load);
    }
    return outcome(entry);
  }

  #needsLoading(entry: LoadState<T>, request: LastGoodRequest<T>): boolean {
    const { good } = entry;
    return (good === undefined || this.#now() >= good.freshUntil) && this.#mayTry(entry, request);
  }

  #isSuspect(entry: LoadState<T>, request: LastGoodRequest<T>): boolean {
    const { good, suspectedAt } = entry;
    return (
      good !== undefined &&
      request.isOutdated?.(good.value) === true &&
      (suspectedAt === undefined || this.#now() - suspectedAt >= pauseMilliseconds) &&
      this.#mayTry(entry, request)
    );
  }

  #mayTry({ failure }: LoadState<T>, { interactive }: LastGoodRequest<T>): boolean {
    return interactive || failure === undefined || this.#now() - failure.at >= pauseMilliseconds;
  }

  #renew(entry: LoadState<T>, load: () => Promise<Loaded<T>>): Promise<void> {
    entry.running ??= this.#load(entry, load).finally(() => {
      delete entry.running;
    });
    return entry.running;
  }

  async #load(entry: LoadState<T>, load: () => Promise<Loaded<T>>): Promise<void> {
    const loaded = await load();
    const now = this.#now();
    const before = JSON.stringify([entry.good?.value, entry.failure?.problem]);
    if (loaded.ok) {
      delete entry.failure;
      entry.good = { value: loaded.value, loadedAt: now, freshUntil: now + loaded.freshSeconds * 1000 };
    } else {
      entry.failure = { problem: loaded.problem, at: now };
    }
    this.#onLoaded(JSON.stringify([entry.good?.value, entry.failure?.problem]) !== before);
  }
}

function outcome<T>({ good, failure }: LoadState<T>): LastGoodOutcome<T> {
  if (good === undefined) return { ok: false, problem: failure?.problem ?? 'Nothing has been fetched yet.' };
  const { value, loadedAt } = good;
  return {
    ok: true,
    value,
    loadedAt: new Date(loadedAt),
    ...(failure !== undefined && { staleBecause: failure.problem }),
  };
}
