import { createSecretKey } from 'node:crypto';
import { issue, unsecured } from './jose.ts';

/** A throw-away secret, and tokens that it signed. */
export const secret = createSecretKey(Buffer.from('q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A'));
export const now = Math.floor(Date.now() / 1000);
export const sound = { iss: 'https://login.corp.io', aud: 'orders-api', sub: 'u17', iat: now - 60, exp: now + 1800 };
export const valid = issue('HS256', secret, sound);
export const expired = issue('HS256', secret, { ...sound, iat: now - 7200, exp: now - 3600 });
export const unsigned = unsecured(sound);
