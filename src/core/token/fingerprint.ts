import { encodeBase64url } from '../text/base64url.ts';

/** Recognises a token without holding it: SHA-256 of its text, base64url. */
export async function fingerprint(token: string): Promise<string> {
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))));
}

/** Whether a text has the form of a {@link fingerprint}. */
export function isFingerprint(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}
