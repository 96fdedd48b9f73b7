import { decodeUtf8, invalidUtf8At } from '../text/utf8.ts';

/**
 * The text of a file of key material, without the mark at its beginning that tells its encoding; `undefined` for bytes
 * that are no text. In UTF-16, as PowerShell writes files, it is ASCII: other bytes that begin like its mark are a
 * binary secret.
 */
export function keyText(bytes: Uint8Array): string | undefined {
  for (const encoding of ['utf-16le', 'utf-16be']) {
    const text = startsWithMark(bytes, encoding) ? new TextDecoder(encoding).decode(bytes) : '';
    if (/^[\t\r\n -~]+$/.test(text)) return text;
  }
  return invalidUtf8At(bytes) < 0 ? decodeUtf8(bytes).replace(/^\ufeff/, '') : undefined;
}

function startsWithMark([first, second]: Uint8Array, encoding: string): boolean {
  return encoding === 'utf-16le' ? first === 0xff && second === 0xfe : first === 0xfe && second === 0xff;
}
