import { parseToken } from '../../../src/core/token/parse.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { reportOn } from '../../../src/core/report/report.ts';
import type { KnownVerification, Report } from '../../../src/core/report/report.ts';

export const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';
export const now = new Date(1_800_000_000_000);
export const seconds = now.getTime() / 1000;
export const claims = { iss: 'https://login.example', aud: 'orders', iat: seconds - 60, exp: seconds + 3600 };

const profile = { issuer: 'https://login.example', audience: 'orders', algorithms: ['HS256'] };

/** What is known before the proof. */
export function pendingOf(issuer: string): KnownVerification {
  return { by: issuer, profile };
}

/** What is known of a token after its verification with {@link secret}. */
export async function answerOf(token: string, issuer: string, at = now): Promise<KnownVerification> {
  const result = await verify(token, { keys: [{ material: secret }], profile, now: at });
  return { by: issuer, profile, result };
}

/** What surfaces show of a token, with what its issuer's keys say. */
export function reportOf(token: string, verification?: KnownVerification, at = now): Report {
  return reportOn(parseToken(token), { leewaySeconds: 60, ...(verification && { verification }) }, at);
}
