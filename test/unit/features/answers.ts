import { timeState } from '../../../src/core/time.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import type { AutoAnswer } from '../../../src/services/autoVerifier.ts';

export const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';
export const now = new Date(1_800_000_000_000);
export const seconds = now.getTime() / 1000;
export const claims = { iss: 'https://login.example', aud: 'orders', iat: seconds - 60, exp: seconds + 3600 };

const profile = { issuer: 'https://login.example', audience: 'orders', algorithms: ['HS256'] };

/** What is known before the proof. */
export function pendingOf(issuer: string): AutoAnswer {
  return { issuer, profile, changesAt: [] };
}

/** What is known of a token after its verification with {@link secret}. */
export async function answerOf(token: string, issuer: string, at = now): Promise<AutoAnswer> {
  const verification = await verify(token, { keys: [{ material: secret }], profile, now: at });
  const { changesAt } = timeState(parseToken(token).payload?.json, at, 60);
  return { issuer, profile, outcome: { verification, profile }, changesAt };
}
