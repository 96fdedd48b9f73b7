import { parseToken } from './parse.ts';
import type { Token } from './token.ts';

/** The token with its three parts in order, where a later one of them is the header. */
export function inOrder({ kind, segments }: Token): string | undefined {
  const [first, second, third] = segments.map(({ text }) => text);
  if (kind !== 'malformed' || segments.length !== 3) return undefined;
  return [`${second}.${first}.${third}`, `${third}.${second}.${first}`, `${third}.${first}.${second}`].find((text) => {
    const token = parseToken(text);
    return token.kind !== 'malformed' && token.payload?.json !== undefined;
  });
}
