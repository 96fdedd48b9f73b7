/** A URL that may be fetched once its origin is approved, or why it may not. */
export type FetchableUrl = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly problem: string };

/**
 * `https`, or `http` on this machine; no user name, password or fragment. Whether the origin is approved is not asked
 * here.
 */
export function parseFetchableUrl(text: string): FetchableUrl {
  if (!URL.canParse(text)) return { ok: false, problem: 'is not a URL' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return {
      ok: false,
      problem: 'must start with https:// (http:// is accepted only for localhost, 127.0.0.0/8, and [::1])',
    };
  }
  if (url.hostname.includes('*')) return { ok: false, problem: 'must name one host, without wildcards' };
  if (url.username || url.password) return { ok: false, problem: 'must not contain a user name or password' };
  if (url.hash) return { ok: false, problem: 'must not contain a fragment (#…)' };
  return { ok: true, url };
}

/**
 * An issuer identifier that is a URL whose metadata can be asked for: no query either (OpenID Connect Discovery §3, RFC
 * 8414 §2).
 */
export function parseIssuerUrl(text: string): FetchableUrl {
  const parsed = parseFetchableUrl(text);
  return parsed.ok && parsed.url.search ? { ok: false, problem: 'must not contain a query (?…)' } : parsed;
}

/**
 * What a user's approval of a URL covers: its origin; on this machine, where every program has a port and few of them
 * expect a request, the URL itself.
 */
export function approvalFor(url: URL): string {
  return isLoopback(url.hostname) ? url.href : url.origin;
}

/**
 * Whether a host, as `URL.hostname` writes it, is this machine wherever it is asked for: `localhost`, 127.0.0.0/8 and
 * `[::1]`, which `URL` has by then made of `LOCALHOST`, `0x7f.1`, `2130706433` and `[0:0:0:0:0:0:0:1]`. Not other names
 * below `localhost`, nor one with a dot at its end: some systems ask DNS for those, and anybody may answer. Not
 * `[::ffff:127.0.0.1]` or `0.0.0.0` either, which nobody needs to write.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
