import { visibleStart } from '../../core/text/visible.ts';
import { describeFailure } from './failure.ts';

const timeoutSeconds = 10;
const maximumBytes = 1024 * 1024;

export type Download =
  | { readonly ok: true; readonly text: string; readonly headers: Headers }
  /** `status` where the server answered, but not with a text. */
  | { readonly ok: false; readonly problem: string; readonly status?: number };

/** The parts of the world a download depends on, so that tests can stand in for them. */
export interface DownloadOptions {
  /** Looked up for every request: VS Code puts its proxy and certificate handling into the global one. */
  readonly fetch?: typeof fetch;
  readonly timeoutSeconds?: number;
}

export interface DownloadRequest {
  /** The `Authorization` header, for a server that wants one. */
  readonly authorization?: string | undefined;
}

/**
 * Fetches a small JSON text: no credentials but those given, no redirects (one would leave the origin the user
 * approved), at most 10 seconds and 1 MiB. The only place in the extension that opens a connection; {@link JwksClient}
 * is its only caller.
 */
export async function download(
  url: string,
  options: DownloadOptions = {},
  { authorization }: DownloadRequest = {},
): Promise<Download> {
  const { host } = new URL(url);
  const seconds = options.timeoutSeconds ?? timeoutSeconds;
  try {
    const response = await (options.fetch ?? fetch)(url, {
      headers: {
        accept: 'application/jwk-set+json, application/json',
        ...(authorization !== undefined && { authorization }),
      },
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      // The cache of the browser would return old keys when new ones are needed. It still saves the transfer.
      cache: 'no-cache',
      signal: AbortSignal.timeout(seconds * 1000),
    });
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      await response.body?.cancel();
      return {
        ok: false,
        problem: `${host} answered with a redirect${redirectTarget(response, url)}, which is not followed. Use the final URL.`,
      };
    }
    if (!response.ok) {
      await response.body?.cancel();
      const { status } = response;
      return { ok: false, problem: `${host} answered with HTTP status ${status}.`, status };
    }
    const text = await readCapped(response);
    return text === undefined
      ? { ok: false, problem: `The response from ${host} is larger than 1 MiB and was not read.` }
      : { ok: true, text, headers: response.headers };
  } catch (error) {
    return { ok: false, problem: describeFailure(error, host, seconds) };
  }
}

/** Only the origin: the rest of a `Location` may carry what does not belong into a message. */
function redirectTarget(response: Response, url: string): string {
  const location = response.headers.get('location');
  return location !== null && URL.canParse(location, url) ? ` to ${visibleStart(new URL(location, url).origin)}` : '';
}

/** Counts while it reads, since `Content-Length` may be missing or wrong. `undefined` when there is too much. */
async function readCapped(response: Response): Promise<string | undefined> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let size = 0;
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > maximumBytes) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
