/** A URL that may be fetched once its origin is approved, or why it may not. */
export type FetchableUrl = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly problem: string };

/** `https`, or `http` on this machine; no user name, password or fragment. Whether the origin is approved is not asked here. */
export function parseFetchableUrl(text: string): FetchableUrl {
  if (!URL.canParse(text)) return { ok: false, problem: 'is not a URL' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return { ok: false, problem: 'must start with https:// (http:// is accepted for localhost only)' };
  }
  if (url.hostname.includes('*')) return { ok: false, problem: 'must name one host, without wildcards' };
  if (url.username || url.password) return { ok: false, problem: 'must not contain a user name or password' };
  if (url.hash) return { ok: false, problem: 'must not contain a fragment (#…)' };
  return { ok: true, url };
}

/** An issuer identifier that is a URL whose metadata can be asked for: no query either (OpenID Connect Discovery §3, RFC 8414 §2). */
export function parseIssuerUrl(text: string): FetchableUrl {
  const parsed = parseFetchableUrl(text);
  return parsed.ok && parsed.url.search ? { ok: false, problem: 'must not contain a query (?…)' } : parsed;
}

/** Whether a host name, as `URL.hostname` writes it, always means this machine (RFC 6761 §6.3, RFC 1122 §3.2.1.3). */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}
