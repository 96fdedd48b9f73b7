import type { Token } from './token.ts';

/** Whether a signed token leaves out its payload (RFC 7515 appendix F). */
export function isDetached({ kind, payload, headerOnly }: Token): boolean {
  return kind === 'detached' || (kind === 'jws-json' && !payload && !headerOnly);
}
