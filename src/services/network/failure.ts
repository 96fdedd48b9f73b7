/** What can go wrong before a response arrives, by the platform's error code, and what a person can do about it. */
const failures: readonly { readonly code: RegExp; readonly sentence: (host: string) => string }[] = [
  {
    code: /^(?:ENOTFOUND|EAI_|ERR_NAME_NOT_RESOLVED)/,
    sentence: (host) => `The host name ${host} was not found. Check the URL, the network, and the proxy settings.`,
  },
  {
    code: /^(?:ECONNREFUSED|ERR_CONNECTION_REFUSED)/,
    sentence: (host) => `${host} refused the connection. No server is listening there.`,
  },
  {
    code: /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|ERR_CONNECTION_(?:RESET|CLOSED)|ERR_EMPTY_RESPONSE)/,
    sentence: (host) => `${host} closed the connection before it answered.`,
  },
  {
    code: /^(?:ENETUNREACH|EHOSTUNREACH|ENETDOWN|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_ADDRESS_UNREACHABLE)/,
    sentence: (host) => `${host} cannot be reached from here. Check the network.`,
  },
  {
    code: /^(?:UND_ERR_ABORTED|ERR_PROXY_|ERR_TUNNEL_)/,
    sentence: (host) => `The proxy did not connect to ${host}. Check the proxy settings.`,
  },
  {
    code: /^bad port/,
    sentence: (host) => `${host} is on a port that belongs to another protocol, so no HTTP request is sent.`,
  },
  {
    code: /^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|ERR_(?:CONNECTION_)?TIMED_OUT)/,
    sentence: (host) => `${host} did not answer in time.`,
  },
  {
    code: /^(?:CERT_HAS_EXPIRED|ERR_CERT_DATE_INVALID)/,
    sentence: (host) => `The TLS certificate of ${host} has expired.`,
  },
  {
    code: /^(?:ERR_TLS_CERT_ALTNAME_INVALID|ERR_CERT_COMMON_NAME_INVALID)/,
    sentence: (host) => `The TLS certificate is for another host name than ${host}.`,
  },
  {
    code: /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|CERT_UNTRUSTED|ERR_CERT_AUTHORITY_INVALID)/,
    sentence: (host) =>
      `The TLS certificate of ${host} is not trusted on this machine. Add a private certificate authority to the trust store of the system.`,
  },
  {
    code: /^(?:EPROTO|CERT_|ERR_SSL|ERR_TLS|ERR_CERT)/,
    sentence: (host) => `Could not establish a secure (TLS) connection to ${host}.`,
  },
];

/**
 * Names the reason why `fetch` threw: a sentence for a person with the platform's code behind it. Never quotes the
 * URL's path or query.
 */
export function describeFailure(error: unknown, host: string, timeoutSeconds: number): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `${host} did not answer within ${timeoutSeconds} seconds.`;
  const code = failureCode(error);
  if (code === undefined)
    return `${host} could not be reached. Check the network and the proxy settings. In a browser, the server must also allow requests from other sites (CORS).`;
  const known = failures.find((failure) => failure.code.test(code));
  return `${known?.sentence(host) ?? `${host} could not be reached.`} (${code})`;
}

/**
 * Node hides the code in `cause`, and that of several addresses tried in the cause's `errors`; Electron has `net::CODE`
 * in the message.
 */
function failureCode(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    if ('code' in current && typeof current.code === 'string') return current.code;
    // Fetch Standard, "port blocking".
    if (current.message === 'bad port') return current.message;
    const chromium = /\bnet::(ERR_[A-Z_]+)/.exec(current.message)?.[1];
    if (chromium !== undefined) return chromium;
    current = current instanceof AggregateError ? (current.errors[0] as unknown) : current.cause;
  }
  return undefined;
}
