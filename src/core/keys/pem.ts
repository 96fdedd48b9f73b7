import { once } from '../text/once.ts';
import type { Span } from '../text/span.ts';

/**
 * One block of a PEM text (RFC 7468), from its BEGIN line to its END line; without an END line it ends with the BEGIN
 * line.
 */
export interface PemBlock extends Span {
  readonly label: string;
  /** The bytes inside, decoded when asked for; none where the base64 or the END line is broken. */
  readonly bytes: Uint8Array | undefined;
  /** The block has `Proc-Type` headers: OpenSSL's old encryption, which is not PKCS#8. */
  readonly legacyEncryption: boolean;
}

const boundary = /-----(BEGIN|END) ([A-Z0-9][A-Z0-9 #.]{0,40})-----/g;

/**
 * Whether the text means to be PEM, even a damaged one, as by a word processor's dashes: such text must never become an
 * HMAC secret.
 */
export function looksLikePem(text: string): boolean {
  return /(?:----|[\u2010-\u2015]{2}-?)\s*BEGIN\b/.test(text);
}

/**
 * The blocks of a PEM text, in order. Accepts what people paste: indentation, CRLF, and `\n` written as two characters,
 * or more.
 */
export function readPem(text: string): readonly PemBlock[] {
  const boundaries = [...text.matchAll(boundary)];
  return boundaries.flatMap((begin, index) => {
    const [line, kind, label = ''] = begin;
    if (kind !== 'BEGIN') return [];
    const bodyStart = begin.index + line.length;
    const next = boundaries[index + 1];
    if (next?.[1] !== 'END' || next[2] !== label)
      return [{ start: begin.index, end: bodyStart, label, bytes: undefined, legacyEncryption: false }];
    const body = once(() => text.slice(bodyStart, next.index).replaceAll(/(?<!\\)\\+[rn]/g, '\n'));
    const decoded = once(() => decodeBase64(body().replaceAll(/^.*:.*$/gm, '')));
    return [
      {
        start: begin.index,
        end: next.index + next[0].length,
        label,
        // Of a bundle of thousands most are never asked.
        get bytes() {
          return decoded();
        },
        get legacyEncryption() {
          return /^[ \t]*Proc-Type:.*ENCRYPTED/m.test(body());
        },
      },
    ];
  });
}

/** Standard base64 with any white space; `undefined` where it is not base64 or empty. */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text.replaceAll(/\s+/g, ''));
    if (binary === '') return undefined;
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
    return bytes;
  } catch {
    return undefined;
  }
}
