import { createHmac } from 'node:crypto';
import { tryKnownSecrets } from '../../src/core/verify/tryKnownSecrets.ts';
import { fastest, report } from './measure.ts';
import { accessToken } from './texts.ts';

const words = Array.from({ length: 100_000 }, (_, index) => `word-${index * 7919}`);

/**
 * Budget: 100,000 words against a token that none of them signed, in at most 1.5 times what their HMACs cost by
 * themselves.
 */
export async function benchSecrets(): Promise<void> {
  const token = accessToken(1, { alg: 'HS256', typ: 'at+jwt' });
  const input = token.slice(0, token.lastIndexOf('.'));
  const rawHmac = (): void => {
    for (const word of words) createHmac('sha256', word).update(input).digest();
  };
  const [ours = NaN, raw = NaN] = await fastest(10, [() => tryKnownSecrets(token, words), rawHmac]);
  report(
    'secrets, 100,000 words against one token',
    `${ours.toFixed(0)} ms, raw HMAC ${raw.toFixed(0)} ms`,
    ours / raw,
    1.5,
  );
}
