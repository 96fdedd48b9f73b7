import { toBase64 } from '../keys/writeDer.ts';
import type { SecretEncoding } from '../keys/keyInput.ts';
import { decodeBase64Text } from '../text/base64url.ts';

/** A way in which the text of a secret may have been meant. */
interface SecretMeaning {
  /** Ends the sentence "The signature matches if the secret is …". */
  readonly label: string;
  readonly encoding: SecretEncoding;
  /** The text that is meant, in one line; absent where the text cannot be meant so. */
  readonly change: (text: string) => string | undefined;
}

/** In the order in which they are tried: what people mean most often comes first. */
export const secretMeanings = {
  utf8: { label: 'read as text', encoding: 'utf8', change: (text) => text },
  base64: { label: 'read as base64', encoding: 'base64', change: (text) => text },
  base64url: { label: 'read as base64url', encoding: 'base64url', change: (text) => text },
  hex: { label: 'read as hex', encoding: 'hex', change: (text) => text },
  trimmed: { label: 'used without the white space around it', encoding: 'utf8', change: (text) => text.trim() },
  // A field has one line, so that the line break is written in base64.
  'line-break': {
    label: 'followed by a line break',
    encoding: 'base64',
    change: (text) => toBase64(new TextEncoder().encode(`${text}\n`)),
  },
  unquoted: {
    label: 'used without its quotes',
    encoding: 'utf8',
    change: withoutQuotes,
  },
  'unquoted-base64': {
    label: 'read as base64 without its quotes',
    encoding: 'base64',
    change: withoutQuotes,
  },
  'hex-prefix': { label: 'read as hex behind "0x"', encoding: 'hex', change: (text) => /^0x(.+)$/is.exec(text)?.[1] },
  // Laravel, and others, mark an encoding so.
  'base64-prefix': {
    label: 'read as base64 behind "base64:"',
    encoding: 'base64',
    change: (text) => /^base64:(.+)$/is.exec(text)?.[1],
  },
  // Java's and other decoders drop characters at the end that are no whole byte, and what is no base64.
  'lenient-base64': {
    label: 'read as base64 the way lenient decoders do, which drop what does not fit',
    encoding: 'base64',
    change: leniently,
  },
} as const satisfies Readonly<Record<string, SecretMeaning>>;

/** By which a surface knows a reading. */
export type SecretReading = keyof typeof secretMeanings;

function withoutQuotes(text: string): string | undefined {
  return /^(["'`])(.+)\1$/s.exec(text)?.[2];
}

/** The base64 of what a lenient decoder makes of a text. */
function leniently(text: string): string | undefined {
  const characters = text.replaceAll(/[^A-Za-z0-9+/_-]/g, '');
  return characters === '' ? undefined : btoa(decodeBase64Text(characters));
}
