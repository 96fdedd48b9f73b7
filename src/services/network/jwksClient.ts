import type { JWK } from 'jose';
import { parseFetchableUrl, parseIssuerUrl } from '../../core/text/origin.ts';
import { download } from './download.ts';
import type { DownloadOptions } from './download.ts';
import { freshSeconds } from './freshness.ts';
import { metadataUrls, readIssuerMetadata } from './issuerMetadata.ts';
import type { IssuerMetadata } from './issuerMetadata.ts';
import { LastGood } from './lastGood.ts';
import type { Loaded } from './lastGood.ts';
import { readPublicKeys } from './publicKeys.ts';

/** Decides whether a URL may be fetched; in the extension this is {@link Approvals}. */
export interface NetworkGate {
  /** `undefined` when the URL may be fetched now, else a sentence why not. Asks the user only when `interactive`. */
  refusal(url: string, interactive: boolean): Promise<string | undefined>;
}

export interface MetadataRequest {
  /** The user waits for the answer: approval may be asked, and a URL that failed a moment ago is tried again. */
  readonly interactive: boolean;
  /** Asks the server even though its last answer is fresh. */
  readonly refresh?: boolean;
  /** False asks for what is known already: no server is asked. */
  readonly fetch?: false;
}

export interface KeySetRequest extends MetadataRequest {
  /** The token's `kid`: a set without it is fetched anew, at most once a minute, because issuers rotate keys. */
  readonly kid?: string | undefined;
  /** The `Authorization` header that this URL wants. */
  readonly authorization?: string | undefined;
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

export type MetadataOutcome =
  | { readonly ok: true; readonly metadata: IssuerMetadata; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problem: string };

export interface JwksClientOptions extends DownloadOptions {
  readonly now?: () => Date;
  /** Called when a server has answered, or failed to. */
  readonly onFetched?: () => void;
}

interface KeySet {
  readonly keys: readonly JWK[];
  readonly notes: readonly string[];
}

/**
 * Fetches and caches JWK Sets and issuers' metadata from URLs of the user's settings, never from a URL that a token
 * names. Each URL has to be approved. Approval is checked before the cache, so that withdrawing it takes effect
 * immediately.
 */
export class JwksClient {
  readonly #gate: NetworkGate;
  readonly #options: JwksClientOptions;
  readonly #now: () => number;
  readonly #sets: LastGood<KeySet>;
  readonly #metadata: LastGood<IssuerMetadata>;
  #tellNews = (): void => undefined;

  constructor(gate: NetworkGate, options: JwksClientOptions = {}) {
    this.#gate = gate;
    this.#options = options;
    this.#now = () => (options.now?.() ?? new Date()).getTime();
    const loaded = (isNews: boolean): void => {
      options.onFetched?.();
      if (isNews) this.#tellNews();
    };
    this.#sets = new LastGood(this.#now, loaded);
    this.#metadata = new LastGood(this.#now, loaded);
  }

  /**
   * Calls `listener`, and no earlier one, when the response of a server differs from the last one, failures included.
   */
  onNews(listener: () => void): void {
    this.#tellNews = listener;
  }

  /** The key set behind `jwksUri`, from the cache while HTTP freshness allows. Never throws. */
  async keySet(jwksUri: string, request: KeySetRequest): Promise<KeySetOutcome> {
    const target = await this.#permit('JWKS URL', jwksUri, request);
    if (!target.ok) return target;
    const { kid, authorization } = request;
    const isOutdated = ({ keys }: KeySet): boolean => kid !== undefined && !keys.some((key) => key.kid === kid);
    const key = JSON.stringify([target.href, authorization]);
    const set = await this.#sets.get(key, { ...request, isOutdated }, () => this.#loadSet(target.href, authorization));
    if (!set.ok) return set;
    const { value, loadedAt, staleBecause } = set;
    const stale =
      staleBecause === undefined
        ? []
        : [`The keys may be out of date, because refreshing them failed. ${staleBecause}`];
    return { ok: true, keys: value.keys, fetchedAt: loadedAt, notes: [...stale, ...value.notes] };
  }

  /** What an issuer publishes at its well-known addresses (OpenID Connect Discovery §4, RFC 8414 §3). Never throws. */
  async metadata(issuer: string, request: MetadataRequest): Promise<MetadataOutcome> {
    const parsed = parseIssuerUrl(issuer);
    if (!parsed.ok) return { ok: false, problem: `The issuer ${parsed.problem}.` };
    // Its other well-known addresses come with the first.
    const target = await this.#permit('issuer', metadataUrls(issuer)[0], request);
    if (!target.ok) return target;
    const found = await this.#metadata.get(issuer, request, () => this.#loadMetadata(issuer));
    if (!found.ok) return found;
    const notes =
      found.staleBecause === undefined
        ? []
        : [`Could not get the URL of the keys from the issuer. ${found.staleBecause}`];
    return { ok: true, metadata: found.value, notes };
  }

  /** Whether a URL may be fetched now. */
  async #permit(
    what: string,
    url: string,
    { interactive }: MetadataRequest,
  ): Promise<{ readonly ok: true; readonly href: string } | { readonly ok: false; readonly problem: string }> {
    const target = parseFetchableUrl(url);
    if (!target.ok) return { ok: false, problem: `The ${what} ${target.problem}.` };
    const refusal = await this.#gate.refusal(target.url.href, interactive);
    return refusal === undefined ? { ok: true, href: target.url.href } : { ok: false, problem: refusal };
  }

  async #loadSet(url: string, authorization: string | undefined): Promise<Loaded<KeySet>> {
    const answer = await this.#download(url, authorization);
    if (!answer.ok) return { ok: false, problem: [answer.problem, ...denial(answer.status, authorization)].join(' ') };
    const read = readPublicKeys(answer.text);
    return read.ok ? { ok: true, value: read, freshSeconds: answer.freshSeconds } : read;
  }

  async #loadMetadata(issuer: string): Promise<Loaded<IssuerMetadata>> {
    const [first, ...others] = metadataUrls(issuer);
    let answer = await this.#download(first);
    for (const url of others) {
      if (answer.ok || !isAbsent(answer.status)) break;
      answer = await this.#download(url);
    }
    if (!answer.ok) {
      const problem = `${new URL(issuer).host} does not publish a discovery document for this issuer (HTTP status ${answer.status}).`;
      return isAbsent(answer.status) ? { ok: false, problem } : answer;
    }
    const read = readIssuerMetadata(answer.text, issuer);
    return read.ok ? { ok: true, value: read.metadata, freshSeconds: answer.freshSeconds } : read;
  }

  async #download(
    url: string,
    authorization?: string,
  ): Promise<
    | { readonly ok: true; readonly text: string; readonly freshSeconds: number }
    | { readonly ok: false; readonly problem: string; readonly status?: number }
  > {
    const answer = await download(url, this.#options, { authorization });
    if (!answer.ok) return answer;
    return { ok: true, text: answer.text, freshSeconds: freshSeconds(answer.headers, new Date(this.#now())) };
  }
}

/** The server responded that it does not know the URL, not that it is busy (408, 429). */
function isAbsent(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function denial(status: number | undefined, authorization: string | undefined): readonly string[] {
  if (status !== 401 && status !== 403) return [];
  return authorization === undefined
    ? [
        'If the JWKS requires an authorization header, store it with “JWT: Add Key…” and set it as the “authorization” of the issuer.',
      ]
    : ['The stored authorization was not accepted.'];
}
