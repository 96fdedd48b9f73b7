import type { ParsedToken } from './token.ts';

/** Whether a signed token leaves out its payload (RFC 7515 appendix F). */
export function isDetached({ kind, payload, headerOnly }: ParsedToken): boolean {
  return kind === 'detached' || (kind === 'jws-json' && !payload && !headerOnly);
}
