import { createHmac } from 'node:crypto';

/** Signs with node:crypto, so that nothing here rests on the code under test. */
export function hs256(
  payload: object | string,
  secret: string | Uint8Array,
  header: object = { alg: 'HS256', typ: 'JWT' },
): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

function encode(part: object | string): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}
