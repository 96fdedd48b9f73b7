import { toPlain } from '../text/json.ts';
import { nestedIn } from './nested.ts';
import { parseToken } from './parse.ts';
import type { DecodedToken, Token } from './token.ts';

/**
 * Decodes a token into plain values. Never throws: of any text, what can be decoded is decoded, and `problem` says what
 * cannot. Decoded is not verified: anyone can write what is returned here.
 */
export function decode(token: string): DecodedToken {
  if (typeof token !== 'string') {
    const message = 'The token must be text.';
    return { kind: 'malformed', problem: { part: 'token', start: 0, end: 0, message } };
  }
  return plainToken(parseToken(token));
}

/** The plain view of a parsed token. */
export function plainToken(token: Token): DecodedToken {
  const { kind, header, payload, problem } = token;
  const plain = plainHeader(token);
  const nested = nestedIn(token);
  return {
    kind,
    ...(plain && { header: plain }),
    ...(header && { headerText: header.text }),
    ...(payload && { payload: payload.json ? toPlain(payload.json) : payload.text, payloadText: payload.text }),
    ...(token.views && { headers: token.views.map((view) => plainHeader(view) ?? {}) }),
    ...(nested && { nested: plainToken(nested.token) }),
    ...(problem && { problem }),
  };
}

function plainHeader({ header }: Token): Record<string, unknown> | undefined {
  return header?.json?.type === 'object' ? (toPlain(header.json) as Record<string, unknown>) : undefined;
}
