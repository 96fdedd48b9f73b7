/** One block of a PEM text (RFC 7468): its label and the bytes inside; `bytes` is absent where its base64 is broken. */
export interface PemBlock {
  readonly label: string;
  readonly bytes?: Uint8Array;
  /** The block has `Proc-Type` headers: OpenSSL's old encryption, which is not PKCS#8. */
  readonly legacyEncryption: boolean;
}

const begin = /-----BEGIN ([A-Z0-9][A-Z0-9 #]{0,40})-----/g;

/** Whether the text means to be PEM, even a damaged one: such text must never become an HMAC secret. */
export function looksLikePem(text: string): boolean {
  return /----\s*BEGIN\b/.test(text);
}

/** The blocks of a PEM text, in order. Accepts what people paste: indentation, CRLF, and `\n` written as two characters. */
export function readPem(text: string): readonly PemBlock[] {
  const lines = text.replaceAll(/\\r|\\n/g, '\n');
  const blocks: PemBlock[] = [];
  for (const match of lines.matchAll(begin)) {
    const label = match[1] ?? '';
    const start = match.index + match[0].length;
    const end = lines.indexOf(`-----END ${label}-----`, start);
    const body = end < 0 ? '' : lines.slice(start, end);
    const base64 = body.replaceAll(/^.*:.*$/gm, '');
    const bytes = end < 0 ? undefined : decodeBase64(base64);
    blocks.push({ label, ...(bytes && { bytes }), legacyEncryption: /^\s*Proc-Type:.*ENCRYPTED/m.test(body) });
  }
  return blocks;
}

/** Standard base64 with any white space; `undefined` where it is not base64 or empty. */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text.replaceAll(/\s+/g, ''));
    return binary === '' ? undefined : Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
