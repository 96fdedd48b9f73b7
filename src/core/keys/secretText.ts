import { readBase64url } from '../text/base64url.ts';
import { decodeBase64 } from './pem.ts';

/** What decodes to less is base64 or hex by chance. */
export const MINIMUM_DECODED_BYTES = 16;

/**
 * Whether the text of a secret is also the hex or base64 of something as long as a secret: only its owner knows which
 * is meant.
 */
export function hasSeveralReadings(text: string): boolean {
  if (/^(?:[0-9a-f]{2}){16,}$/i.test(text)) return true;
  const url = readBase64url(text);
  if (url.fault === undefined || url.fault.reason === 'padding') return url.bytes.length >= MINIMUM_DECODED_BYTES;
  return (decodeBase64(text)?.length ?? 0) >= MINIMUM_DECODED_BYTES;
}
