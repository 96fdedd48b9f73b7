import type { JWK } from 'jose';
import { parseFetchableUrl } from '../core/origin.ts';
import { download } from './jwks/download.ts';
import type { DownloadOptions } from './jwks/download.ts';
import { freshSeconds } from './jwks/freshness.ts';
import { readPublicKeys } from './jwks/publicKeys.ts';

/** Who says whether an origin may be contacted; {@link Approvals} in the extension. */
export interface NetworkGate {
  /** `undefined` when the origin may be contacted now, else a sentence why not. Asks the user only when `interactive`. */
  refusal(origin: string, interactive: boolean): Promise<string | undefined>;
}

export interface KeySetRequest {
  /** The token's `kid`: a set without it is fetched anew, at most once a minute, because issuers rotate keys. */
  readonly kid?: string | undefined;
  /** The user waits for the answer: approval may be asked, and a URL that failed a moment ago is tried again. */
  readonly interactive: boolean;
}

export type KeySetOutcome =
  | {
      readonly ok: true;
      readonly keys: readonly JWK[];
      readonly fetchedAt: Date;
      /** Sentences on what is odd about the set; the first one says that it is stale, if it is. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

export interface JwksClientOptions extends DownloadOptions {
  readonly now?: () => Date;
}

interface KeySet {
  readonly keys: readonly JWK[];
  readonly notes: readonly string[];
  readonly fetchedAt: number;
  readonly freshUntil: number;
}

interface Entry {
  /** The last good answer: kept when a later one fails. */
  set?: KeySet;
  failure?: { readonly problem: string; readonly at: number };
  kidMissAt?: number;
  running?: Promise<void>;
}

/** Between two refetches of a URL for a missing `kid`, and between automatic attempts on a URL that fails. */
const pauseMilliseconds = 60_000;

/**
 * Fetches and caches JWK Sets from URLs of the user's settings, never from a URL that a token names. Each origin has to be approved;
 * approval is looked at before the cache, so that withdrawing it works at once.
 */
export class JwksClient {
  readonly #entries = new Map<string, Entry>();
  readonly #gate: NetworkGate;
  readonly #options: JwksClientOptions;
  readonly #now: () => number;

  constructor(gate: NetworkGate, options: JwksClientOptions = {}) {
    this.#gate = gate;
    this.#options = options;
    this.#now = () => (options.now?.() ?? new Date()).getTime();
  }

  /** The key set behind `jwksUri`, from the cache while HTTP freshness allows. Never throws. */
  async keySet(jwksUri: string, request: KeySetRequest): Promise<KeySetOutcome> {
    const target = parseFetchableUrl(jwksUri);
    if (!target.ok) {
      return { ok: false, problem: `The JWKS URL ${target.problem}.` };
    }
    const { href, origin } = target.url;
    const refusal = await this.#gate.refusal(origin, request.interactive);
    if (refusal !== undefined) {
      return { ok: false, problem: refusal };
    }
    const entry = this.#entry(href);
    if (this.#needsFetch(entry, request)) {
      await this.#refresh(href, entry);
    } else if (this.#missesKid(entry, request.kid)) {
      entry.kidMissAt = this.#now();
      await this.#refresh(href, entry);
    }
    return outcome(entry);
  }

  #entry(url: string): Entry {
    const known = this.#entries.get(url);
    if (known !== undefined) {
      return known;
    }
    const entry: Entry = {};
    this.#entries.set(url, entry);
    return entry;
  }

  #needsFetch(entry: Entry, { interactive }: KeySetRequest): boolean {
    const now = this.#now();
    const { set, failure } = entry;
    if (set !== undefined && now < set.freshUntil) {
      return false;
    }
    return interactive || failure === undefined || now - failure.at >= pauseMilliseconds;
  }

  #missesKid(entry: Entry, kid: string | undefined): boolean {
    const { set, kidMissAt } = entry;
    return (
      kid !== undefined &&
      set !== undefined &&
      !set.keys.some((key) => key.kid === kid) &&
      (kidMissAt === undefined || this.#now() - kidMissAt >= pauseMilliseconds)
    );
  }

  /** Several tokens may want the same set at once: they share one request. */
  #refresh(url: string, entry: Entry): Promise<void> {
    entry.running ??= this.#fetch(url, entry).finally(() => {
      delete entry.running;
    });
    return entry.running;
  }

  async #fetch(url: string, entry: Entry): Promise<void> {
    const fetched = await fetchKeySet(url, this.#options, this.#now);
    if (!fetched.ok) {
      entry.failure = { problem: fetched.problem, at: this.#now() };
      return;
    }
    delete entry.failure;
    entry.set = fetched.set;
  }
}

async function fetchKeySet(
  url: string,
  options: DownloadOptions,
  now: () => number,
): Promise<{ readonly ok: true; readonly set: KeySet } | { readonly ok: false; readonly problem: string }> {
  const answer = await download(url, options);
  if (!answer.ok) {
    return answer;
  }
  const read = readPublicKeys(answer.text);
  if (!read.ok) {
    return read;
  }
  const fetchedAt = now();
  const freshUntil = fetchedAt + freshSeconds(answer.headers, new Date(fetchedAt)) * 1000;
  return { ok: true, set: { keys: read.keys, notes: read.notes, fetchedAt, freshUntil } };
}

function outcome({ set, failure }: Entry): KeySetOutcome {
  if (set === undefined) {
    return { ok: false, problem: failure?.problem ?? 'The JWKS has not been fetched yet.' };
  }
  const stale =
    failure === undefined ? [] : [`The keys may be out of date, since refreshing them failed. ${failure.problem}`];
  return { ok: true, keys: set.keys, fetchedAt: new Date(set.fetchedAt), notes: [...stale, ...set.notes] };
}
