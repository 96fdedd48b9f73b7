const minimumSeconds = 60;
const maximumSeconds = 24 * 60 * 60;
/** For servers that say nothing about freshness. */
const defaultSeconds = 10 * 60;

/**
 * Seconds for which a response may be used without asking again (RFC 9111 §4.2), held between a minute and a day:
 * below that a server's `no-store` would cost a request for every token, above it a withdrawn key would live too long.
 */
export function freshSeconds(headers: Headers, now: Date): number {
  return Math.min(maximumSeconds, Math.max(minimumSeconds, statedSeconds(headers, now)));
}

function statedSeconds(headers: Headers, now: Date): number {
  const directives = new Map(
    (headers.get('cache-control') ?? '')
      .toLowerCase()
      .split(',')
      .map((directive): [string, string] => {
        const [name = '', value = ''] = directive.split('=', 2);
        return [name.trim(), value.trim().replaceAll('"', '')];
      }),
  );
  if (directives.has('no-store') || directives.has('no-cache')) return 0;
  const age = wholeSeconds(headers.get('age')) ?? 0;
  const maxAge = wholeSeconds(directives.get('max-age'));
  if (maxAge !== undefined) return maxAge - age;
  const expires = headers.get('expires');
  if (expires === null) return defaultSeconds;
  // RFC 9111 §5.3: a date that cannot be read, `0` above all, has already passed.
  const date = Date.parse(headers.get('date') ?? '');
  const seconds = (Date.parse(expires) - (Number.isNaN(date) ? now.getTime() : date)) / 1000;
  return Number.isNaN(seconds) ? 0 : seconds - age;
}

function wholeSeconds(text: string | null | undefined): number | undefined {
  return text !== null && text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}
